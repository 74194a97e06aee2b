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

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, found);
  }
  return found;
}

/** Minutes that the zone is ahead of UTC at that instant, as milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

export function toLocal(instant: number, timeZone: string): LocalMoment {
  const text = new Date(instant + offsetAt(instant, timeZone)).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
}

/**
 * The instant of a local date and time. A time the clocks skip in spring is taken with the offset before the gap
 * (it lands after it, as RFC 5545 §3.3.5 says); one they show twice in autumn is the first of the two.
 */
export function toInstant({ date, time }: LocalMoment, timeZone: string): number {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const before = offsetAt(asUtc - dayMs, timeZone);
  const after = offsetAt(asUtc + dayMs, timeZone);
  const early = asUtc - before;
  if (before === after || offsetAt(early, timeZone) === before) return early;
  const late = asUtc - after;
  return offsetAt(late, timeZone) === after ? late : early;
}

/** The date `days` later; calendar arithmetic, no zone involved. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** True for a date that exists: `2026-02-30` does not. */
export function isRealDate(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(instant) && new Date(instant).toISOString().slice(0, 10) === date;
}

/** Minutes since local midnight of `05:30` → 330. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
