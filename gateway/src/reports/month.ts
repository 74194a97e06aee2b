import type { AirLogLine, Slot, Zone } from '../contract/index.ts';
import { toInstant } from '../core/village-time.ts';

/** What the sheet of a month is made from. `airLog` may hold more than the month. */
export interface MonthFacts {
  /** `2026-11` */
  readonly month: string;
  readonly now: number;
  readonly timeZone: string;
  readonly slots: readonly Slot[];
  readonly airLog: readonly AirLogLine[];
  /** Those of today: one that is gone keeps its name from the log. */
  readonly zones: readonly Pick<Zone, 'id' | 'name'>[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The village's month as instants, `to` excluded; as long as its clocks make it. */
export function spanOf(month: string, timeZone: string): Span {
  const midnight = (date: string) => toInstant({ date, time: '00:00' }, timeZone);
  return { from: midnight(firstDay(month, 0)), to: midnight(firstDay(month, 1)) };
}

/** The first day of the month that is `later` months after it. */
function firstDay(month: string, later: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  // By setUTCFullYear: Date.UTC takes the years 0…99 for those of the last century.
  const first = new Date(0);
  first.setUTCFullYear(year, number - 1 + later, 1);
  return first.toISOString().slice(0, 10);
}

/** A slot that is over. */
export type EndedSlot = Slot & { readonly outcome: NonNullable<Slot['outcome']> };

/** The month's slots that are over, in order; the others have nothing to tell yet. */
export function endedSlots({ slots, month, timeZone }: MonthFacts): EndedSlot[] {
  return inSpan(slots, spanOf(month, timeZone), ({ startsAt }) => startsAt).filter(
    (slot): slot is EndedSlot => slot.outcome !== null,
  );
}

/** The month's lines of the air log, in order. A broadcast counts for the month it was planned in, whenever it ended. */
export function linesOf({ airLog, month, timeZone }: MonthFacts): AirLogLine[] {
  return inSpan(airLog, spanOf(month, timeZone), ({ plannedAt }) => plannedAt);
}

function inSpan<T>(things: readonly T[], { from, to }: Span, instantOf: (thing: T) => string): T[] {
  return things
    .map((thing) => ({ thing, at: Date.parse(instantOf(thing)) }))
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at)
    .map(({ thing }) => thing);
}

/** Zone id → its name now, or else the last one in the log, or else the id. */
export function zoneNames({ airLog, zones }: Pick<MonthFacts, 'airLog' | 'zones'>): (id: string) => string {
  const names = new Map<string, string>();
  for (const line of airLog) for (const { zoneId, name } of line.zones) names.set(zoneId, name);
  for (const { id, name } of zones) names.set(id, name);
  return (id) => names.get(id) ?? id;
}
