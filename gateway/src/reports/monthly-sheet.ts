import type { Outcome, OutcomeKind, Report } from '../contract/index.ts';
import { spanOf } from '../core/month.ts';
import { addDays, toLocal } from '../core/village-time.ts';
import { endedSlots, linesOf, zoneNames, type EndedSlot, type MonthFacts } from './month.ts';

type Tally = Report['total'];

/** `missed`: nobody chose it; `chosen`: a person or a rule of the village did. */
const countedAs: Record<OutcomeKind, keyof Tally> = {
  aired: 'aired',
  'aired-partly': 'partly',
  missed: 'missed',
  failed: 'missed',
  'pre-empted': 'missed',
  skipped: 'chosen',
  stopped: 'chosen',
  'held-back': 'chosen',
  'quiet-hours': 'chosen',
};
/** Held back, and yet chosen by nobody: it waited for somebody to approve it. */
const unapproved = new Set(['slot.not-approved', 'slot.content-not-approved']);

function countedFor({ kind, code }: Outcome): keyof Tally {
  return unapproved.has(code) ? 'missed' : countedAs[kind];
}

/** The monthly sheet, pure: what was aired and what was not. A month of which nothing is known is empty. */
export function monthlySheet(facts: MonthFacts): Report {
  const { month, now, timeZone } = facts;
  const { from, to } = spanOf(month, timeZone);
  const slots = endedSlots(facts);
  const lines = linesOf(facts);
  const dateOf = (instant: string) => toLocal(Date.parse(instant), timeZone).date;

  const total = createCount();
  const zones = createCounts();
  const programmes = createCounts();
  const days = createCounts();
  for (const day of daysBetween(from, Math.min(to, now), timeZone)) days.at(day);
  for (const slot of slots) {
    const counts = [total, programmes.at(programmeKey(slot)), days.at(dateOf(slot.startsAt))];
    for (const count of [...counts, ...slot.zoneIds.map(zones.at)]) count.tally[countedFor(slot.outcome)]++;
  }

  const slotById = new Map(slots.map((slot) => [slot.id, slot]));
  const manual = { count: 0, airedMs: 0 };
  for (const line of lines) {
    for (const { zoneId, airedMs } of line.zones) zones.at(zoneId).airedMs += airedMs;
    days.at(dateOf(line.plannedAt)).airedMs += line.airedMs;
    if (line.slotId !== null) {
      const slot = slotById.get(line.slotId);
      programmes.at(slot ? programmeKey(slot) : goneKey(line.title)).airedMs += line.airedMs;
    } else if (line.airedMs > 0) {
      manual.count++;
      manual.airedMs += line.airedMs;
    }
  }

  const nameOf = zoneNames(facts);
  const latest = new Map(slots.map((slot) => [programmeKey(slot), slot]));
  return {
    month,
    until: new Date(Math.min(to, now)).toISOString(),
    total: total.tally,
    zones: zones.list().map(([zoneId, count]) => ({ zoneId, name: nameOf(zoneId), ...shown(count) })),
    programmes: programmes.list().map(([key, count]) => {
      const slot = latest.get(key);
      return { programmeId: slot?.programmeId ?? null, title: slot?.title ?? titleOf(key), ...shown(count) };
    }),
    manual: { count: manual.count, airedSeconds: seconds(manual.airedMs) },
    days: days
      .list()
      .map(([date, count]) => ({ date, ...shown(count) }))
      .sort((a, b) => a.date.localeCompare(b.date)),
    trouble: slots
      .filter(({ outcome }) => outcome.kind !== 'aired')
      .map(({ id, title, priority, startsAt, outcome }) => ({ slotId: id, title, priority, startsAt, outcome })),
  };
}

function programmeKey({ programmeId, title }: EndedSlot): string {
  return programmeId ?? goneKey(title);
}

/** A programme that was removed is known by its title only; the colon is in no id. */
function goneKey(title: string): string {
  return `:${title}`;
}

function titleOf(key: string): string {
  return key.slice(1);
}

interface Count {
  readonly tally: Tally;
  airedMs: number;
}

function createCount(): Count {
  return { tally: { aired: 0, partly: 0, missed: 0, chosen: 0 }, airedMs: 0 };
}

/** A count for each key, in the order in which they were first asked for. */
function createCounts() {
  const counts = new Map<string, Count>();
  return {
    at(key: string): Count {
      const count = counts.get(key) ?? createCount();
      counts.set(key, count);
      return count;
    },
    list: () => [...counts],
  };
}

function shown({ tally, airedMs }: Count): { airedSeconds: number; tally: Tally } {
  return { airedSeconds: seconds(airedMs), tally };
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}

/** The village days that have begun between two instants. */
function daysBetween(from: number, to: number, timeZone: string): string[] {
  const days: string[] = [];
  if (to <= from) return days;
  const last = toLocal(to - 1, timeZone).date;
  for (let date = toLocal(from, timeZone).date; date <= last; date = addDays(date, 1)) days.push(date);
  return days;
}
