import { AppError } from '../../gateway/src/core/errors.ts';
import type { Sql, Storage } from '../../gateway/src/storage/storage.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import type { WatchedStorage } from './storage.ts';

/** The period of the gateway's loops: what they would see earlier or later makes no difference. */
const tickMs = 1_000;

/**
 * The clock and the storage of one process that can be killed at any moment, also between two statements: from then on
 * nothing of it acts, is answered, or is woken; a transaction under way is rolled back. `disk.full`: nothing is written.
 */
export function createMortalProcess(real: Storage, wall: number, disk: { readonly full: boolean }) {
  const asked = new Set<Promise<unknown>>();
  const settled = async () => {
    while (asked.size > 0) await Promise.allSettled(asked);
  };
  const fake = createFakeClock(wall, settled);
  const dues = new Set<{ due(): number }>();
  let dead = false;
  let left = Infinity;
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));

  function kill(): void {
    dead = true;
    die();
  }

  /** True when it is dead, or dies of this very step. */
  function isOver(): boolean {
    if (!dead && --left < 0) kill();
    return dead;
  }

  /** Whatever a port would do or answer: nothing, once dead. */
  function mortal<Args extends unknown[], Answer>(act: (...args: Args) => Promise<Answer>) {
    return async (...args: Args): Promise<Answer> => {
      if (dead) return never();
      try {
        const answer = await act(...args);
        return dead ? await never<Answer>() : answer;
      } catch (error) {
        if (dead) return never();
        throw error;
      }
    };
  }

  const answered = mortal(async (ask: () => Promise<unknown>) => {
    const answer = ask();
    asked.add(answer);
    try {
      return await answer;
    } finally {
      asked.delete(answer);
    }
  }) as <T>(ask: () => Promise<T>) => Promise<T>;

  function refuseFull(): void {
    if (disk.full) throw new AppError('storage.full', 507, 'The disk is full.');
  }

  const one = async <T>(write: boolean, ask: () => Promise<T>): Promise<T> => {
    if (isOver()) return never();
    if (write) refuseFull();
    return answered(ask);
  };

  const inTransaction = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (isOver()) throw new Error('the power is gone');
    return ask();
  };

  const storage: WatchedStorage = {
    run: (sql, params) => one(true, () => real.run(sql, params)),
    get: (sql, params) => one(false, () => real.get(sql, params)),
    all: (sql, params) => one(false, () => real.all(sql, params)),
    script: (sql) => one(true, () => real.script(sql)),
    async transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
      const result = await one(true, () =>
        real.transaction((tx) =>
          work({
            run: (sql, params) => inTransaction(() => tx.run(sql, params)),
            get: (sql, params) => inTransaction(() => tx.get(sql, params)),
            all: (sql, params) => inTransaction(() => tx.all(sql, params)),
          }),
        ),
      );
      // It may be on the disk and nobody hears of it.
      return isOver() ? never() : result;
    },
    close: () => Promise.resolve(),
    settled,
  };

  /** Remembers when something of interest is due; returns the way to forget it. */
  function note(due: () => number): () => void {
    const entry = { due };
    dues.add(entry);
    return () => dues.delete(entry);
  }

  const clock: FakeClock = {
    ...fake,
    sleep(ms, signal) {
      const at = fake.monotonic() + Math.max(0, ms);
      const forget = ms === tickMs ? () => undefined : note(() => at);
      return new Promise((resolve, reject) => {
        fake.sleep(ms, signal).then(
          () => {
            forget();
            if (!dead) resolve();
          },
          (error: unknown) => {
            forget();
            if (!dead) reject(error);
          },
        );
      });
    },
    every: (ms, tick) =>
      fake.every(ms, () => {
        if (!dead) tick();
      }),
    wakeAt(instant, wake) {
      const forget = note(() => fake.monotonic() + instant - fake.now());
      const cancel = fake.wakeAt(instant, () => {
        forget();
        if (!dead) wake();
      });
      return () => {
        forget();
        cancel();
      };
    },
  };

  return {
    clock,
    storage,
    mortal,
    kill,
    died,
    get dead() {
      return dead;
    },
    /** It will die before long. */
    get doomed() {
      return left < Infinity;
    },
    /** It dies of the statement after so many, in the middle of whatever it is doing. */
    killAfter(statements: number): void {
      left = statements;
    },
    /** Monotonic: when something but a tick is due; Infinity: nothing. */
    nextDue: () => Math.max(fake.monotonic(), Math.min(...[...dues].map(({ due }) => due()))),
  };
}

export type MortalProcess = ReturnType<typeof createMortalProcess>;

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
