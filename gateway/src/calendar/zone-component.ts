import { offsetAt } from '../core/village-time.ts';
import type { Component } from './component.ts';
import { clockChanges } from './zones.ts';

/**
 * A zone's VTIMEZONE (RFC 5545 §3.6.5) as this machine knows it: one observance for a zone that never sets its clocks,
 * else each setting from `from` to `to`. Before `from` it says what holds then.
 */
export function zoneComponent(timeZone: string, from: number, to: number): Component {
  const begin = offsetAt(from, timeZone);
  const observances = clockChanges(timeZone, from, to).map(({ at, before, after }) =>
    observance(after > before ? 'daylight' : 'standard', wallText(at + before), before, after),
  );
  return [
    'vtimezone',
    [['tzid', {}, 'text', timeZone]],
    [observance('standard', '19700101T000000', begin, begin), ...observances],
  ];
}

function observance(name: 'standard' | 'daylight', start: string, before: number, after: number): Component {
  return [
    name,
    [
      ['dtstart', {}, 'date-time', start],
      ['tzoffsetfrom', {}, 'utc-offset', offsetText(before)],
      ['tzoffsetto', {}, 'utc-offset', offsetText(after)],
    ],
    [],
  ];
}

/** What a clock shows (milliseconds as if it were UTC) → `20261124T050000`. */
export function wallText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19).replace(/[-:]/g, '');
}

/** `+0700`. */
function offsetText(offsetMs: number): string {
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
