import type { Rule, Weekday } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { addDays, toInstant, toLocal } from '../core/village-time.ts';
import { checkForm } from './rule-checks.ts';

/**
 * How a rule is stored: RFC 5545 text, so that it can leave as iCalendar. `dtstart` is local (`20261124T050000`): the
 * first day at the earliest of `times` (`05:00,17:30`). `rrule` is null for a single day, `exdate` local and comma
 * separated: the whole day is out, whatever the time. Lunar rules are RFC 7529, whose `rscale` may be an x-name: the
 * CHINESE calendar of the CLDR is another one (counted at UTC+8), and no other program knows this.
 */
export interface StoredRule {
  readonly dtstart: string;
  readonly times: string;
  readonly rrule: string | null;
  readonly exdate: string;
}

const frequencies: Record<Exclude<Rule['repeat'], 'once'>, string> = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  yearly: 'FREQ=YEARLY',
  'lunar-monthly': 'RSCALE=X-VIETNAMESE;FREQ=MONTHLY',
  'lunar-yearly': 'RSCALE=X-VIETNAMESE;FREQ=YEARLY',
};
const repeats = new Map(Object.entries(frequencies).map(([repeat, text]) => [text, repeat as Rule['repeat']]));

export function toRrule(rule: Rule, timeZone: string): StoredRule {
  const [earliest = ''] = [...rule.times].sort();
  const local = (date: string) => `${compact(date)}T${compact(earliest)}00`;
  return {
    dtstart: local(rule.date),
    times: rule.times.join(','),
    rrule: recurrenceOf(rule, timeZone),
    exdate: (rule.except ?? []).map(local).join(','),
  };
}

function recurrenceOf(rule: Rule, timeZone: string): string | null {
  const { repeat, date, every, weekdays, monthDays, nthWeekday, lunar, until } = rule;
  if (repeat === 'once') return null;
  const parts = [frequencies[repeat]];
  if (every !== undefined) parts.push(`INTERVAL=${every}`);
  if (repeat === 'yearly') parts.push(`BYMONTH=${Number(date.slice(5, 7))}`, `BYMONTHDAY=${Number(date.slice(8))}`);
  if (lunar?.month !== undefined) parts.push(`BYMONTH=${lunar.month}${lunar.leap ? 'L' : ''}`);
  const days = monthDays ?? lunar?.days;
  if (days) parts.push(`BYMONTHDAY=${days.join(',')}`);
  if (weekdays) parts.push(`BYDAY=${weekdays.join(',').toUpperCase()}`);
  if (nthWeekday) parts.push(`BYDAY=${nthWeekday.nth}${nthWeekday.weekday.toUpperCase()}`);
  if (until !== undefined) parts.push(`UNTIL=${untilText(until, timeZone)}`);
  // RFC 5545 §3.3.10: the day a week begins matters when weeks are left out.
  if (repeat === 'weekly' && every !== undefined) parts.push('WKST=MO');
  return parts.join(';');
}

const day = 'MO|TU|WE|TH|FR|SA|SU';
const monthDay = '[1-9]|[12]\\d|3[01]|-1';
const recurrence = new RegExp(
  [
    '^(?<frequency>(?:RSCALE=X-VIETNAMESE;)?FREQ=[A-Z]+)',
    '(?:;INTERVAL=(?<every>[1-9]\\d?))?',
    '(?:;BYMONTH=(?<month>[1-9]|1[0-2])(?<leap>L)?)?',
    `(?:;BYMONTHDAY=(?<monthDays>(?:${monthDay})(?:,(?:${monthDay}))*))?`,
    `(?:;BYDAY=(?:(?<weekdays>(?:${day})(?:,(?:${day}))*)|(?<nth>[1-5]|-1)(?<nthDay>${day})))?`,
    '(?:;UNTIL=(?<until>\\d{8}T\\d{6}Z))?(?:;WKST=MO)?$',
  ].join(''),
);
const listOfTimes = /^(?:[01]\d|2[0-3]):[0-5]\d(?:,(?:[01]\d|2[0-3]):[0-5]\d)*$/;

