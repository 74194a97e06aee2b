import { dayMs, offsetAt } from '../core/village-time.ts';

/** The time zones that one file speaks of, seen from the village. */
export interface ZoneBook {
  /** The IANA zone of that name as `Intl` calls it, or null: a name of Windows, of a phone's maker, a misspelt one. */
  find(name: string): string | null;
  /** Whether its clocks show what the village's show, from a year ago to ten years ahead. */
  agrees(zone: string): boolean;
}

/** Each zone costs some memory for good and 2 ms to compare; a real file names one or two. */
const mostZones = 50;
const yearMs = 365 * dayMs;
/** No zone changes its clocks twice within a week. */
const stepMs = 7 * dayMs;

export function createZoneBook(villageZone: string, now: number): ZoneBook {
  const found = new Map<string, string | null>();
  const agreeing = new Map<string, boolean>();
  return {
    find(name) {
      let zone = found.get(name);
      if (zone === undefined) {
        zone = found.size < mostZones ? ianaZone(name) : null;
        found.set(name, zone);
      }
      return zone;
    },
    agrees(zone) {
      let same = agreeing.get(zone);
      if (same === undefined) {
        same = sameClocks(zone, villageZone, now - yearMs, now + 10 * yearMs);
        agreeing.set(zone, same);
      }
      return same;
    },
  };
}

function ianaZone(name: string): string | null {
  // `Intl` of newer Node takes `+07:00` too, which is no zone of iCalendar.
  if (!/^[A-Za-z][\w+/-]{1,60}$/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function sameClocks(a: string, b: string, from: number, to: number): boolean {
  if (a === b) return true;
  for (let at = from; at <= to; at += stepMs) if (offsetAt(at, a) !== offsetAt(at, b)) return false;
  return true;
}

/** A moment at which the clocks of a zone were set, with the milliseconds it was ahead of UTC before and after. */
export interface ClockChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** The clock changes of a zone, from `from` to `to`, in order, exact to the second. */
export function clockChanges(zone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let start = from; start < to; start += stepMs) {
    const end = Math.min(start + stepMs, to);
    const before = offsetAt(start, zone);
    const after = offsetAt(end, zone);
    if (before !== after) changes.push({ at: changeBetween(start, end, zone), before, after });
  }
  return changes;
}

function changeBetween(start: number, end: number, zone: string): number {
  const before = offsetAt(start, zone);
  let [low, high] = [Math.floor(start / 1000), Math.ceil(end / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000, zone) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}
