import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';

/** Counts what the broker refused, and says so without flooding the log. */
export interface Refusals {
  note(what: string, who: string, facts?: Readonly<Record<string, string | undefined>>): void;
  /** How often each thing was refused since the start. */
  counts(): Readonly<Record<string, number>>;
}

const quietMs = 60_000;
/** Names come from strangers: more than this many are not remembered one by one. */
const rememberedAtMost = 1_000;
/** A topic or a name of theirs may be 64 kB long. */
const longest = 120;

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
      const told = Object.entries(facts).map(([name, said]) => [name, said && cut(said)] as const);
      log.warn({ what, who: cut(who), count, ...Object.fromEntries(told) }, 'mqtt refused');
    },
    counts: () => ({ ...counts }),
  };
}

function cut(said: string): string {
  return said.length <= longest ? said : `${said.slice(0, longest)}…`;
}
