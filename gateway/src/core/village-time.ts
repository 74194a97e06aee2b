import { dateOfEpochDay, epochDayOf, weekdayOfEpochDay } from './epoch-day.ts';

/**
 * Village wall-clock time ↔ instants. Storage and the wire are UTC; only `schedule/` and the panel think in village time.
 * A local date is `2026-11-24`, a local time `05:00`, a zone an IANA name.
 */
export interface LocalMoment {
  readonly date: string;
  readonly time: string;
}

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** From that instant on, the zone is so far ahead of UTC, until the next stretch begins. */
interface Stretch {
  readonly from: number;
  readonly offsetMs: number;
}

/** Asking `Intl` costs 100 times what reading an array costs, so each zone is asked once for about a year. */
interface Zone {
  readonly formatter: Intl.DateTimeFormat;
  readonly blocks: Map<number, readonly Stretch[]>;
}

/** No zone changes its clocks twice in so short a time; the shortest known is a Ramadan without summer time. */
const probeMs = 16 * dayMs;
const blockMs = 23 * probeMs;
const zones = new Map<string, Zone>();

/** How far the zone is ahead of UTC at that instant, in milliseconds. Throws a RangeError for a zone that is unknown. */
export function offsetAt(instant: number, timeZone: string): number {
  let zone = zones.get(timeZone);
  if (!zone) zones.set(timeZone, (zone = openZone(timeZone)));
  const block = Math.floor(instant / blockMs);
  let stretches = zone.blocks.get(block);
  if (!stretches) zone.blocks.set(block, (stretches = stretchesOf(block, zone.formatter)));
  let found = 0;
  for (const { from, offsetMs } of stretches) {
    if (from > instant) break;
    found = offsetMs;
  }
  return found;
}

function openZone(timeZone: string): Zone {
  const formatter = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return { formatter, blocks: new Map() };
}

function stretchesOf(block: number, formatter: Intl.DateTimeFormat): Stretch[] {
  const begin = block * blockMs;
  const stretches = [{ from: begin, offsetMs: askOffset(begin, formatter) }];
  for (let from = begin; from < begin + blockMs; from += probeMs) {
    const last = stretches.at(-1)?.offsetMs;
    const offsetMs = askOffset(from + probeMs, formatter);
    if (offsetMs === last) continue;
    let [before, after] = [from, from + probeMs];
    while (after - before > 1_000) {
      const middle = Math.floor((before + after) / 2_000) * 1_000;
      if (askOffset(middle, formatter) === last) before = middle;
      else after = middle;
    }
    stretches.push({ from: after, offsetMs });
  }
  return stretches;
}

function askOffset(instant: number, formatter: Intl.DateTimeFormat): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** The epoch day that it is in the village. */
export function localDayOf(instant: number, timeZone: string): number {
  return Math.floor((instant + offsetAt(instant, timeZone)) / dayMs);
}

export function toLocal(instant: number, timeZone: string): LocalMoment {
  const local = instant + offsetAt(instant, timeZone);
  const day = Math.floor(local / dayMs);
  const minutes = Math.floor((local - day * dayMs) / minuteMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return { date: dateOfEpochDay(day), time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}

/**
 * The instant of a local date and time. A time the clocks skip in spring is taken with the offset before the gap
 * (it lands after it, as RFC 5545 §3.3.5 says); one they show twice in autumn is the first of the two.
 */
export function toInstant({ date, time }: LocalMoment, timeZone: string): number {
  return instantOf(epochDayOf(date), minutesOf(time), timeZone);
}

/** The same, but of a time that the clocks show twice the second. */
export function toLastInstant(moment: LocalMoment, timeZone: string): number {
  const first = toInstant(moment, timeZone);
  const again = first + offsetAt(first, timeZone) - offsetAt(first + dayMs, timeZone);
  const { date, time } = toLocal(again, timeZone);
  return date === moment.date && time === moment.time ? Math.max(first, again) : first;
}

/** The same of an epoch day and the minutes since its midnight. */
export function instantOf(epochDay: number, minutes: number, timeZone: string): number {
  const asUtc = epochDay * dayMs + minutes * minuteMs;
  const before = offsetAt(asUtc - dayMs, timeZone);
  const after = offsetAt(asUtc + dayMs, timeZone);
  const early = asUtc - before;
  if (before === after || offsetAt(early, timeZone) === before) return early;
  const late = asUtc - after;
  return offsetAt(late, timeZone) === after ? late : early;
}

/** The date `days` later; calendar arithmetic, no zone involved. */
export function addDays(date: string, days: number): string {
  return dateOfEpochDay(epochDayOf(date) + days);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: string): number {
  return weekdayOfEpochDay(epochDayOf(date));
}

/** True for a date that exists: `2026-02-30` does not. */
export function isRealDate(date: string): boolean {
  return !Number.isNaN(epochDayOf(date));
}

/** Minutes since local midnight of `05:30` → 330. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
