import type { Broadcasts } from '../broadcast/broadcast-service.ts';
import type { Recording } from '../contract/index.ts';
import type { RecordingsForAir } from '../library/ports.ts';
import type { AlarmSounds } from '../media/alarm-sounds.ts';
import type { SpokenWords } from './spoken-words.ts';

/** What an emergency needs of others; `app.ts` joins them. */
export interface EmergencyPorts {
  readonly broadcasts: Pick<Broadcasts, 'startedBefore' | 'airNow' | 'isDrill' | 'allClear'>;
  readonly recordings: Pick<RecordingsForAir, 'cue' | 'cueNewest'> & { get(id: string): Promise<Recording> };
  readonly sounds: Pick<AlarmSounds, 'siren' | 'drill' | 'allClear'>;
  /** Spoken beforehand for a village that has recorded none; null: there are none. */
  readonly words: SpokenWords['words'];
}
