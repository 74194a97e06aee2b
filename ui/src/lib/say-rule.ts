import type { Rule } from '#contract';
import { t } from './i18n/index.svelte.ts';
import { capitalised, sayDate, sayList } from './say.ts';
import { weekdays } from './time.ts';

/** "Hằng ngày lúc 05:30", "Thứ Hai và thứ Sáu lúc 17:00, đến hết thứ Tư 30/12" */
export function sayRule({ repeat, date, time, weekdays: days = [], until }: Rule): string {
  const rule = (() => {
    switch (repeat) {
      case 'once':
        return t('rule.once', { day: sayDate(date), time });
      case 'daily':
        return t('rule.daily', { time });
      case 'weekly':
        return t('rule.weekly', { days: sayList(inOrder(days).map((day) => t(`weekday.${day}`))), time });
    }
  })();
  return capitalised(until === undefined || repeat === 'once' ? rule : t('rule.until', { rule, day: sayDate(until) }));
}

function inOrder(days: NonNullable<Rule['weekdays']>): NonNullable<Rule['weekdays']> {
  return weekdays.filter((day) => days.includes(day));
}
