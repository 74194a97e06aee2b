import type { Recording } from '../contract/index.ts';
import type { RecordingsForAir } from '../library/ports.ts';

/** What the chimes need of others; `app.ts` joins them. */
export interface ChimePorts {
  readonly recordings: Pick<RecordingsForAir, 'cue' | 'durations'> & {
    find(ids: readonly string[]): Promise<ReadonlyMap<string, Recording>>;
  };
  /** The recordings of the playlist of chimes, in its order; null: a line that is none. */
  readonly shipped: () => Promise<readonly (string | null)[]>;
}
