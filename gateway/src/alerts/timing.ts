import { togetherMs } from '../core/lost-together.ts';

/**
 * Milliseconds. Each wait counts from when the trouble began (`Camera.since`), not from when its status was certain, and nobody is
 * called before that: so whatever is wrong is called out within the 100 s in which any fault is to be on a screen.
 */
export interface AlertTiming {
  /**
   * So long a camera is gone before anybody is called: as long as `togetherMs` and what it takes to notice that nothing comes
   * (`stallMs` of the status), so that whatever is lost with it is seen before the first of them is raised.
   */
  readonly lostMs: number;
  /** Likewise one whose picture is bad: many mend themselves. */
  readonly degradedMs: number;
  /** It must be well for so long, or it was no recovery. */
  readonly wellMs: number;
}

/** A stream that stands still is believed to do so after ten seconds, a tick of a second later. */
const noticedMs = 15_000;

export const alertTiming: AlertTiming = {
  lostMs: togetherMs + noticedMs,
  degradedMs: 60_000,
  wellMs: 120_000,
};
