import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CalendarEvent, CalendarFeed, CalendarImport, ProgrammeInput } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { addDays, toLocal } from '../core/village-time.ts';
import type { Services } from '../http/ports.ts';
import { calendarText } from './calendar-text.ts';
import type { CalendarSchedule, CalendarSettings, RuleBook } from './ports.ts';
import { understand } from './understand.ts';

export interface CalendarParts {
  readonly settings: CalendarSettings;
  readonly schedule: CalendarSchedule;
  readonly rules: RuleBook;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly villageId: string;
  readonly villageName: () => string;
}

const tokenKey = 'calendar.token';
/** As many days as the schedule lists at once. */
const slotDays = 62;

/** iCalendar: the schedule for phones that subscribe, and programmes out of other calendars. */
export function createCalendar(parts: CalendarParts): Services['calendar'] {
  const { settings, schedule, rules, clock, timeZone, villageId, villageName } = parts;

  const feedOf = (token: string | null): CalendarFeed => ({ path: token ? `/calendar/${token}.ics` : null });
  const read = (text: string) => understand(text, { timeZone, now: clock.now(), rules });

  async function keep(token: string): Promise<CalendarFeed> {
    await settings.set(tokenKey, token);
    return feedOf(token);
  }

  return {
    feed: async () => feedOf(await settings.get(tokenKey)),
    renew: () => keep(randomBytes(32).toString('base64url')),
    close: () => keep(''),

    async file(token) {
      const own = await settings.get(tokenKey);
      if (!own || !isSame(own, token)) {
        throw new AppError('calendar.not-found', 404, 'There is no calendar here: ask for its address again.');
      }
      const today = toLocal(clock.now(), timeZone).date;
      const [programmes, slots] = await Promise.all([
        schedule.programmes(),
        schedule.slots(today, addDays(today, slotDays - 1)),
      ]);
      const now = clock.now();
      return calendarText({ villageId, villageName: villageName(), timeZone, now, programmes, slots, rules });
    },

    preview: async (text) => ({ events: read(text) }),

    async import(input, actor) {
      const events = new Map(read(input.text).map((event) => [event.uid, event]));
      const inputs = input.uids.map((uid) => programmeOf(events.get(uid), uid, input));
      return schedule.importDrafts(inputs, actor);
    },
  };
}

/** Equal in length whatever was sent, and compared without a hint where they differ. */
function isSame(own: string, given: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(own), hash(given));
}

function programmeOf(event: CalendarEvent | undefined, uid: string, input: CalendarImport): ProgrammeInput {
  if (!event) {
    throw new AppError('calendar.event-not-found', 404, `The file has no event '${uid}': look at it again.`, {
      params: { uid },
    });
  }
  const { title, rule, problems } = event;
  if (!rule) {
    const [{ code, params } = { code: 'calendar.not-understood', params: {} }] = problems;
    throw new AppError(code, 422, `The event '${title}' cannot be taken in: leave it out.`, { params });
  }
  const { kind, content, zoneIds, priority, nearQuietHours } = input;
  return {
    title,
    kind,
    content,
    zoneIds,
    priority,
    rule,
    approval: 'draft',
    ...(nearQuietHours === undefined ? {} : { nearQuietHours }),
  };
}
