import {
  CalendarFeed,
  CalendarFileParams,
  CalendarImport,
  CalendarPreview,
  CalendarPreviewInput,
  Page,
  Programme,
} from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';

/** A megabyte of text as JSON: a line end or a Vietnamese letter takes up to three bytes. */
const largestBodyBytes = 4_000_000;

/** iCalendar: an address that phones subscribe to, and programmes out of other calendars. */
export function calendarRoutes({ calendar }: Services): Route[] {
  return [
    route({
      operationId: 'getCalendarFile',
      summary: 'The schedule as iCalendar, for whoever knows the address',
      method: 'GET',
      url: '/calendar/:file',
      access: 'anyone',
      params: CalendarFileParams,
      answer: Stream,
      contentType: 'text/calendar',
      perMinute: 60,
      async handle({ params, reply }) {
        const text = await calendar.file(params.file.slice(0, -'.ics'.length));
        return reply
          .header('content-type', 'text/calendar; charset=utf-8')
          .header('cache-control', 'no-store')
          .send(text);
      },
    }),
    route({
      operationId: 'getCalendarFeed',
      summary: 'The address of the schedule for phones',
      method: 'GET',
      url: '/api/calendar',
      access: 'schedule',
      answer: CalendarFeed,
      handle: () => calendar.feed(),
    }),
    route({
      operationId: 'renewCalendarFeed',
      summary: 'A new address; the old one answers no more',
      method: 'POST',
      url: '/api/calendar/renew',
      access: 'schedule',
      answer: CalendarFeed,
      handle: () => calendar.renew(),
    }),
    route({
      operationId: 'closeCalendarFeed',
      summary: 'No address any more',
      method: 'POST',
      url: '/api/calendar/close',
      access: 'schedule',
      answer: CalendarFeed,
      handle: () => calendar.close(),
    }),
    route({
      operationId: 'previewCalendar',
      summary: 'What the events of an iCalendar file would become; nothing is kept',
      method: 'POST',
      url: '/api/calendar/preview',
      access: 'schedule',
      body: CalendarPreviewInput,
      largestBodyBytes,
      answer: CalendarPreview,
      handle: ({ body }) => calendar.preview(body.text),
    }),
    route({
      operationId: 'importCalendar',
      summary: 'Make draft programmes of chosen events, all of them or none',
      method: 'POST',
      url: '/api/calendar/import',
      access: 'schedule',
      body: CalendarImport,
      largestBodyBytes,
      answer: Page(Programme),
      status: 201,
      subject: ({ items }) => items.map(({ id }) => id).join(' '),
      handle: async ({ body, actor }) => whole(await calendar.import(body, actor)),
    }),
  ];
}
