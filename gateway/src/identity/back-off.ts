import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';

const forgetAfterMs = 60 * 60_000;
const longestWaitMs = 5 * 60_000;
const mostKeys = 10_000;

/** How long after the nth wrong try in a row the next one is refused: four are free, then 5 s, 10 s, … 5 min. */
export function waitAfter(wrongTries: number): number {
  if (wrongTries < 5) return 0;
  return Math.min(5_000 * 2 ** Math.min(wrongTries - 5, 20), longestWaitMs);
}

export interface BackOff {
  /**
   * Counts a try as wrong before it is looked at, so that a thousand at once get no further than a few one by one.
   * Refuses with `identity.too-many-tries` while one of the keys must wait.
   */
  attempt(...keys: string[]): void;
  /** It was right after all: the keys start anew. */
  forgive(...keys: string[]): void;
}

/** Slows guessing down, by login and by address. In memory: a restart forgets, which costs a guesser more than us. */
export function createBackOff(clock: Clock): BackOff {
  const tries = new Map<string, { wrong: number; lastAt: number }>();

  function waitOf(key: string): number {
    const known = tries.get(key);
    return known ? known.lastAt + waitAfter(known.wrong) - clock.monotonic() : 0;
  }

  function count(key: string): void {
    const now = clock.monotonic();
    const known = tries.get(key);
    const wrong = known && now - known.lastAt < forgetAfterMs ? known.wrong + 1 : 1;
    tries.delete(key); // so that the map stays in order of the last try
    tries.set(key, { wrong, lastAt: now });
    const oldest = tries.keys().next();
    if (tries.size > mostKeys && !oldest.done) tries.delete(oldest.value);
  }

  return {
    attempt(...keys) {
      const waitMs = Math.max(...keys.map(waitOf));
      if (waitMs > 0) {
        const seconds = Math.ceil(waitMs / 1000);
        throw new AppError('identity.too-many-tries', 429, `Too many wrong tries: try again in ${seconds} s.`, {
          params: { seconds },
        });
      }
      for (const key of keys) count(key);
    },
    forgive(...keys) {
      for (const key of keys) tries.delete(key);
    },
  };
}
