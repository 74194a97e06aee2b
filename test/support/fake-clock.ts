import type { Cancel, Clock } from '../../gateway/src/core/clock/clock.ts';

interface Timer {
  /** Monotonic due time; wake-ups on wall time are looked at after every move instead. */
  due: number;
  run: () => void;
}

export interface FakeClock extends Clock {
  /** Lets `ms` pass: everything due runs in order, and what it starts gets to run before time goes on. */
  advance(ms: number): Promise<void>;
  /** Lets time jump without its moments, as when nothing of interest happens for hours: each timer due runs once. */
  leap(ms: number): Promise<void>;
  /** Moves wall time alone by `ms`, as NTP or a person would. */
  step(ms: number): Promise<void>;
}

/**
 * A clock that lives a week in a millisecond. Passes the same conformance suite as the system's.
 * `io` resolves when the real I/O that was asked for is done (a database's queue): time does not go on before.
 */
export function createFakeClock(
  start: string | number = '2026-11-23T21:00:00.000Z',
  io: () => Promise<unknown> = () => Promise.resolve(),
): FakeClock {
  let wallOffset = typeof start === 'number' ? start : Date.parse(start);
  let monotonic = 0;
  const timers = new Set<Timer>();
  const wakeUps = new Set<{ instant: number; wake: () => void }>();

  const now = () => wallOffset + monotonic;

  function after(ms: number, run: () => void): Cancel {
    const timer = { due: monotonic + Math.max(0, ms), run };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  function wakeDue(): void {
    for (const wakeUp of [...wakeUps]) {
      if (wakeUp.instant <= now() && wakeUps.delete(wakeUp)) wakeUp.wake();
    }
  }

  /** Promises, and I/O that a test does for real, go on between two moments of fake time. */
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      await io();
    }
  };

  return {
    now,
    monotonic: () => monotonic,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const onAbort = () => {
          cancel();
          reject(signal?.reason as Error);
        };
        const cancel = after(ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
    every(ms, tick) {
      let cancelled = false;
      let cancel: Cancel = () => undefined;
      const arm = () => {
        cancel = after(ms, () => {
          if (cancelled) return;
          arm();
          tick();
        });
      };
      arm();
      return () => {
        cancelled = true;
        cancel();
      };
    },
    wakeAt(instant, wake) {
      const wakeUp = { instant, wake };
      wakeUps.add(wakeUp);
      if (instant <= now()) setImmediate(wakeDue);
      return () => wakeUps.delete(wakeUp);
    },
    async advance(ms) {
      const end = monotonic + ms;
      await settle();
      for (;;) {
        const dues = [...timers]
          .map((timer) => timer.due)
          .concat([...wakeUps].map((w) => monotonic + w.instant - now()));
        const next = Math.max(monotonic, Math.min(...dues));
        if (next > end) break;
        monotonic = next;
        wakeDue();
        for (const timer of [...timers].filter((t) => t.due <= monotonic)) {
          if (timers.delete(timer)) timer.run();
        }
        await settle();
      }
      monotonic = end;
      await settle();
    },
    async leap(ms) {
      await settle();
      monotonic += ms;
      wakeDue();
      for (const timer of [...timers].filter((t) => t.due <= monotonic)) {
        if (timers.delete(timer)) timer.run();
      }
      await settle();
    },
    async step(ms) {
      wallOffset += ms;
      wakeDue();
      await settle();
    },
  };
}
