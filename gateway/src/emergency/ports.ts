import type { Broadcasts } from '../broadcast/broadcast-service.ts';
import type { Recording } from '../contract/index.ts';
import type { RecordingsForAir } from '../library/ports.ts';
import type { AlarmSounds } from '../media/alarm-sounds.ts';

/** What an emergency needs of others; `app.ts` joins them. */
export interface EmergencyPorts {
  readonly broadcasts: Pick<Broadcasts, 'startedBefore' | 'airNow' | 'isDrill' | 'allClear'>;
  readonly recordings: Pick<RecordingsForAir, 'cue' | 'cueNewest'> & { get(id: string): Promise<Recording> };
  readonly sounds: Pick<AlarmSounds, 'siren' | 'drill' | 'allClear'>;
}
