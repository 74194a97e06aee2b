import type { CameraMonth } from '#contract';
import { daysOf } from '../../../parts/month/month.ts';

/** Of the time in which it is known whether they worked; null: of none. */
export function percentOfAll(cameras: readonly Pick<CameraMonth, 'times'>[]): number | null {
  const working = cameras.reduce((sum, { times }) => sum + times.working, 0);
  const known = cameras.reduce((sum, { times }) => sum + times.working + times.out, 0);
  return known === 0 ? null : Math.floor((10_000 * working) / known) / 100;
}

/** Parts of a day. */
export interface Shares {
  readonly working: number;
  readonly out: number;
  readonly planned: number;
}

/** For each day of the month how it went; null: nothing is known of it. */
export function columnsOf(month: string, days: CameraMonth['days']): (Shares | null)[] {
  const known = new Map(days.map(({ date, times }) => [date, times]));
  return daysOf(month).map(({ date }) => {
    const times = known.get(date);
    const seconds = times ? times.working + times.out + times.planned : 0;
    if (!times || seconds === 0) return null;
    return { working: times.working / seconds, out: times.out / seconds, planned: times.planned / seconds };
  });
}
