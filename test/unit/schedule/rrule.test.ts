import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import { fromRrule, toRrule, type StoredRule } from '../../../gateway/src/schedule/rrule.ts';
import { randomRules } from '../../support/random-rules.ts';

const village = 'Asia/Ho_Chi_Minh';
const zones = [village, 'America/New_York', 'Pacific/Auckland', 'Europe/Berlin', 'America/Havana', 'Africa/Casablanca'];
const daily: Rule = { repeat: 'daily', date: '2026-11-24', times: ['05:00'] };

describe('a rule as RFC 5545 text', () => {
  it.each<[string, Rule, Partial<StoredRule>]>([
    [
      'weekly, with a last day and a day taken out',
      {
        repeat: 'weekly',
        date: '2026-11-24',
        times: ['05:30'],
        weekdays: ['mo', 'fr'],
        until: '2026-12-31',
        except: ['2026-12-25'],
      },
      {
        dtstart: '20261124T053000',
        times: '05:30',
        rrule: 'FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20261231T165959Z',
        exdate: '20261225T053000',
      },
    ],
    [
      'twice a day, the earlier time in DTSTART',
      { ...daily, times: ['17:30', '05:00'] },
      { dtstart: '20261124T050000', times: '17:30,05:00', rrule: 'FREQ=DAILY', exdate: '' },
    ],
    ['a single day', { ...daily, repeat: 'once' }, { rrule: null }],
    [
      'every second week',
      { ...daily, repeat: 'weekly', every: 2, weekdays: ['sa'] },
      { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;WKST=MO' },
    ],
    [
      'on days of the month',
      { ...daily, repeat: 'monthly', monthDays: [1, -1] },
      { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,-1' },
    ],
    [
      'on the last Sunday of the quarter',
      { ...daily, repeat: 'monthly', every: 3, nthWeekday: { nth: -1, weekday: 'su' } },
      { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1SU' },
    ],
    [
      'each leap day',
      { ...daily, repeat: 'yearly', date: '2028-02-29' },
      { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' },
    ],
    [
      'mùng một and rằm',
      { ...daily, repeat: 'lunar-monthly', lunar: { days: [1, 15] } },
      { rrule: 'RSCALE=X-VIETNAMESE;FREQ=MONTHLY;BYMONTHDAY=1,15' },
    ],
    [
      'rằm of a leap sixth month',
      { ...daily, repeat: 'lunar-yearly', lunar: { days: [15], month: 6, leap: true } },
      { rrule: 'RSCALE=X-VIETNAMESE;FREQ=YEARLY;BYMONTH=6L;BYMONTHDAY=15' },
    ],
  ])('%s', (_name, rule, text) => {
    expect(toRrule(rule, village)).toMatchObject(text);
    for (const zone of zones) expect(fromRrule(toRrule(rule, zone), zone)).toEqual(rule);
  });

  it('comes back as it went in, whatever the rule and the zone', () => {
    const rules = randomRules(20_261_124, 5_000);
    const changed = rules.flatMap((rule, n) => {
      const zone = zones[n % zones.length] ?? village;
      const back = fromRrule(toRrule(rule, zone), zone);
      return JSON.stringify(sorted(back)) === JSON.stringify(sorted(rule)) ? [] : [{ rule, back, zone }];
    });
    expect(changed).toEqual([]);
  });

  it('says “no leap month” and “no day taken out” by leaving it away', () => {
    const lunar = { days: [1], month: 6, leap: false };
    const back = fromRrule(toRrule({ ...daily, repeat: 'lunar-yearly', lunar, except: [] }, village), village);
    expect(back).toEqual({ ...daily, repeat: 'lunar-yearly', lunar: { days: [1], month: 6 } });
  });

  it('reads the last day of a programme that an older gateway stored', () => {
    const rrule = 'FREQ=DAILY;UNTIL=20261231T170000Z';
    const stored = { dtstart: '20261124T050000', times: '05:00', rrule, exdate: '' };
    expect(fromRrule(stored, village)).toEqual({ ...daily, until: '2026-12-31' });
  });

  it('stays readable when the village’s zone is set anew', () => {
    const stored = toRrule({ ...daily, until: '2026-12-31' }, village);
    expect(fromRrule(stored, 'Asia/Kathmandu')).toEqual({ ...daily, until: '2026-12-31' });
  });
});

describe('text that is no rule of this gateway', () => {
  const stored: StoredRule = { dtstart: '20261124T050000', times: '05:00', rrule: 'FREQ=DAILY', exdate: '' };

  it.each<[string, Partial<StoredRule>]>([
    ['every second', { rrule: 'FREQ=SECONDLY' }],
    ['every hour', { rrule: 'FREQ=HOURLY' }],
    ['a thousand million times', { rrule: 'FREQ=DAILY;COUNT=1000000000' }],
    ['no frequency', { rrule: '' }],
    ['words', { rrule: 'mỗi sáng' }],
    ['code', { rrule: "FREQ=DAILY'; drop table programmes" }],
    ['a part twice', { rrule: 'FREQ=DAILY;INTERVAL=2;INTERVAL=3' }],
    ['an interval of nothing', { rrule: 'FREQ=DAILY;INTERVAL=0' }],
    ['a negative interval', { rrule: 'FREQ=DAILY;INTERVAL=-1' }],
    ['an interval without end', { rrule: `FREQ=DAILY;INTERVAL=${'9'.repeat(300)}` }],
    ['weekly without a day', { rrule: 'FREQ=WEEKLY' }],
    ['a weekday twice', { rrule: 'FREQ=WEEKLY;BYDAY=MO,MO' }],
    ['a day that no week has', { rrule: 'FREQ=WEEKLY;BYDAY=XX' }],
    ['monthly without a day', { rrule: 'FREQ=MONTHLY' }],
    ['monthly with both sorts of days', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO' }],
    ['the 32nd', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=32' }],
    ['the sixth Monday', { rrule: 'FREQ=MONTHLY;BYDAY=6MO' }],
    ['yearly on another day than its first', { rrule: 'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=25' }],
    ['a thirteenth month', { rrule: 'RSCALE=X-VIETNAMESE;FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1' }],
    ['a leap month of the solar year', { rrule: 'FREQ=YEARLY;BYMONTH=11L;BYMONTHDAY=24' }],
    ['lunar without a month', { rrule: 'RSCALE=X-VIETNAMESE;FREQ=YEARLY;BYMONTHDAY=1' }],
    ['lunar and weekly', { rrule: 'RSCALE=X-VIETNAMESE;FREQ=WEEKLY;BYDAY=MO' }],
    ['a calendar of another land', { rrule: 'RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1' }],
    ['an end before the start', { rrule: 'FREQ=DAILY;UNTIL=20200101T165959Z' }],
    ['an end that is no instant', { rrule: 'FREQ=DAILY;UNTIL=20270230T165959Z' }],
    ['an end at hour 99', { rrule: 'FREQ=DAILY;UNTIL=20270201T995959Z' }],
    ['a start on 30 February', { dtstart: '20260230T050000' }],
    ['no start', { dtstart: '' }],
    ['a start at another time than its first', { times: '06:00' }],
    ['no time', { times: '' }],
    ['hour 25', { dtstart: '20261124T250000', times: '25:00' }],
    ['a time twice', { times: '05:00,05:00' }],
    ['a day taken out that does not exist', { exdate: '20270230T050000' }],
    ['a day taken out twice', { exdate: '20261125T050000,20261125T050000' }],
    ['a day taken out that is words', { exdate: 'mai' }],
    ['a year nobody lives in', { dtstart: '00010101T050000' }],
  ])('%s is refused by name', (_name, broken) => {
    const { rrule } = { ...stored, ...broken };
    expect(() => fromRrule({ ...stored, ...broken }, village)).toThrow(
      expect.objectContaining({
        code: 'schedule.unreadable-rule',
        status: 500,
        params: { rrule: expect.stringContaining(rrule?.slice(0, 100) ?? '-') as string },
      }),
    );
  });

  it('a megabyte of it is refused as soon', () => {
    const long = `FREQ=MONTHLY;BYMONTHDAY=${'1,'.repeat(500_000)}`;
    const startedAt = performance.now();
    expect(() => fromRrule({ ...stored, rrule: long }, village)).toThrow(/No rule of this gateway/);
    expect(() => fromRrule({ ...stored, exdate: long }, village)).toThrow(/No rule of this gateway/);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

function sorted(rule: Rule): [string, unknown][] {
  return Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1));
}
