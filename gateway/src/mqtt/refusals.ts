import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';

/** Counts what the broker refused, and says so without flooding the log. */
export interface Refusals {
  note(what: string, who: string, facts?: Readonly<Record<string, unknown>>): void;
  /** How often each thing was refused since the start. */
  counts(): Readonly<Record<string, number>>;
}

const quietMs = 60_000;
/** Names come from strangers: more than this many are not remembered one by one. */
const rememberedAtMost = 1_000;

export function createRefusals({ clock, log }: { clock: Clock; log: Logger }): Refusals {
  const counts: Record<string, number> = {};
  const saidAt = new Map<string, number>();
  return {
    note(what, who, facts = {}) {
      const count = (counts[what] ?? 0) + 1;
      counts[what] = count;
      const key = `${what} ${who}`;
      const last = saidAt.get(key);
      if (last !== undefined && clock.monotonic() - last < quietMs) return;
      if (saidAt.size >= rememberedAtMost) saidAt.clear();
      saidAt.set(key, clock.monotonic());
      log.warn({ what, who, count, ...facts }, 'mqtt refused');
    },
    counts: () => ({ ...counts }),
  };
}
