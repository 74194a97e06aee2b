import { toLunar } from '#lunar';
import { t, type Key } from './i18n/index.svelte.ts';
import { sayDate, sayList } from './say.ts';

/** The Vietnamese calendar in a villager's words. Where it does not reach (before 1968, after 2054) nothing is said. */

type MonthKey = Extract<Key, `lunar.month.${number}`>;

/** "tháng Giêng", "tháng Hai nhuận"; `month` 1…12. */
export function sayLunarMonth(month: number, leap = false): string {
  const name = t(`lunar.month.${month}` as MonthKey);
  return leap ? t('lunar.leap', { month: name }) : name;
}

/** "mùng 1", "rằm", "ngày 16", "ngày cuối tháng" (−1). */
export function sayLunarDay(day: number): string {
  if (day === -1) return t('lunar.day.last');
  if (day === 15) return t('lunar.day.full-moon');
  return t(day <= 10 ? 'lunar.day.first-ten' : 'lunar.day', { day });
}

/** "mùng 1, rằm và ngày 16", as days come; the last of the month at the end. */
export function sayLunarDays(days: readonly number[]): string {
  return sayList(inMonth(days).map(sayLunarDay));
}

/** Days of a month in their order, the last one (−1) at the end. */
export function inMonth(days: readonly number[]): number[] {
  return [...days].sort((a, b) => (a === -1 ? 32 : a) - (b === -1 ? 32 : b));
}

/** "16 tháng Mười", "mùng 1 tháng Giêng", "rằm tháng Bảy"; empty where the calendar does not reach. */
export function sayLunarDate(date: string): string {
  const found = toLunar(date);
  if (!found) return '';
  const { day, month, leap, doubtful } = found;
  const dayWords = day <= 10 || day === 15 ? sayLunarDay(day) : t('lunar.date.day', { day });
  const words = t('lunar.date', { day: dayWords, month: sayLunarMonth(month, leap) });
  return doubtful ? t('lunar.doubtful', { date: words }) : words;
}

/** `16/10` as calendars print it, a leap month with its sign; empty where the calendar does not reach. */
export function lunarShort(date: string): string {
  const found = toLunar(date);
  if (!found) return '';
  return `${found.day}/${found.month}${found.leap ? t('lunar.leap.short') : ''}`;
}

/** "thứ Ba 24/11 (16 tháng Mười)" */
export function sayBothDates(date: string): string {
  const lunar = sayLunarDate(date);
  return lunar === '' ? sayDate(date) : t('day.both', { date: sayDate(date), lunar });
}
