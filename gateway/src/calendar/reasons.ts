import type { Reason } from '../contract/index.ts';

/** A part of an event, as it is written there, that means nothing to us. */
export function notUnderstood(part: string): Reason {
  return { code: 'calendar.not-understood', params: { part: part.length > 60 ? `${part.slice(0, 59)}…` : part } };
}

/** 30 February; `date` as people write it, since nothing could turn it into words. */
export function noSuchDay(year: string, month: string, day: string): Reason {
  return { code: 'calendar.no-such-day', params: { date: `${Number(day)}/${Number(month)}/${year}` } };
}
