import type { Priority } from '../contract/index.ts';
import { outranks } from '../core/air/priority.ts';

/** A programme's airing on the wires it needs. */
export interface Airing {
  readonly programmeId: string;
  readonly title: string;
  readonly priority: Priority;
  readonly outputIds: ReadonlySet<string>;
  readonly from: number;
  readonly to: number;
}

export interface AiringClash {
  readonly mine: Airing;
  readonly other: Airing;
  /** `neither`: the same rank, so saving is refused. */
  readonly yields: 'mine' | 'other' | 'neither';
}

/** The first clash of `mine` with each other programme: two on one output at once. Both lists in order of time. */
export function findClashes(mine: readonly Airing[], others: readonly Airing[]): AiringClash[] {
  const found = new Map<string, AiringClash>();
  let first = 0;
  const longest = others.reduce((most, airing) => Math.max(most, airing.to - airing.from), 0);
  for (const airing of mine) {
    while (first < others.length && (others[first]?.from ?? 0) + longest <= airing.from) first++;
    for (let index = first; index < others.length; index++) {
      const other = others[index];
      if (!other || other.from >= airing.to) break;
      if (other.to <= airing.from || !shareOutput(airing, other)) continue;
      const key = `${other.programmeId} ${String(airing.priority === other.priority)}`;
      if (!found.has(key)) found.set(key, { mine: airing, other, yields: whoYields(airing, other) });
    }
  }
  return [...found.values()];
}

function whoYields(mine: Airing, other: Airing): AiringClash['yields'] {
  if (mine.priority === other.priority) return 'neither';
  return outranks(mine.priority, other.priority) ? 'other' : 'mine';
}

function shareOutput(a: Airing, b: Airing): boolean {
  return [...a.outputIds].some((id) => b.outputIds.has(id));
}
