import type { Clock } from './clock.ts';

/** Wall time with the resolution of the monotonic clock: `Clock.now()` alone is whole milliseconds. */
export interface PreciseWall {
  /** Looks at both clocks; call it every now and then so that a step of the wall clock is followed. */
  sample(): void;
  /** The epoch ms, with fractions, at a reading of the monotonic clock. */
  wallAt(monotonic: number): number;
  /** The monotonic reading at an instant (epoch ms). */
  monotonicAt(instant: number): number;
}

const patience = 50_000;

/**
 * `now()` is the wall time cut to whole ms, so `now() − monotonic()`, read in that order, is never above the true
 * offset and comes closest right after a millisecond begins: the offset is the greatest of all samples. NTP slews
 * both clocks alike, so it only changes when the wall clock is stepped.
 */
export function createPreciseWall(clock: Pick<Clock, 'now' | 'monotonic'>): PreciseWall {
  let offset = -Infinity;

  function sample(): void {
    const before = clock.monotonic();
    const wall = clock.now();
    const after = clock.monotonic();
    // Below `offset − 1` even by the earlier reading: no rounding explains it, the wall clock went back.
    if (wall - before < offset - 1) settle();
    else if (wall - after > offset + 1 && offset !== -Infinity) settle();
    else offset = Math.max(offset, wall - after);
  }

  /** Watches one millisecond begin, so that the very first estimate is good to a few microseconds. */
  function settle(): void {
    offset = -Infinity;
    const first = clock.now();
    for (let tries = 0; tries < patience; tries++) {
      const wall = clock.now();
      offset = Math.max(offset, wall - clock.monotonic());
      if (wall !== first) return;
    }
  }

  settle();
  return {
    sample,
    wallAt: (monotonic) => monotonic + offset,
    monotonicAt: (instant) => instant - offset,
  };
}
