import type { QuietHours } from '#contract';
import { uniteQuiet } from '../../lib/day-strip.ts';
import { villageMoment } from '../../lib/time.ts';

/** Those of the zones that should be quiet now; the gateway decides, this only says it beforehand. */
export function quietZones<T extends { readonly quietHours: QuietHours }>(
  zones: readonly T[],
  now: number,
  timeZone: string,
): T[] {
  const { minutes } = villageMoment(now, timeZone);
  return zones.filter(({ quietHours }) =>
    uniteQuiet([quietHours]).some(({ from, to }) => minutes >= from && minutes < to),
  );
}
