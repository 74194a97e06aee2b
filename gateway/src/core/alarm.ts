import type { Cancel, Clock } from './clock/clock.ts';

/** One timer that is set again and again. It may ring early: whoever is rung looks at the time and sets it anew. */
export interface Alarm {
  /** Monotonic time to ring at, or null for never. */
  set(dueAtMs: number | null): void;
}

/**
 * Put off, it keeps ringing at the earlier time: a relay that talks all the time costs no timer each. Made of `every`,
 * since calling off a `sleep` makes an exception with its stack: dear with a thousand relays.
 */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let setFor: number | null = null;
  let cancel: Cancel = () => undefined;
  return {
    set(dueAtMs) {
      if (dueAtMs !== null && setFor !== null && dueAtMs >= setFor) return;
      cancel();
      setFor = dueAtMs;
      if (dueAtMs === null) return;
      cancel = clock.every(Math.max(0, dueAtMs - clock.monotonic()), () => {
        cancel();
        setFor = null;
        ring();
      });
    },
  };
}

/** Calls `announce` at once, then at most every `everyMs` however often it is asked; the last asking is never lost. */
export function createThrottle(clock: Clock, everyMs: number, announce: () => void): { ask(): void; stop(): void } {
  let resting = false;
  let asked = false;
  const alarm = createAlarm(clock, () => {
    resting = false;
    if (asked) ask();
  });
  function ask(): void {
    asked = resting;
    if (resting) return;
    resting = true;
    alarm.set(clock.monotonic() + everyMs);
    announce();
  }
  return {
    ask,
    stop: () => alarm.set(null),
  };
}
