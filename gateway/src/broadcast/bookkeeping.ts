import type { Logger } from '../core/log.ts';

export type Bookkeeping = ReturnType<typeof createBookkeeping>;

/** What nobody waits for while it sounds, but the shutdown does: traces and outcomes on their way to the disk. */
export function createBookkeeping(log: Logger) {
  const work = new Set<Promise<void>>();

  return {
    track(promise: Promise<void>): void {
      const tracked = promise
        .catch((error: unknown) => log.error({ err: error }, 'broadcast bookkeeping failed'))
        .finally(() => work.delete(tracked));
      work.add(tracked);
    },

    /** Resolves when nothing is left, of what came meanwhile too. Never rejects. */
    async done(): Promise<void> {
      while (work.size > 0) await Promise.all(work);
    },
  };
}
