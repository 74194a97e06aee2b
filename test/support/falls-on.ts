import type { Rule } from '../../gateway/src/contract/index.ts';
import { dayMs } from '../../gateway/src/core/village-time.ts';
import { toLunar } from '../../gateway/src/schedule/lunar.ts';

/** Has the rule a slot on that day (its midnight at UTC)? Asked of every single day, with nothing worked out ahead. */
export function fallsOn(rule: Rule, day: Date): boolean {
  const { repeat, date, every = 1, weekdays = [], monthDays, nthWeekday, lunar, until, except = [] } = rule;
  const text = isoDate(day.getTime());
  if (text < date || text > (until ?? '9999-12-31') || except.includes(text)) return false;
  const begin = new Date(`${date}T00:00:00Z`);
  const weekday = (['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const)[day.getUTCDay()] ?? 'su';
  const inDays = (count: number) => new Date(day.getTime() + count * dayMs);
  const monday = (one: Date) => one.getTime() - ((one.getUTCDay() + 6) % 7) * dayMs;
  const months = (one: Date) => one.getUTCFullYear() * 12 + one.getUTCMonth();
  const dayOfMonth = day.getUTCDate();
  switch (repeat) {
    case 'once':
      return text === date;
    case 'daily':
      return ((day.getTime() - begin.getTime()) / dayMs) % every === 0;
    case 'weekly':
      return weekdays.includes(weekday) && ((monday(day) - monday(begin)) / (7 * dayMs)) % every === 0;
    case 'monthly': {
      if ((months(day) - months(begin)) % every !== 0) return false;
      const isLast = inDays(1).getUTCDate() === 1;
      if (monthDays) return monthDays.includes(dayOfMonth) || (isLast && monthDays.includes(-1));
      if (nthWeekday?.weekday !== weekday) return false;
      if (nthWeekday.nth === -1) return inDays(7).getUTCMonth() !== day.getUTCMonth();
      return Math.ceil(dayOfMonth / 7) === nthWeekday.nth;
    }
    case 'yearly':
      return text.slice(5) === date.slice(5) && (day.getUTCFullYear() - begin.getUTCFullYear()) % every === 0;
    case 'lunar-monthly':
    case 'lunar-yearly': {
      const moon = toLunar(text);
      if (!moon || !lunar) return false;
      if (lunar.month !== undefined && (moon.month !== lunar.month || moon.leap !== (lunar.leap ?? false)))
        return false;
      return lunar.days.includes(moon.day) || (lunar.days.includes(-1) && moon.day === moon.monthLength);
    }
  }
}

/** `2026-11-24` of an instant, at UTC. */
export function isoDate(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