/**
 * The rule that was stored so. Throws `schedule.unreadable-rule` for everything that `toRrule` would not have written: a
 * COUNT, another frequency, a row that was tampered with.
 */
export function fromRrule(stored: StoredRule, timeZone: string): Rule {
  const rule = read(stored, timeZone);
  if (rule && isSound(rule) && isWhatWouldBeWritten(stored, rule, timeZone)) return rule;
  const params = { rrule: [stored.dtstart, stored.times, stored.rrule ?? '-', stored.exdate].join(' ').slice(0, 200) };
  throw new AppError('schedule.unreadable-rule', 500, `No rule of this gateway reads '${params.rrule}'.`, { params });
}

function read({ dtstart, times, rrule, exdate }: StoredRule, timeZone: string): Rule | null {
  if (!listOfTimes.test(times)) return null;
  const head = { date: dateOf(dtstart), times: times.split(',') };
  const tail = exdate === '' ? {} : { except: exdate.split(',').map(dateOf) };
  if (rrule === null) return { repeat: 'once', ...head, ...tail };
  const part = recurrence.exec(rrule)?.groups;
  const repeat = repeats.get(part?.frequency ?? '');
  if (!part || repeat === undefined) return null;
  const { every, month, leap, monthDays, weekdays, nth, nthDay, until } = part;
  const days = monthDays?.split(',').map(Number);
  const isLunar = repeat === 'lunar-monthly' || repeat === 'lunar-yearly';
  const lunarMonth = { ...(month ? { month: Number(month) } : {}), ...(leap ? { leap: true } : {}) };
  return {
    repeat,
    ...head,
    ...(every ? { every: Number(every) } : {}),
    ...(weekdays ? { weekdays: weekdays.toLowerCase().split(',') as Weekday[] } : {}),
    ...(days && repeat === 'monthly' ? { monthDays: days } : {}),
    ...(nthDay ? { nthWeekday: { nth: Number(nth), weekday: nthDay.toLowerCase() as Weekday } } : {}),
    ...(days && isLunar ? { lunar: { days, ...lunarMonth } } : {}),
    ...(until ? { until: lastDayOf(until, timeZone) } : {}),
    ...tail,
  };
}

function isSound(rule: Rule): boolean {
  try {
    checkForm(rule);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** UNTIL apart, which is another instant when the village's zone was changed since, or when an older gateway wrote it. */
function isWhatWouldBeWritten(stored: StoredRule, rule: Rule, timeZone: string): boolean {
  const again = toRrule(rule, timeZone);
  const withoutUntil = (rrule: string | null) => rrule?.replace(/;UNTIL=\w+/, '');
  return (
    again.dtstart === stored.dtstart &&
    again.times === stored.times &&
    again.exdate === stored.exdate &&
    withoutUntil(again.rrule) === withoutUntil(stored.rrule)
  );
}

/** UNTIL is UTC when DTSTART has a time zone (RFC 5545 §3.3.10), and included: the last second of the village's last day. */
function untilText(lastDay: string, timeZone: string): string {
  return utcText(toInstant({ date: addDays(lastDay, 1), time: '00:00' }, timeZone) - 1_000);
}

/** An older gateway wrote the midnight after it. Empty for what is no instant. */
function lastDayOf(until: string, timeZone: string): string {
  const time = `${until.slice(9, 11)}:${until.slice(11, 13)}:${until.slice(13, 15)}`;
  const instant = Date.parse(`${dateOf(until)}T${time}Z`);
  const isInstant = !Number.isNaN(instant) && utcText(instant) === until;
  return isInstant ? toLocal(instant - 1, timeZone).date : '';
}

function utcText(instant: number): string {
  return `${compact(new Date(instant).toISOString().slice(0, 19))}Z`;
}

/** `2026-11-24` → `20261124`, `05:00` → `0500`. */
function compact(text: string): string {
  return text.replaceAll(/[-:]/g, '');
}

function dateOf(local: string): string {
  return `${local.slice(0, 4)}-${local.slice(4, 6)}-${local.slice(6, 8)}`;
}
