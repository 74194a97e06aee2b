/**
 * The days of a month that a rule means, 1 = its first, ascending. A day that the month does not have is left out
 * (RFC 5545 §3.3.10); −1 is its last, once, even when that is named too.
 */
export function daysOfMonth(wanted: readonly number[], length: number): number[] {
  const days = wanted.filter((day) => day > 0 && day <= length);
  if (wanted.includes(-1) && !days.includes(length)) days.push(length);
  return days.sort((a, b) => a - b);
}

/** The day of the month that is its `nth` such weekday, −1 for the last; none when it has no fifth. */
export function nthWeekdayOfMonth(nth: number, weekday: number, firstWeekday: number, length: number): number[] {
  const first = 1 + ((weekday - firstWeekday + 7) % 7);
  const day = nth > 0 ? first + (nth - 1) * 7 : first + Math.floor((length - first) / 7) * 7;
  return day <= length ? [day] : [];
}
