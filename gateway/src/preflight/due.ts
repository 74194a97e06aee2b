import { toInstant, toLocal } from '../core/village-time.ts';

/** When the village looks ahead each day. */
const daily = '18:00';

/**
 * Whether today's look has still to be done, pure: asked again each minute, so that a restart or a clock step neither
 * loses it nor does it twice. `lastAt`: when somebody or the gateway last looked; in the future: the clock was wrong.
 */
export function isDue(now: number, lastAt: number | null, timeZone: string): boolean {
  const dueAt = toInstant({ date: toLocal(now, timeZone).date, time: daily }, timeZone);
  if (now < dueAt) return false;
  return lastAt === null || lastAt < dueAt || lastAt > now;
}
