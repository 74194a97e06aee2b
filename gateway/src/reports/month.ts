import type { AirLogLine, Slot, Zone } from '../contract/index.ts';
import { spanOf, type Span } from '../core/month.ts';

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
