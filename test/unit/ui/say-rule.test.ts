import { beforeAll, describe, expect, it } from 'vitest';
import type { Rule } from '#contract';
import { speakIn } from './in-words.ts';
import { sayRule } from '../../../ui/src/lib/say-rule.ts';

/** From 24 November 2026, at half past five, unless said otherwise. */
const rule = (change: Partial<Rule>): Rule => ({ repeat: 'daily', date: '2026-11-24', times: ['05:30'], ...change });

describe('a rule, said as a villager would', () => {
  beforeAll(() => speakIn('vi'));

  it.each<[string, Partial<Rule>]>([
    ['Một lần, thứ Ba 24/11 (16 tháng Mười) lúc 05:30', { repeat: 'once' }],
    ['Hằng ngày lúc 05:30', {}],
    ['Hằng ngày lúc 05:30, 11:30 và 17:00', { times: ['17:00', '05:30', '11:30'] }],
    ['Cứ 3 ngày một lần, lúc 05:30', { every: 3 }],
    ['Thứ Hai và thứ Sáu hằng tuần lúc 17:00', { repeat: 'weekly', weekdays: ['fr', 'mo'], times: ['17:00'] }],
    ['Thứ Hai đến thứ Sáu hằng tuần lúc 05:30', { repeat: 'weekly', weekdays: ['mo', 'tu', 'we', 'th', 'fr'] }],
    ['Thứ Bảy và Chủ nhật hằng tuần lúc 05:30', { repeat: 'weekly', weekdays: ['sa', 'su'] }],
    ['Hằng ngày lúc 05:30', { repeat: 'weekly', weekdays: ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] }],
    ['Cứ 2 tuần một lần, vào thứ Tư lúc 05:30', { repeat: 'weekly', every: 2, weekdays: ['we'] }],
    ['Hằng tháng vào ngày 1 và ngày 15 lúc 05:30', { repeat: 'monthly', monthDays: [15, 1] }],
    ['Hằng tháng vào ngày 10 và ngày cuối tháng lúc 05:30', { repeat: 'monthly', monthDays: [-1, 10] }],
    [
      'Hằng tháng vào thứ Bảy đầu tiên của tháng lúc 05:30',
      { repeat: 'monthly', nthWeekday: { nth: 1, weekday: 'sa' } },
    ],
    [
      'Hằng tháng vào thứ Hai lần thứ 2 của tháng lúc 05:30',
      { repeat: 'monthly', nthWeekday: { nth: 2, weekday: 'mo' } },
    ],
    [
      'Cứ 3 tháng một lần, vào Chủ nhật cuối cùng của tháng lúc 05:30',
      { repeat: 'monthly', every: 3, nthWeekday: { nth: -1, weekday: 'su' } },
    ],
    ['Hằng năm vào ngày 2/9 lúc 06:00', { repeat: 'yearly', date: '2027-09-02', times: ['06:00'] }],
    ['Cứ 5 năm một lần, vào ngày 2/9 lúc 05:30', { repeat: 'yearly', every: 5, date: '2027-09-02' }],
    ['Mùng 1 và rằm hằng tháng âm lịch lúc 05:30', { repeat: 'lunar-monthly', lunar: { days: [15, 1] } }],
    ['Ngày cuối hằng tháng âm lịch lúc 05:30', { repeat: 'lunar-monthly', lunar: { days: [-1] } }],
    ['Mùng 10 tháng Ba âm lịch hằng năm lúc 05:30', { repeat: 'lunar-yearly', lunar: { days: [10], month: 3 } }],
    [
      'Mùng 1, mùng 2 và mùng 3 tháng Giêng âm lịch hằng năm lúc 05:30',
      { repeat: 'lunar-yearly', lunar: { days: [1, 2, 3], month: 1 } },
    ],
    ['Ngày cuối tháng Chạp âm lịch hằng năm lúc 05:30', { repeat: 'lunar-yearly', lunar: { days: [-1], month: 12 } }],
    [
      'Rằm tháng Hai nhuận âm lịch hằng năm lúc 05:30',
      { repeat: 'lunar-yearly', lunar: { days: [15], month: 2, leap: true } },
    ],
    ['Hằng ngày lúc 05:30, đến hết thứ Tư 30/12 (22 tháng Mười một)', { until: '2026-12-30' }],
    ['Hằng ngày lúc 05:30, trừ thứ Sáu 1/1', { except: ['2027-01-01'] }],
    ['Hằng ngày lúc 05:30, trừ 4 ngày', { except: ['2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08'] }],
  ])('“%s”', (sentence, change) => {
    expect(sayRule(rule(change))).toBe(sentence);
  });

  it('does not give what airs once a last day', () => {
    expect(sayRule(rule({ repeat: 'once', until: '2026-12-30' }))).not.toContain('đến hết');
  });
});

describe('a rule, said in English', () => {
  beforeAll(() => speakIn('en'));

  it.each<[string, Partial<Rule>]>([
    ['Once, on Tuesday 24/11 (day 16 of lunar month 10) at 05:30', { repeat: 'once' }],
    ['Daily at 05:30, 11:30 and 17:00', { times: ['05:30', '11:30', '17:00'] }],
    ['Each Monday to Friday at 05:30', { repeat: 'weekly', weekdays: ['mo', 'tu', 'we', 'th', 'fr'] }],
    ['Every 2 weeks on Wednesday at 05:30', { repeat: 'weekly', every: 2, weekdays: ['we'] }],
    ['Each month on day 1 and its last day at 05:30', { repeat: 'monthly', monthDays: [1, -1] }],
    ['Each month on its third Saturday at 05:30', { repeat: 'monthly', nthWeekday: { nth: 3, weekday: 'sa' } }],
    ['Each year on 2/9 at 05:30', { repeat: 'yearly', date: '2027-09-02' }],
    ['Each lunar month on day 1 and the full moon at 05:30', { repeat: 'lunar-monthly', lunar: { days: [1, 15] } }],
    ['Each year on day 10 of lunar month 3 at 05:30', { repeat: 'lunar-yearly', lunar: { days: [10], month: 3 } }],
    ['Daily at 05:30, but not on Friday 1/1', { except: ['2027-01-01'] }],
  ])('“%s”', (sentence, change) => {
    expect(sayRule(rule(change))).toBe(sentence);
  });
});
