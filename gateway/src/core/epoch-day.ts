/**
 * Days as whole numbers, counted since 1970-01-01 (an “epoch day”), and months counted since January of year 0: calendar
 * arithmetic without a `Date`. Gregorian throughout; the way there and back is Howard Hinnant's (“chrono-Compatible
 * Low-Level Date Algorithms”), whose years begin in March so that the leap day is their last.
 */

/** Days from 0000-03-01 to 1970-01-01. */
const marchZero = 719_468;
const daysIn400Years = 146_097;

/** The epoch day of `2026-11-24`; NaN for what is no date of the calendar, `2026-02-30` too. */
export function epochDayOf(date: string): number {
  if (date.length !== 10 || date[4] !== '-' || date[7] !== '-') return Number.NaN;
  const month = numberAt(date, 5, 7);
  const day = numberAt(date, 8, 10);
  if (!(month >= 1 && month <= 12)) return Number.NaN;
  const index = numberAt(date, 0, 4) * 12 + month - 1;
  return day >= 1 && day <= lengthOfMonth(index) ? firstOfMonth(index) + day - 1 : Number.NaN;
}

/** `2026-11-24` of an epoch day. */
export function dateOfEpochDay(epochDay: number): string {
  const month = monthOfEpochDay(epochDay);
  const two = (value: number) => String(value).padStart(2, '0');
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${two((month % 12) + 1)}-${two(epochDay - firstOfMonth(month) + 1)}`;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOfEpochDay(epochDay: number): number {
  return (((epochDay + 4) % 7) + 7) % 7;
}

/** The epoch day on which a month begins. */
export function firstOfMonth(month: number): number {
  const sinceMarch = month - 2;
  const year = Math.floor(sinceMarch / 12);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + Math.floor((153 * (sinceMarch - year * 12) + 2) / 5) - marchZero;
}

export function lengthOfMonth(month: number): number {
  return firstOfMonth(month + 1) - firstOfMonth(month);
}

/** The month that an epoch day is in. */
export function monthOfEpochDay(epochDay: number): number {
  const sinceMarch = epochDay + marchZero;
  const era = Math.floor(sinceMarch / daysIn400Years);
  const day = sinceMarch - era * daysIn400Years;
  const leapDays = Math.floor(day / 1460) - Math.floor(day / 36_524) + Math.floor(day / 146_096);
  const year = Math.floor((day - leapDays) / 365);
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return (era * 400 + year) * 12 + Math.floor((5 * dayOfYear + 2) / 153) + 2;
}

/** The digits of a text as a number; NaN when one of them is no digit. */
function numberAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
