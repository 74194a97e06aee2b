import { addDays, toInstant, toLocal } from '../core/village-time.ts';

/** When the village looks ahead each day. */
const daily = '18:00';

/**
 * Whether the look of the last 18:00 has still to be done, pure: asked again each minute, so that neither a restart, a
 * clock step nor a night without power loses it or does it twice. `lastAt`: when somebody or the gateway last looked; in
 * the future: the clock was wrong; null: never, and the first look is that of the village's first evening.
 */
export function isDue(now: number, lastAt: number | null, timeZone: string): boolean {
  const { date } = toLocal(now, timeZone);
  const today = toInstant({ date, time: daily }, timeZone);
  if (lastAt === null) return now >= today;
  const dueAt = now >= today ? today : toInstant({ date: addDays(date, -1), time: daily }, timeZone);
  return lastAt < dueAt || lastAt > now;
}
