import { toInstant } from './village-time.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The village's month (`2026-11`) as instants, `to` excluded; as long as its clocks make it. */
export function spanOf(month: string, timeZone: string): Span {
  const midnight = (date: string) => toInstant({ date, time: '00:00' }, timeZone);
  return { from: midnight(firstDay(month, 0)), to: midnight(firstDay(month, 1)) };
}

/** The first day of the month that is `later` months after it. */
function firstDay(month: string, later: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  // By setUTCFullYear: Date.UTC takes the years 0…99 for those of the last century.
  const first = new Date(0);
  first.setUTCFullYear(year, number - 1 + later, 1);
  return first.toISOString().slice(0, 10);
}
