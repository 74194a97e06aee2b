import type { AirLogLine, Slot, Zone } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { spanOf } from '../core/month.ts';
import { dayMs } from '../core/village-time.ts';
import type { Services } from '../http/ports.ts';
import { monthAsCsv } from './csv.ts';
import type { MonthFacts } from './month.ts';
import { monthlySheet } from './monthly-sheet.ts';

export interface ReportsParts {
  /** Those that start in `from`…`to` (instants, `to` excluded). */
  readonly slots: (from: number, to: number) => Promise<Slot[]>;
  /** What ended in `from`…`to`, likewise. */
  readonly airLog: (from: number, to: number) => Promise<AirLogLine[]>;
  readonly zones: () => Promise<readonly Pick<Zone, 'id' | 'name'>[]>;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** The longest sound is six hours, and what was missed is made up within twelve: nothing ends later than this. */
const endsWithinMs = 2 * dayMs;

/** The monthly sheet, made anew each time it is asked for. */
export function createReports({ slots, airLog, zones, clock, timeZone }: ReportsParts): Services['reports'] {
  async function factsOf(month: string): Promise<MonthFacts> {
    const { from, to } = spanOf(month, timeZone);
    return {
      month,
      now: clock.now(),
      timeZone,
      slots: await slots(from, to),
      airLog: await airLog(from, to + endsWithinMs),
      zones: await zones(),
    };
  }

  return {
    month: async (month) => monthlySheet(await factsOf(month)),
    csv: async (month) => monthAsCsv(await factsOf(month)),
  };
}
