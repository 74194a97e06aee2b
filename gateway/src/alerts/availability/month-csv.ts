import type { CameraMonths } from '../../contract/index.ts';
import { asCsv } from '../../core/csv.ts';

/** Names for programs, in no language. */
const columns = [
  'camera',
  'date',
  'working_seconds',
  'out_seconds',
  'planned_seconds',
  'unknown_seconds',
  'percent',
] as const;

/** A line for each camera and day, pure. */
export function monthAsCsv({ cameras }: CameraMonths): string {
  const rows = cameras.flatMap(({ name, days }) =>
    days.map(({ date, times: { working, out, planned, unknown } }) => {
      const known = working + out;
      const percent = known === 0 ? '' : ((100 * working) / known).toFixed(2);
      return [name, date, ...[working, out, planned, unknown].map(String), percent];
    }),
  );
  return asCsv([columns, ...rows]);
}
