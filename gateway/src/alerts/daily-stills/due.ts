import type { Camera } from '../../contract/index.ts';
import { minutesOf, type LocalMoment } from '../../core/village-time.ts';

/** By daylight: at night a camera that sees by its own lamp shows another picture, turned or not. */
const daylight = { from: minutesOf('09:00'), to: minutesOf('16:00') };

/** Whether a camera's picture of the day is to be taken now. `kept`: the days of which there is one. Pure. */
export function isDue(
  { live, maintenance }: Pick<Camera, 'live' | 'maintenance'>,
  kept: readonly string[],
  { date, time }: LocalMoment,
): boolean {
  const minutes = minutesOf(time);
  return live && !maintenance && minutes >= daylight.from && minutes < daylight.to && !kept.includes(date);
}
