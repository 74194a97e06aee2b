import type { Rule } from '../contract/index.ts';
import { epochDayOf } from '../core/epoch-day.ts';
import { AppError } from '../core/errors.ts';
import { daysOf, firstRuleDay, lastRuleDay } from './rule-days.ts';

/**
 * Throws `schedule.invalid-rule` with the `date` or the `field` that is wrong, `schedule.no-weekday`, or
 * `schedule.never` for a rule that has not one day.
 */
export function checkRule(rule: Rule): void {
  checkForm(rule);
  if (daysOf(rule, -Infinity, Infinity).next().done) {
    throw new AppError('schedule.never', 422, 'There is no day on which this rule has a slot: choose other days.');
  }
}

type Field = Exclude<keyof Rule, 'repeat' | 'date' | 'times' | 'except'>;

const fieldsOf: Record<Rule['repeat'], readonly Field[]> = {
  once: [],
  daily: ['every', 'until'],
  weekly: ['every', 'weekdays', 'until'],
  monthly: ['every', 'monthDays', 'nthWeekday', 'until'],
  yearly: ['every', 'until'],
  'lunar-monthly': ['lunar', 'until'],
  'lunar-yearly': ['lunar', 'until'],
};
const someFields: readonly Field[] = ['every', 'weekdays', 'monthDays', 'nthWeekday', 'lunar', 'until'];

/** Throws for a rule that makes no sense, whether or not it ever comes. */
export function checkForm(rule: Rule): void {
  for (const date of [rule.date, ...(rule.until === undefined ? [] : [rule.until]), ...(rule.except ?? [])]) {
    const day = epochDayOf(date);
    if (Number.isNaN(day)) throw invalid(`There is no ${date} in the calendar.`, { date });
    if (day < firstRuleDay || day > lastRuleDay) throw invalid(`${date} is not within 1900 to 2199.`, { date });
  }
  if (rule.until !== undefined && rule.until < rule.date) {
    throw invalid(`The last day ${rule.until} is before the first, ${rule.date}.`, { date: rule.until });
  }
  for (const field of someFields) {
    if (rule[field] !== undefined && !fieldsOf[rule.repeat].includes(field)) {
      throw invalid(`A rule that repeats '${rule.repeat}' has no '${field}'.`, { field });
    }
  }
  const { times, weekdays, monthDays, lunar, except } = rule;
  for (const [field, list] of Object.entries({ times, weekdays, monthDays, lunar: lunar?.days, except })) {
    if (list && new Set<unknown>(list).size < list.length) throw invalid(`'${field}' names one twice.`, { field });
  }
  if (rule.repeat === 'weekly' && !weekdays?.length) {
    throw new AppError('schedule.no-weekday', 422, 'A weekly programme needs at least one weekday.');
  }
  if (rule.repeat === 'monthly' && (monthDays === undefined) === (rule.nthWeekday === undefined)) {
    throw invalid("A monthly rule needs either 'monthDays' or 'nthWeekday'.", { field: 'monthDays' });
  }
  checkLunar(rule);
}

function checkLunar({ repeat, lunar }: Rule): void {
  if (repeat !== 'lunar-monthly' && repeat !== 'lunar-yearly') return;
  if (!lunar) throw invalid(`A rule that repeats '${repeat}' needs 'lunar'.`, { field: 'lunar' });
  const named = lunar.month !== undefined;
  if (repeat === 'lunar-yearly' && !named) throw invalid("A yearly lunar rule needs a 'month'.", { field: 'lunar' });
  if (repeat === 'lunar-monthly' && (named || lunar.leap !== undefined)) {
    throw invalid("A monthly lunar rule is for each month: it has neither 'month' nor 'leap'.", { field: 'lunar' });
  }
}

function invalid(message: string, params: Record<string, string>): AppError {
  return new AppError('schedule.invalid-rule', 422, message, { params });
}
