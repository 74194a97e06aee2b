import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import { toLocal } from '../../../gateway/src/core/village-time.ts';
import { daysOfMonth } from '../../../gateway/src/schedule/month-days.ts';
import { checkRule, nextOccurrence, occurrencesBetween, occurrencesFrom } from '../../../gateway/src/schedule/rule.ts';

const village = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(text);
const iso = (instants: number[]) => instants.map((instant) => new Date(instant).toISOString());
/** Village dates and times of the slots from one day to another, that one not included. */
const days = (rule: Rule, from: string, to: string) =>
  occurrencesBetween(rule, at(`${from}T00:00:00+07:00`), at(`${to}T00:00:00+07:00`), village).map((instant) => {
    const { date, time } = toLocal(instant, village);
    return `${date} ${time}`;
  });
const daily: Rule = { repeat: 'daily', date: '2026-11-24', times: ['05:00'] };

describe('what a rule means', () => {
  it('the morning programme comes every day at five, village time', () => {
    expect(iso(occurrencesBetween(daily, at('2026-11-23T00:00:00Z'), at('2026-11-26T00:00:00Z'), village))).toEqual([
      '2026-11-23T22:00:00.000Z',
      '2026-11-24T22:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
    ]);
  });

  it('a span begins with its first instant and ends before its last', () => {
    const from = at('2026-11-24T22:00:00Z');
    expect(occurrencesBetween(daily, from, from + 1, village)).toEqual([from]);
    expect(occurrencesBetween(daily, from - 1, from, village)).toEqual([]);
  });

  it('a weekly programme comes on its days and on no other', () => {
    const rule: Rule = { repeat: 'weekly', date: '2026-11-24', times: ['17:30'], weekdays: ['mo', 'we', 'su'] };
    expect(iso(occurrencesBetween(rule, at('2026-11-23T00:00:00Z'), at('2026-12-01T00:00:00Z'), village))).toEqual([
      '2026-11-25T10:30:00.000Z',
      '2026-11-29T10:30:00.000Z',
      '2026-11-30T10:30:00.000Z',
    ]);
  });

  it('a day taken out is left out, and the last day is the last', () => {
    const rule: Rule = { ...daily, until: '2026-11-27', except: ['2026-11-25'] };
    expect(iso(occurrencesBetween(rule, 0, at('2027-01-01T00:00:00Z'), village))).toEqual([
      '2026-11-23T22:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
      '2026-11-26T22:00:00.000Z',
    ]);
  });

  it('a single day comes once and never again', () => {
    const rule: Rule = { repeat: 'once', date: '2026-11-24', times: ['08:00'] };
    expect(nextOccurrence(rule, 0, village)).toBe(at('2026-11-24T01:00:00Z'));
    expect(nextOccurrence(rule, at('2026-11-24T01:00:00Z') + 1, village)).toBeNull();
  });

  it('finds the next one behind a year of days taken out', () => {
    const except = Array.from({ length: 300 }, (_, n) =>
      new Date(Date.UTC(2026, 10, 24 + n)).toISOString().slice(0, 10),
    );
    expect(nextOccurrence({ ...daily, except }, 0, village)).toBe(at('2027-09-19T22:00:00Z'));
  });

  it('in a land that changes its clocks five o’clock stays five o’clock', () => {
    const rule: Rule = { repeat: 'daily', date: '2026-10-24', times: ['05:00'] };
    expect(iso(occurrencesBetween(rule, 0, at('2026-10-26T12:00:00Z'), 'Europe/Berlin'))).toEqual([
      '2026-10-24T03:00:00.000Z',
      '2026-10-25T04:00:00.000Z',
      '2026-10-26T04:00:00.000Z',
    ]);
  });

  it('a morning and an evening programme are two slots a day, in order whichever was named first', () => {
    const rule: Rule = { ...daily, times: ['17:30', '05:00'] };
    expect(days(rule, '2026-11-24', '2026-11-26')).toEqual([
      '2026-11-24 05:00',
      '2026-11-24 17:30',
      '2026-11-25 05:00',
      '2026-11-25 17:30',
    ]);
  });

  it.each<[string, Partial<Rule>, string[]]>([
    ['every third day', { every: 3 }, ['2026-11-24', '2026-11-27', '2026-11-30', '2026-12-03', '2026-12-06']],
    [
      'every second week, counted from the Monday of the week it begins in',
      { repeat: 'weekly', every: 2, weekdays: ['su', 'mo'] },
      ['2026-11-29', '2026-12-07', '2026-12-13', '2026-12-21', '2026-12-27'],
    ],
    [
      'the first, the 31st and the last day of the month, the last only once',
      { repeat: 'monthly', monthDays: [31, -1, 1] },
      ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01', '2027-01-31'],
    ],
    [
      'the 30th, which February has not',
      { repeat: 'monthly', monthDays: [30], date: '2026-12-31' },
      ['2027-01-30', '2027-03-30', '2027-04-30', '2027-05-30', '2027-06-30'],
    ],
    [
      'the last Sunday of every second month',
      { repeat: 'monthly', every: 2, nthWeekday: { nth: -1, weekday: 'su' } },
      ['2026-11-29', '2027-01-31', '2027-03-28', '2027-05-30', '2027-07-25'],
    ],
    [
      'the fifth Tuesday, in the months that have one',
      { repeat: 'monthly', nthWeekday: { nth: 5, weekday: 'tu' } },
      ['2026-12-29', '2027-03-30', '2027-06-29', '2027-08-31', '2027-11-30'],
    ],
    [
      'each year on National Day',
      { repeat: 'yearly', date: '2026-09-02' },
      ['2026-09-02', '2027-09-02', '2028-09-02', '2029-09-02', '2030-09-02'],
    ],
    [
      'each leap day, of which 2100 has none',
      { repeat: 'yearly', date: '2088-02-29' },
      ['2088-02-29', '2092-02-29', '2096-02-29', '2104-02-29', '2108-02-29'],
    ],
    [
      'mùng một and rằm, in the leap sixth month too',
      { repeat: 'lunar-monthly', lunar: { days: [15, 1] }, date: '2025-07-01' },
      ['2025-07-09', '2025-07-25', '2025-08-08', '2025-08-23', '2025-09-06'],
    ],
    [
      'the eve of each lunar month, whether it has 29 days or 30',
      { repeat: 'lunar-monthly', lunar: { days: [-1] }, date: '2026-01-01' },
      ['2026-01-18', '2026-02-16', '2026-03-18', '2026-04-16', '2026-05-16'],
    ],
    [
      'Tết',
      { repeat: 'lunar-yearly', lunar: { days: [1], month: 1 }, date: '2023-01-01' },
      ['2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06'],
    ],
    [
      'Giỗ Tổ',
      { repeat: 'lunar-yearly', lunar: { days: [10], month: 3 }, date: '2024-01-01', until: '2026-12-31' },
      ['2024-04-18', '2025-04-07', '2026-04-26'],
    ],
    [
      'Trung Thu',
      { repeat: 'lunar-yearly', lunar: { days: [15], month: 8 }, date: '2025-01-01', until: '2026-12-31' },
      ['2025-10-06', '2026-09-25'],
    ],
    [
      'a day of the sixth month, not of its leap month',
      { repeat: 'lunar-yearly', lunar: { days: [1], month: 6 }, date: '2025-01-01', until: '2025-12-31' },
      ['2025-06-25'],
    ],
    [
      'a day of the leap sixth month, in the years that have it',
      { repeat: 'lunar-yearly', lunar: { days: [1], month: 6, leap: true }, date: '2000-01-01' },
      ['2017-07-23', '2025-07-25', '2036-07-23'],
    ],
  ])('%s', (_name, part, expected) => {
    const rule: Rule = { ...daily, ...part };
    expect(() => checkRule(rule)).not.toThrow();
    const found = [];
    for (const instant of occurrencesFrom(rule, Date.UTC(1990, 0, 1), village)) {
      if (found.push(toLocal(instant, village).date) === expected.length) break;
    }
    expect(found).toEqual(expected);
  });

  it('is the same far from its beginning, at once', () => {
    const rule: Rule = { ...daily, date: '1990-01-01', every: 7 };
    const started = performance.now();
    for (let n = 0; n < 1_000; n++) {
      expect(nextOccurrence(rule, at('2053-06-01T00:00:00Z'), village)).toBe(at('2053-06-01T22:00:00Z'));
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('two times that the clocks lay on one instant in spring are one slot', () => {
    const rule: Rule = { ...daily, date: '2027-03-28', times: ['03:30', '02:30', '03:10'] };
    expect(iso(occurrencesBetween(rule, 0, at('2027-03-28T20:00:00Z'), 'Europe/Berlin'))).toEqual([
      '2027-03-28T01:10:00.000Z',
      '2027-03-28T01:30:00.000Z',
    ]);
  });

  it('a time that the clocks show twice in autumn is one slot', () => {
    const rule: Rule = { ...daily, date: '2026-10-25', times: ['02:30'] };
    expect(iso(occurrencesBetween(rule, 0, at('2026-10-25T20:00:00Z'), 'Europe/Berlin'))).toEqual([
      '2026-10-25T00:30:00.000Z',
    ]);
  });

  it('a day that Samoa left out is heard once, on the day after', () => {
    const rule: Rule = { ...daily, date: '2011-12-29', times: ['05:00', '17:00'], until: '2011-12-31' };
    expect(iso(occurrencesBetween(rule, 0, at('2012-02-01T00:00:00Z'), 'Pacific/Apia'))).toEqual([
      '2011-12-29T15:00:00.000Z',
      '2011-12-30T03:00:00.000Z',
      '2011-12-30T15:00:00.000Z',
      '2011-12-31T03:00:00.000Z',
    ]);
  });

  it('that day is still found when asked for after it should have been', () => {
    const rule: Rule = { repeat: 'once', date: '2011-12-30', times: ['05:00'] };
    expect(nextOccurrence(rule, at('2011-12-30T12:00:00Z'), 'Pacific/Apia')).toBe(at('2011-12-30T15:00:00Z'));
  });

  it('ends for good after its last day, and the lunar calendar where it is known', () => {
    const until: Rule = { ...daily, repeat: 'weekly', every: 4, weekdays: ['we'], until: '2027-01-01' };
    expect(nextOccurrence(until, at('2026-12-24T00:00:00Z'), village)).toBeNull();
    const tet: Rule = { ...daily, repeat: 'lunar-yearly', lunar: { days: [1], month: 1 } };
    expect(nextOccurrence(tet, at('2053-01-01T00:00:00Z'), village)).toBe(at('2053-02-17T22:00:00Z'));
    expect(nextOccurrence(tet, at('2055-01-01T00:00:00Z'), village)).toBeNull();
  });
});

describe('the days of a month', () => {
  it('has its last day once, though it is named twice', () => {
    expect(daysOfMonth([31, -1, 30, 1], 30)).toEqual([1, 30]);
    expect(daysOfMonth([-1], 28)).toEqual([28]);
  });
});

describe('a rule that cannot be', () => {
  const lunar = { days: [1] };
  it.each<[string, Partial<Rule>, string, Record<string, string>]>([
    ['a day that is in no calendar', { date: '2026-02-30' }, 'schedule.invalid-rule', { date: '2026-02-30' }],
    ['a day before anybody’s time', { date: '0001-01-01' }, 'schedule.invalid-rule', { date: '0001-01-01' }],
    ['an end before the start', { until: '2026-11-01' }, 'schedule.invalid-rule', { date: '2026-11-01' }],
    ['an end that is in no calendar', { until: '2027-02-29' }, 'schedule.invalid-rule', { date: '2027-02-29' }],
    ['an end in another age', { until: '9999-12-31' }, 'schedule.invalid-rule', { date: '9999-12-31' }],
    ['an exception in no calendar', { except: ['2026-13-01'] }, 'schedule.invalid-rule', { date: '2026-13-01' }],
    ['weekly with no day', { repeat: 'weekly', weekdays: [] }, 'schedule.no-weekday', {}],
    ['weekly without a day', { repeat: 'weekly' }, 'schedule.no-weekday', {}],
    ['monthly without a day', { repeat: 'monthly' }, 'schedule.invalid-rule', { field: 'monthDays' }],
    [
      'monthly by both sorts of days',
      { repeat: 'monthly', monthDays: [1], nthWeekday: { nth: 1, weekday: 'mo' } },
      'schedule.invalid-rule',
      { field: 'monthDays' },
    ],
    ['daily on weekdays', { weekdays: ['mo'] }, 'schedule.invalid-rule', { field: 'weekdays' }],
    ['once until', { repeat: 'once', until: '2026-11-30' }, 'schedule.invalid-rule', { field: 'until' }],
    ['once, every second', { repeat: 'once', every: 2 }, 'schedule.invalid-rule', { field: 'every' }],
    ['yearly by the moon', { repeat: 'yearly', lunar }, 'schedule.invalid-rule', { field: 'lunar' }],
    ['lunar without a lunar day', { repeat: 'lunar-monthly' }, 'schedule.invalid-rule', { field: 'lunar' }],
    ['each second moon', { repeat: 'lunar-monthly', lunar, every: 2 }, 'schedule.invalid-rule', { field: 'every' }],
    [
      'each month of one month',
      { repeat: 'lunar-monthly', lunar: { days: [1], month: 3 } },
      'schedule.invalid-rule',
      { field: 'lunar' },
    ],
    ['a lunar year without a month', { repeat: 'lunar-yearly', lunar }, 'schedule.invalid-rule', { field: 'lunar' }],
    ['one time twice', { times: ['05:00', '05:00'] }, 'schedule.invalid-rule', { field: 'times' }],
    [
      'one day of the month twice',
      { repeat: 'monthly', monthDays: [15, 15] },
      'schedule.invalid-rule',
      { field: 'monthDays' },
    ],
    [
      'one lunar day twice',
      { repeat: 'lunar-monthly', lunar: { days: [1, 1] } },
      'schedule.invalid-rule',
      { field: 'lunar' },
    ],
    ['a single day that is taken out', { repeat: 'once', except: ['2026-11-24'] }, 'schedule.never', {}],
    [
      'every day taken out',
      { until: '2026-11-26', except: ['2026-11-24', '2026-11-25', '2026-11-26'] },
      'schedule.never',
      {},
    ],
    [
      'the 30th of every February',
      { repeat: 'monthly', date: '2026-02-01', every: 12, monthDays: [30] },
      'schedule.never',
      {},
    ],
    [
      'a weekday that does not come before the end',
      { repeat: 'weekly', weekdays: ['mo'], until: '2026-11-29' },
      'schedule.never',
      {},
    ],
    [
      'a leap first month, which no year has',
      { repeat: 'lunar-yearly', lunar: { days: [1], month: 1, leap: true } },
      'schedule.never',
      {},
    ],
    [
      'a lunar day after the calendar ends',
      { repeat: 'lunar-monthly', lunar, date: '2055-01-01' },
      'schedule.never',
      {},
    ],
  ])('%s is refused at once', (_name, part, code, params) => {
    const started = performance.now();
    expect(() => checkRule({ ...daily, ...part })).toThrow(expect.objectContaining({ code, status: 422, params }));
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('never comes, and says so without searching for ever', () => {
    const never: Rule = { ...daily, repeat: 'monthly', date: '2026-02-01', every: 12, monthDays: [30] };
    expect(nextOccurrence(never, 0, village)).toBeNull();
    expect(occurrencesBetween(never, 0, at('2199-01-01T00:00:00Z'), village)).toEqual([]);
    expect(nextOccurrence({ ...daily, repeat: 'weekly', weekdays: [] }, 0, village)).toBeNull();
  });
});
