import { t, type Key } from './i18n/index.svelte.ts';
import { addDays, dayMonth, durationParts, weekdayOf } from './time.ts';

/** Times, days and lists in the person's words. */

/** "2 phút 10 giây", "1 giờ 5 phút" */
export function sayDuration(ms: number): string {
  const { hours, minutes, seconds } = durationParts(ms);
  const parts = [
    hours > 0 ? t('duration.hours', { hours }) : '',
    minutes > 0 ? t('duration.minutes', { minutes }) : '',
    seconds > 0 ? t('duration.seconds', { seconds }) : '',
  ].filter((part) => part !== '');
  return parts.join(' ') || t('duration.none');
}

/** "thứ Ba 24/11" */
export function sayDate(date: string): string {
  return t('day.date', { weekday: t(`weekday.${weekdayOf(date)}`), date: dayMonth(date) });
}

function nearDay(date: string, today: string): 'today' | 'tomorrow' | 'yesterday' | null {
  if (date === today) return 'today';
  if (date === addDays(today, 1)) return 'tomorrow';
  return date === addDays(today, -1) ? 'yesterday' : null;
}

/** "Hôm nay", "Ngày mai", or the date, to begin a line with. */
export function sayDay(date: string, today: string): string {
  const near = nearDay(date, today);
  return near ? t(`day.${near}`) : capitalised(sayDate(date));
}

/** The same in the middle of a sentence. */
export function sayDayInline(date: string, today: string): string {
  const near = nearDay(date, today);
  return near ? t(`day.${near}.inline` satisfies Key) : sayDate(date);
}

/** "Đình, Chợ và Bãi" */
export function sayList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : t('list.and', { first: words.slice(0, -1).join(', '), last });
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
