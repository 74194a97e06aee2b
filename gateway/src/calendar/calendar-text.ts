import ICAL from 'ical.js';
import type { Programme, Slot } from '../contract/index.ts';
import { dayMs } from '../core/village-time.ts';
import type { Component, PropertyLine } from './component.ts';
import { plainDesign } from './plain-design.ts';
import type { RuleBook } from './ports.ts';
import { programmeEvents } from './programme-events.ts';
import { wallText, zoneComponent } from './zone-component.ts';

export interface Feed {
  readonly villageId: string;
  readonly villageName: string;
  readonly timeZone: string;
  readonly now: number;
  readonly programmes: readonly Programme[];
  /** The next weeks, with what somebody changed and what holds them back. */
  readonly slots: readonly Slot[];
  readonly rules: RuleBook;
}

/** The clocks of a phone hold what is known of the zone for so long. */
const zoneAheadMs = 10 * 366 * dayMs;

/** The schedule as iCalendar (RFC 5545): what is approved and switched on, and will sound as things stand. */
export function calendarText(feed: Feed): string {
  const { villageId, villageName, timeZone, now, programmes, slots, rules } = feed;
  // The same all year, so that nothing in a phone changes from one day to the next without a reason.
  const since = Date.UTC(new Date(now).getUTCFullYear() - 1, 0, 1);
  const events = programmes
    .filter(({ enabled, approval }) => enabled && approval.state === 'approved')
    .flatMap((programme) =>
      programmeEvents(programme, {
        uidEnd: `@${villageId}`,
        timeZone,
        now,
        since,
        stamp: `${wallText(now)}Z`,
        slots: slots.filter((slot) => slot.programmeId === programme.id),
        rules,
      }),
    );
  const head: PropertyLine[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Loa Thon//Schedule//VI'],
    ['method', {}, 'text', 'PUBLISH'],
    ['x-wr-calname', {}, 'text', villageName],
    ['refresh-interval', { value: 'DURATION' }, 'unknown', 'PT1H'],
  ];
  const calendar: Component = ['vcalendar', head, [zoneComponent(timeZone, since, now + zoneAheadMs), ...events]];
  return `${ICAL.stringify.component(calendar, plainDesign)}\r\n`;
}
