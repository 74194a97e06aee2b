import type { AirLogLine, Outcome } from '../contract/index.ts';
import { asCsv } from '../core/csv.ts';
import { toLocal } from '../core/village-time.ts';
import { endedSlots, linesOf, zoneNames, type EndedSlot, type MonthFacts } from './month.ts';

/** Names for programs, in no language: the panel gives the columns theirs. */
const columns = ['date', 'time', 'title', 'zone', 'by', 'outcome', 'code', 'aired_seconds'] as const;

interface Row {
  /** Instant. */
  readonly at: string;
  readonly title: string;
  readonly zone: string;
  /** By the schedule, or by a person's hand. */
  readonly by: 'schedule' | 'hand';
  readonly outcome: Outcome;
  readonly airedMs: number;
}

/** The month as CSV (RFC 4180), pure: a line for each slot and zone, and for each zone of what a person aired by hand. */
export function monthAsCsv(facts: MonthFacts): string {
  const nameOf = zoneNames(facts);
  const lines = linesOf(facts);
  const bySlot = new Map<string, AirLogLine[]>();
  for (const line of lines) {
    if (line.slotId !== null) bySlot.set(line.slotId, [...(bySlot.get(line.slotId) ?? []), line]);
  }
  const rows = [
    ...endedSlots(facts).flatMap((slot) => rowsOfSlot(slot, bySlot.get(slot.id) ?? [], nameOf)),
    ...lines.filter(({ slotId }) => slotId === null).flatMap((line) => rowsByHand(line, nameOf)),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return asCsv([columns, ...rows.map((row) => asLine(row, facts.timeZone))]);
}

function rowsOfSlot(slot: EndedSlot, lines: readonly AirLogLine[], nameOf: (id: string) => string): Row[] {
  const { startsAt: at, title, outcome } = slot;
  const heard = lines.flatMap(({ zones }) => zones);
  const zoneIds = new Set([...slot.zoneIds, ...heard.map(({ zoneId }) => zoneId)]);
  return [...zoneIds].map((id) => {
    const airedMs = heard.filter(({ zoneId }) => zoneId === id).reduce((sum, zone) => sum + zone.airedMs, 0);
    return { at, title, zone: nameOf(id), by: 'schedule', outcome, airedMs };
  });
}

function rowsByHand({ plannedAt: at, title, outcome, zones }: AirLogLine, nameOf: (id: string) => string): Row[] {
  return zones.map(({ zoneId, airedMs }) => ({ at, title, zone: nameOf(zoneId), by: 'hand', outcome, airedMs }));
}

function asLine({ at, title, zone, by, outcome, airedMs }: Row, timeZone: string): string[] {
  const { date, time } = toLocal(Date.parse(at), timeZone);
  return [date, time, title, zone, by, outcome.kind, outcome.code, String(Math.round(airedMs / 1_000))];
}
