import { togetherMs } from '../core/lost-together.ts';

/** Milliseconds. */
export interface AlertTiming {
  /**
   * So long a camera is gone before anybody is called. A camera is shown as offline within a minute whatever this is; together
   * they stay below the 100 s in which any fault is to be on a screen. As long as `togetherMs`, so that whatever is lost with it
   * is seen before the first of them is raised.
   */
  readonly lostMs: number;
  /** Likewise one whose picture is bad: its status has been patient already, and many mend themselves. */
  readonly degradedMs: number;
  /** It must be well for so long, or it was no recovery. */
  readonly wellMs: number;
}

export const alertTiming: AlertTiming = { lostMs: togetherMs, degradedMs: 60_000, wellMs: 120_000 };
