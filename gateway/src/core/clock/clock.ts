/**
 * Time is a port: features never call `Date.now()` or `setTimeout`. The real clock is `createSystemClock`;
 * tests live weeks in milliseconds with the fake one in `test/support/`, which passes the same conformance suite.
 */
export interface Clock {
  /** Wall time, epoch milliseconds. May step. */
  now(): number;
  /** Milliseconds that never step; only differences mean anything. Stands still while the machine sleeps. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `tick` every `ms` until cancelled; a tick that takes longer than `ms` is not run twice at once by this. */
  every(ms: number, tick: () => void): Cancel;
  /**
   * Calls `wake` once when wall time reaches `instant` (at once if it has passed). Only a wake-up: it may come late
   * by up to 30 s after a clock step, so whoever is woken asks `now()` and decides.
   */
  wakeAt(instant: number, wake: () => void): Cancel;
}

export type Cancel = () => void;
