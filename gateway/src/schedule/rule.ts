import type { Rule, Weekday } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { addDays, dayMs, isRealDate, toInstant, toLocal, weekdayOf } from '../core/village-time.ts';

/** RFC 5545 order, Sunday first, so that the index is `weekdayOf`. */
export const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** Throws `schedule.invalid-rule` with what is wrong: a date that does not exist, an end before the start, no weekday. */
export function checkRule(rule: Rule): void {
  for (const date of [rule.date, ...(rule.until ? [rule.until] : []), ...(rule.except ?? [])]) {
    if (!isRealDate(date)) throw invalid(`There is no ${date} in the calendar.`, { date });
  }
  if (rule.until && rule.until < rule.date) {
    throw invalid(`The last day ${rule.until} is before the first, ${rule.date}.`, { date: rule.until });
  }
  if (rule.repeat === 'weekly' && !rule.weekdays?.length) {
    throw new AppError('schedule.no-weekday', 422, 'A weekly programme needs at least one weekday.');
  }
}

function invalid(message: string, params: Record<string, string>): AppError {
  return new AppError('schedule.invalid-rule', 422, message, { params });
}

/** The instants at which the rule begins a slot, `from` included, `to` excluded, in order. */
export function occurrencesBetween(rule: Rule, from: number, to: number, timeZone: string): number[] {
  const found: number[] = [];
  const firstDay = later(rule.date, addDays(toLocal(from, timeZone).date, -1));
  const lastDay = earlier(lastDayOf(rule), toLocal(to, timeZone).date);
  const except = new Set(rule.except);
  for (let date = firstDay; date <= lastDay; date = addDays(date, 1)) {
    if (except.has(date) || !fallsOn(rule, date)) continue;
    const instant = toInstant({ date, time: rule.time }, timeZone);
    if (instant >= from && instant < to) found.push(instant);
  }
  return found;
}

/** The first instant at or after `from`, or null when it never comes again. */
export function nextOccurrence(rule: Rule, from: number, timeZone: string): number | null {
  const start = Math.max(from, toInstant({ date: rule.date, time: rule.time }, timeZone) - dayMs);
  // Weekly with every exception date taken: 366 exceptions at most, so this many days always reach the next one.
  const [next] = occurrencesBetween(rule, start, start + 8 * dayMs, timeZone);
  if (next !== undefined && next >= from) return next;
  return occurrencesBetween(rule, from, start + 7 * 368 * dayMs, timeZone)[0] ?? null;
}

function fallsOn(rule: Rule, date: string): boolean {
  if (rule.repeat !== 'weekly') return true;
  const weekday = weekdays[weekdayOf(date)];
  return weekday !== undefined && (rule.weekdays ?? []).includes(weekday);
}

function lastDayOf(rule: Rule): string {
  return rule.repeat === 'once' ? rule.date : (rule.until ?? '9999-12-31');
}

const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);
