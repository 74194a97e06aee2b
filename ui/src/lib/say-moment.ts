import { t } from './i18n/index.svelte.ts';
import { sayDayInline, sayDuration } from './say.ts';
import { minuteMs, villageMoment } from './time.ts';

/** "05:00 hôm nay", "05:00 thứ Ba 24/11" */
export function sayMoment(instant: string, now: number, timeZone: string): string {
  const { date, time } = villageMoment(instant, timeZone);
  return t('moment.near', { time, day: sayDayInline(date, villageMoment(now, timeZone).date) });
}

/** "3 phút trước"; under a minute it is just now. */
export function sayAgo(instant: string, now: number): string {
  const ageMs = now - Date.parse(instant);
  return ageMs < minuteMs ? t('ago.now') : t('ago', { age: sayDuration(ageMs - (ageMs % minuteMs)) });
}
