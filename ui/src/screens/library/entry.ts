import type { Keyed } from '../../lib/order.ts';

/** A place in a playlist: a recording may have several. */
export interface Entry extends Keyed {
  readonly recordingId: string;
}
