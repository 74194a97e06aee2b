import type { CalendarFeed, CalendarPreview } from '../../../gateway/src/contract/index.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import type { Fake } from './fake.ts';
import { programme } from './programmes.ts';

const calendarFeed: CalendarFeed = { path: '/calendar/khoa-cua-thon-ngot-2026.ics' };

const calendarPreview: CalendarPreview = {
  events: [{ uid: 'sang@xa', title: 'Buổi sáng', rule: programme.rule, problems: [] }],
};

export const fakeCalendar: Fake<'calendar'> = ({ tell }) => ({
  feed: async () => calendarFeed,
  renew: async () => tell('new calendar address', calendarFeed),
  close: async () => tell('no calendar address', { path: null }),
  file: () => Promise.reject(new AppError('calendar.not-found', 404, 'There is no calendar at this address.')),
  preview: async () => calendarPreview,
  import: async ({ uids }, actor) => tell(`${actor.login} imports ${uids.join(' ')}`, [programme]),
});
