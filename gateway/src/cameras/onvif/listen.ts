import type { Clock } from '../../core/clock/clock.ts';
import { onAbort } from '../../core/on-abort.ts';
import type { OnvifCamera } from './camera.ts';
import type { CameraNotice } from './notices.ts';
import type { Subscription } from './subscription.ts';
import type { OnvifTiming } from './timing.ts';
import { refusalIn, verdictOf, type CameraVerdict } from './verdict.ts';

export interface Listening {
  readonly clock: Clock;
  readonly timing: OnvifTiming;
  /** A fresh one each time: the old one's clock and pull point are gone when a camera restarted. */
  readonly reach: (signal: AbortSignal) => Promise<OnvifCamera>;
  readonly onNotice: (notice: CameraNotice) => void;
  /** null: it is heard; else nobody knows what happens before it, and why. */
  readonly onSilence: (why: CameraVerdict | null) => void;
}

const partingMs = 3_000;

/**
 * Hears what a camera notices, for as long as it is wanted: create → pull → renew → give back. What fails is tried again after
 * 1 s doubling to 60, on a new line. Rejects only with the signal's reason, or when the login is refused: that is not tried
 * again before somebody changed it.
 */
export async function listenToCamera(listening: Listening, signal: AbortSignal): Promise<never> {
  const { clock, timing, reach, onNotice, onSilence } = listening;
  const { firstPauseMs, longestPauseMs } = timing;
  /** A pull that begins now is over by then: the term must outlast it. */
  const longestPullMs = timing.pullMs + timing.answerMs;
  let failures = 0;

  /** Until the pull point's term is over without being renewed: then a new one is asked for at once. */
  async function follow(subscription: Subscription): Promise<void> {
    let brokenOff = false;
    do {
      const begunMs = clock.monotonic();
      try {
        const notices = await subscription.pull(signal);
        failures = 0;
        brokenOff = false;
        onSilence(null);
        for (const notice of notices) onNotice(notice);
        const paceMs = notices.length === 0 ? timing.betweenPullsMs : timing.betweenPullsMs / 10;
        await clock.sleep(begunMs + paceMs - clock.monotonic(), signal);
      } catch (error) {
        // A line that breaks while nothing happens is usual; two in a row are not.
        if (verdictOf(error) !== 'broken-reply' || brokenOff) throw error;
        brokenOff = true;
        // Soon, and before its stream is fetched anew: where all broke off because the password was changed, one asks.
        await clock.sleep(firstPauseMs / 4, signal);
      }
      if (clock.monotonic() > subscription.endsAt - 2 * longestPullMs) {
        // Some cannot renew: then it runs out, and another is made.
        await subscription.renew(signal).catch((error: unknown) => {
          if (verdictOf(error) !== 'unsupported' && verdictOf(error) !== 'broken-reply') throw error;
        });
      }
    } while (clock.monotonic() < subscription.endsAt - longestPullMs);
  }

  for (;;) {
    let subscription: Subscription | null = null;
    try {
      const camera = await reach(signal);
      subscription = await unlessLate(clock, signal, (until) => camera.subscribe(until));
      await follow(subscription);
    } catch (error) {
      signal.throwIfAborted();
      const verdict = verdictOf(error);
      if (verdict === null) throw error;
      onSilence(verdict);
      if (refusalIn(error)) throw error;
      failures++;
    } finally {
      // To give it back would be a try with a login that was refused.
      if (subscription && !refusalIn(signal.reason)) await giveBack(subscription, clock);
    }
    if (failures > 0) await clock.sleep(Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs), signal);
  }
}

/**
 * Lets what was begun be finished when nobody wants to hear any more, but then not for long: a place that the camera gave
 * while its answer was not waited for would be lost until it is restarted.
 */
async function unlessLate<T>(clock: Clock, signal: AbortSignal, act: (until: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const done = new AbortController();
  const part = () => {
    clock.sleep(partingMs, done.signal).then(
      () => over.abort(signal.reason),
      () => undefined,
    );
  };
  const forget = onAbort(signal, part);
  if (signal.aborted) part();
  try {
    return await act(over.signal);
  } finally {
    forget();
    done.abort();
  }
}

/** A place that cannot be given back runs out by itself; whoever stops waits for it, not for long. */
async function giveBack(subscription: Subscription, clock: Clock): Promise<void> {
  const stopping = AbortSignal.abort(new Error('given back'));
  await unlessLate(clock, stopping, (until) => subscription.end(until)).catch(() => undefined);
}
