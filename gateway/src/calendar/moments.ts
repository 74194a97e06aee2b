import { isRealDate, toInstant, toLocal, type LocalMoment } from '../core/village-time.ts';
import type { Reason } from '../contract/index.ts';
import type { Property } from './content-lines.ts';
import { noSuchDay, notUnderstood } from './reasons.ts';
import type { ZoneBook } from './zones.ts';

/** A date-time of the file: as its own clock shows it, and where that clock hangs. Null: the village's own (§3.3.5). */
export interface Moment extends LocalMoment {
  readonly zone: string | null;
}

/** Later is nobody's plan, and not all arithmetic holds so far. */
export const lastYear = '2199';

/** A moment, or why it is none that we can air at. */
export function readMoment(property: Property, text: string, zones: ZoneBook): Moment | Reason {
  const [, year, month = '', day = '', time] = /^(\d{4})(\d\d)(\d\d)(T.*)?$/.exec(text) ?? [];
  if (!year || year < '1970' || year > lastYear) return notUnderstood(text);
  const date = `${year}-${month}-${day}`;
  if (!isRealDate(date)) return noSuchDay(year, month, day);
  if (!time) return { code: 'calendar.all-day', params: {} };
  const [, hour, minute, utc] = /^T([01]\d|2[0-3])([0-5]\d)00(Z?)$/.exec(time) ?? [];
  if (!hour) return notUnderstood(text);
  const zone = utc ? 'UTC' : zoneOf(property, zones);
  if (zone !== null && typeof zone === 'object') return zone;
  return { date, time: `${hour}:${minute}`, zone };
}

export const isMoment = (read: Moment | Reason): read is Moment => 'time' in read;

/** Its instant, epoch milliseconds. */
export function instantOf({ date, time, zone }: Moment, villageZone: string): number {
  return toInstant({ date, time }, zone ?? villageZone);
}

/**
 * The same moment on the village's clock. A time that is shown twice in autumn is the first of the two there, so the
 * second of them is on no clock: null.
 */
export function onVillageClock(moment: Moment, villageZone: string): LocalMoment | null {
  if (moment.zone === null || moment.zone === villageZone) return { date: moment.date, time: moment.time };
  const instant = instantOf(moment, villageZone);
  const local = toLocal(instant, villageZone);
  return toInstant(local, villageZone) === instant ? local : null;
}

/** A VTIMEZONE of the file is not trusted: its name has to be one that this machine knows. */
function zoneOf({ params }: Property, zones: ZoneBook): string | null | Reason {
  const name = params.tzid;
  if (name === undefined) return null;
  const zone = typeof name === 'string' ? zones.find(name) : null;
  return zone ?? { code: 'calendar.unknown-zone', params: { zone: String(name).slice(0, 60) } };
}
