import type { Report } from '#contract';
import { daysOf } from '../../../parts/month/month.ts';

export type Fate = keyof Report['total'];

/** From the ground up: what sounded carries what did not. */
export const fates = ['aired', 'partly', 'missed', 'chosen'] as const satisfies readonly Fate[];

/** For each day of the month, those without slots too: a block for each slot, from the ground up. */
export function columnsOf({ month, days }: Pick<Report, 'month' | 'days'>): (readonly Fate[])[] {
  const tallies = new Map(days.map(({ date, tally }) => [date, tally]));
  return daysOf(month).map(({ date }) => {
    const tally = tallies.get(date);
    return tally ? fates.flatMap((fate) => Array.from({ length: tally[fate] }, () => fate)) : [];
  });
}

export function plannedOf(total: Report['total']): number {
  return fates.reduce((sum, fate) => sum + total[fate], 0);
}

type Programme = Report['programmes'][number];

/** Programmes of one name are one line: on the sheet nothing tells them apart. In the order in which they come. */
export function joinedByName(programmes: readonly Programme[]): {
  readonly name: string;
  readonly airedSeconds: number;
  readonly tally: Report['total'];
}[] {
  const lines = new Map<string, Pick<Programme, 'airedSeconds' | 'tally'>>();
  for (const { title, airedSeconds, tally } of programmes) {
    const line = lines.get(title);
    lines.set(title, {
      airedSeconds: airedSeconds + (line?.airedSeconds ?? 0),
      tally: line ? added(line.tally, tally) : tally,
    });
  }
  return [...lines].map(([name, line]) => ({ name, ...line }));
}

function added(one: Report['total'], other: Report['total']): Report['total'] {
  const sum = { ...one };
  for (const fate of fates) sum[fate] += other[fate];
  return sum;
}

/** Whole minutes, as people count them; what sounded for less is counted in seconds, so that it is not nothing. */
export function soundedFor(seconds: number): { readonly minutes: number } | { readonly seconds: number } {
  return seconds > 0 && seconds < 60 ? { seconds } : { minutes: Math.round(seconds / 60) };
}
