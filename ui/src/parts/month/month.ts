import { addDays, addMonths } from '../../lib/time.ts';

/** The month of a sheet, as `2026-11`. Pure. */

export interface MonthDay {
  readonly date: string;
  /** 1…31 */
  readonly day: number;
  readonly sunday: boolean;
}

export function daysOf(month: string): MonthDay[] {
  const days: MonthDay[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    days.push({ date, day: Number(date.slice(8)), sunday: new Date(`${date}T00:00:00Z`).getUTCDay() === 0 });
  }
  return days;
}

/** `2026-11` and the month so many later. */
export function monthAfter(month: string, months: number): string {
  return addMonths(`${month}-01`, months).slice(0, 7);
}

/** The month of an address, or the one of `today` when there is none, or nonsense. */
export function monthOf(text: string | undefined, today: string): string {
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : today.slice(0, 7);
}
