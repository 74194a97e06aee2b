import * as rrule from '../../../gateway/src/schedule/rrule.ts';
import * as rule from '../../../gateway/src/schedule/rule.ts';
import type { CalendarEvent } from '../../../gateway/src/contract/index.ts';
import { understand } from '../../../gateway/src/calendar/understand.ts';

export const rules = { ...rrule, ...rule };
export const now = Date.parse('2026-11-24T00:00:00Z');
export const village = { timeZone: 'Asia/Ho_Chi_Minh', now, rules };

/** A file with these events, each given as its lines. */
export function file(...events: string[][]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flatMap(event), 'END:VCALENDAR', ''].join('\r\n');
}

function event(lines: string[]): string[] {
  return ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
}

/** What becomes of a file with one event, whose UID and title are added. */
export function read(lines: string[], timeZone = village.timeZone): CalendarEvent {
  const [found, another] = understand(file(['UID:a', 'SUMMARY:Bản tin', ...lines]), { ...village, timeZone });
  if (!found || another) throw new Error('not one event');
  return found;
}
