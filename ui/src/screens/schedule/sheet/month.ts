import type { Report } from '#contract';
import { addDays, addMonths } from '../../../lib/time.ts';

export type Fate = keyof Report['total'];

/** From the ground up: what sounded carries what did not. */
export const fates = ['aired', 'partly', 'missed', 'chosen'] as const satisfies readonly Fate[];

export interface Column {
  /** 1…31 */
  readonly day: number;
  readonly sunday: boolean;
  /** One for each slot, from the ground up. */
  readonly blocks: readonly Fate[];
}

/** A column for each day of the month, those without slots too. */
export function columnsOf({ month, days }: Pick<Report, 'month' | 'days'>): Column[] {
  const tallies = new Map(days.map(({ date, tally }) => [date, tally]));
  const columns: Column[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const tally = tallies.get(date);
    columns.push({
      day: Number(date.slice(8)),
      sunday: new Date(`${date}T00:00:00Z`).getUTCDay() === 0,
      blocks: tally ? fates.flatMap((fate) => Array.from({ length: tally[fate] }, () => fate)) : [],
    });
  }
  return columns;
}

export function plannedOf(total: Report['total']): number {
  return fates.reduce((sum, fate) => sum + total[fate], 0);
}

/** Whole minutes, as people count them; what sounded for less is counted in seconds, so that it is not nothing. */
export function soundedFor(seconds: number): { readonly minutes: number } | { readonly seconds: number } {
  return seconds > 0 && seconds < 60 ? { seconds } : { minutes: Math.round(seconds / 60) };
}

/** `2026-11` and the month so many later. */
export function monthAfter(month: string, months: number): string {
  return addMonths(`${month}-01`, months).slice(0, 7);
}

/** The month of an address, or the one of `today` when there is none, or nonsense. */
export function monthOf(text: string | undefined, today: string): string {
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : today.slice(0, 7);
}
