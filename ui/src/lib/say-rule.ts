import type { Rule, Weekday } from '#contract';
import { t } from './i18n/index.svelte.ts';
import { capitalised, sayDate, sayList } from './say.ts';
import { inMonth, sayBothDates, sayLunarDays, sayLunarMonth } from './say-lunar.ts';
import { dayMonth, weekdays } from './time.ts';

/** More left-out days than this are counted, not named. */
const namedExceptions = 3;

/** "Hằng ngày lúc 05:30", "Mùng 1 và rằm hằng tháng âm lịch lúc 05:00 và 17:00, đến hết thứ Tư 30/12 (22 tháng Mười một)" */
export function sayRule(rule: Rule): string {
  const { repeat, until, except = [] } = rule;
  let words = t('rule.at', { days: sayDays(rule), times: sayList([...rule.times].sort()) });
  if (repeat !== 'once' && until !== undefined) words = t('rule.until', { rule: words, day: sayBothDates(until) });
  if (except.length > 0) words = t('rule.except', { rule: words, days: sayExceptions(except) });
  return capitalised(words);
}

function sayDays(rule: Rule): string {
  const { repeat, date, every = 1, weekdays: days = [], lunar } = rule;
  switch (repeat) {
    case 'once':
      return t('rule.once', { day: sayBothDates(date) });
    case 'daily':
      return every === 1 ? t('rule.daily') : t('rule.every-days', { every });
    case 'weekly':
      if (every > 1) return t('rule.every-weeks', { every, days: sayWeekdays(days) });
      return days.length === 7 ? t('rule.daily') : t('rule.weekly', { days: sayWeekdays(days) });
    case 'monthly':
      return every === 1
        ? t('rule.monthly', { days: sayMonthDays(rule) })
        : t('rule.every-months', { every, days: sayMonthDays(rule) });
    case 'yearly':
      return every === 1
        ? t('rule.yearly', { date: dayMonth(date) })
        : t('rule.every-years', { every, date: dayMonth(date) });
    case 'lunar-monthly':
      return t('rule.lunar-monthly', { days: sayLunarDays(lunar?.days ?? []) });
    case 'lunar-yearly':
      return t('rule.lunar-yearly', {
        days: sayLunarDays(lunar?.days ?? []),
        month: sayLunarMonth(lunar?.month ?? 1, lunar?.leap),
      });
  }
}

/** "thứ Hai đến thứ Sáu", "thứ Hai và thứ Tư": neighbours are said as a stretch, from three on. */
function sayWeekdays(days: readonly Weekday[]): string {
  const places = weekdays.flatMap((day, place) => (days.includes(day) ? [place] : []));
  const [first = 0] = places;
  const last = places.at(-1) ?? first;
  const word = (place: number) => t(`weekday.${weekdays[place] ?? 'mo'}`);
  const together = places.length > 2 && last - first === places.length - 1;
  return together ? t('rule.from-to', { first: word(first), last: word(last) }) : sayList(places.map(word));
}

function sayMonthDays({ monthDays = [], nthWeekday }: Rule): string {
  if (nthWeekday) {
    const weekday = t(`weekday.${nthWeekday.weekday}`);
    const nth = ([1, 2, 3, 4, 5] as const).find((place) => place === nthWeekday.nth) ?? 'last';
    return t(`rule.nth.${nth}`, { weekday });
  }
  return sayList(inMonth(monthDays).map((day) => (day === -1 ? t('rule.month-end') : t('rule.month-day', { day }))));
}

function sayExceptions(days: readonly string[]): string {
  return days.length > namedExceptions ? t('rule.days', { count: days.length }) : sayList(days.map(sayDate));
}
