import type { TapeFragment } from '../ports.ts';

/** Groups of pictures, each from its key frame on: the last ones, bounded in time and bytes. */
export interface Tape {
  add(fragment: TapeFragment): void;
  clear(): void;
  /** From a key frame on; empty: none came yet. */
  all(): TapeFragment[];
  /** The newest key frame and all since. */
  newestGroup(): readonly TapeFragment[];
  /** The newest last. */
  keys(): TapeFragment[];
}

interface Group {
  readonly fragments: TapeFragment[];
  bytes: number;
}

/** `keepMs` of it stays, 0: the newest group alone. A group longer than `mostBytes` is not kept: who joins waits for the next. */
export function createTape({ keepMs, mostBytes }: { keepMs: number; mostBytes: number }): Tape {
  let groups: Group[] = [];
  let bytes = 0;

  function dropFirst(): void {
    bytes -= groups.shift()?.bytes ?? 0;
  }

  return {
    add(fragment) {
      if (fragment.key) groups.push({ fragments: [], bytes: 0 });
      const group = groups.at(-1);
      if (!group) return;
      group.fragments.push(fragment);
      group.bytes += fragment.bytes.length;
      bytes += fragment.bytes.length;
      const from = fragment.at - keepMs;
      // The first group is of no use when those after it reach far enough back.
      while (groups.length > 1 && ((groups[1]?.fragments[0]?.at ?? 0) <= from || bytes > mostBytes)) dropFirst();
      if (bytes > mostBytes) dropFirst();
    },
    clear() {
      groups = [];
      bytes = 0;
    },
    all: () => groups.flatMap(({ fragments }) => fragments),
    newestGroup: () => groups.at(-1)?.fragments ?? [],
    keys: () => groups.flatMap(({ fragments }) => fragments.slice(0, 1)),
  };
}
