import type { CameraMonth } from '#contract';
import { addDays } from '../../../lib/time.ts';

/** Of the time in which it is known whether they worked; null: of none. */
export function percentOfAll(cameras: readonly Pick<CameraMonth, 'times'>[]): number | null {
  const working = cameras.reduce((sum, { times }) => sum + times.working, 0);
  const known = cameras.reduce((sum, { times }) => sum + times.working + times.out, 0);
  return known === 0 ? null : Math.floor((10_000 * working) / known) / 100;
}

export interface DayColumn {
  /** 1…31 */
  readonly day: number;
  readonly sunday: boolean;
  /** Parts of the day, from the ground up; null: nothing is known of it. */
  readonly shares: { readonly working: number; readonly out: number; readonly planned: number } | null;
}

/** A column for each day of the month, those of which nothing is known too. */
export function columnsOf(month: string, days: CameraMonth['days']): DayColumn[] {
  const known = new Map(days.map(({ date, times }) => [date, times]));
  const columns: DayColumn[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const times = known.get(date);
    const seconds = times ? times.working + times.out + times.planned : 0;
    const share = (part: number) => part / seconds;
    columns.push({
      day: Number(date.slice(8)),
      sunday: new Date(`${date}T00:00:00Z`).getUTCDay() === 0,
      shares:
        times && seconds > 0
          ? { working: share(times.working), out: share(times.out), planned: share(times.planned) }
          : null,
    });
  }
  return columns;
}
