import type { Rule, Weekday } from '../contract/index.ts';
import { epochDayOf, firstOfMonth, lengthOfMonth, monthOfEpochDay, weekdayOfEpochDay } from '../core/epoch-day.ts';
import { firstDayOfMonths } from './lunar.ts';
import { daysOfMonth, nthWeekdayOfMonth } from './month-days.ts';

/** RFC 5545 order, Sunday first, so that the index is `weekdayOf`. */
export const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** Every day of a rule lies in here, so that looking for the next one always ends. */
export const firstRuleDay = epochDayOf('1900-01-01');
export const lastRuleDay = epochDayOf('2199-12-31');

/** 1969-12-29: weeks begin on a Monday. */
const someMonday = -3;

/** The epoch days on which a rule has its slots, both ends included, ascending; each found by arithmetic, not by walking. */
export function* daysOf(rule: Rule, from: number, to: number): Generator<number> {
  const first = Math.max(from, epochDayOf(rule.date));
  const last = Math.min(to, rule.until === undefined ? lastRuleDay : epochDayOf(rule.until));
  const except = rule.except?.length ? new Set(rule.except.map(epochDayOf)) : null;
  for (const day of candidates(rule, first, last)) {
    if (day > last) return;
    if (day >= first && !except?.has(day)) yield day;
  }
}

/** Ascending, some before `first` or after `last`. */
function candidates(rule: Rule, first: number, last: number): Iterable<number> {
  const begin = epochDayOf(rule.date);
  const { every = 1 } = rule;
  switch (rule.repeat) {
    case 'once':
      return [begin];
    case 'daily':
      return everySoMany(begin, every, first, last);
    case 'weekly':
      return inWeeks(rule, begin, first, last);
    case 'monthly':
      return inMonths(monthOfEpochDay(begin), every, first, last, picker(rule));
    case 'yearly': {
      const month = monthOfEpochDay(begin);
      const day = begin - firstOfMonth(month) + 1;
      return inMonths(month, every * 12, first, last, (_firstDay, length) => daysOfMonth([day], length));
    }
    case 'lunar-monthly':
    case 'lunar-yearly':
      return inLunarMonths(rule, first, last);
  }
}

/** `begin` and every so many after it, from the last one that is not after `first`. */
function* everySoMany(begin: number, step: number, first: number, last: number): Generator<number> {
  const skipped = Math.max(0, Math.floor((first - begin) / step));
  for (let at = begin + skipped * step; at <= last; at += step) yield at;
}

function* inWeeks({ weekdays: days = [], every = 1 }: Rule, begin: number, first: number, last: number) {
  const sinceMonday = days.map((day) => (weekdays.indexOf(day) + 6) % 7).sort((a, b) => a - b);
  const weekOf = (day: number) => Math.floor((day - someMonday) / 7);
  for (const week of everySoMany(weekOf(begin), every, weekOf(first), weekOf(last))) {
    for (const day of sinceMonday) yield someMonday + week * 7 + day;
  }
}

type DaysOfOneMonth = (firstDay: number, length: number) => readonly number[];

function picker({ monthDays = [], nthWeekday }: Rule): DaysOfOneMonth {
  if (!nthWeekday) return (_firstDay, length) => daysOfMonth(monthDays, length);
  const weekday = weekdays.indexOf(nthWeekday.weekday);
  return (firstDay, length) => nthWeekdayOfMonth(nthWeekday.nth, weekday, weekdayOfEpochDay(firstDay), length);
}

function* inMonths(begin: number, step: number, first: number, last: number, pick: DaysOfOneMonth) {
  for (const month of everySoMany(begin, step, monthOfEpochDay(first), monthOfEpochDay(last))) {
    const firstDay = firstOfMonth(month);
    for (const day of pick(firstDay, lengthOfMonth(month))) yield firstDay + day - 1;
  }
}

/** Asked for about a lunar year at a time: the next is seldom further. */
const stretchDays = 385;

function* inLunarMonths({ lunar }: Rule, first: number, last: number) {
  if (!lunar) return;
  const { days, month: wanted, leap = false } = lunar;
  for (let from = first; from <= last; from += stretchDays) {
    // A month across two stretches is met in both, each time for the days that lie in it.
    const to = Math.min(last, from + stretchDays - 1);
    for (const { month, leap: isLeap, firstDay, length } of firstDayOfMonths(from, to)) {
      if (wanted !== undefined && (month !== wanted || isLeap !== leap)) continue;
      for (const day of daysOfMonth(days, length)) {
        const epochDay = firstDay + day - 1;
        if (epochDay >= from && epochDay <= to) yield epochDay;
      }
    }
  }
}
