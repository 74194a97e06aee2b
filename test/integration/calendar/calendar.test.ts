import { pino } from 'pino';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalendar } from '../../../gateway/src/calendar/calendar-service.ts';
import type { CalendarFeed, CalendarPreview, PageOf, Programme } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { createHttpServer } from '../../../gateway/src/http/server.ts';
import { fromRrule, toRrule } from '../../../gateway/src/schedule/rrule.ts';
import { checkRule, occurrencesFrom } from '../../../gateway/src/schedule/rule.ts';
import { createSettingsStore } from '../../../gateway/src/village/settings-store.ts';
import { createFakeServices } from '../../support/fake-services.ts';
import { createTestServer, problemIn, type TestServer } from '../../support/http-server.ts';
import { furnish, head, morning, openVillage, timeZone } from '../../support/schedule-village.ts';
import { temporaryStorage } from '../../support/storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { file } from '../../unit/calendar/ics.ts';

let village: Awaited<ReturnType<typeof openVillage>>;
let calendar: Services['calendar'];
let server: TestServer;

beforeEach(async () => {
  const storage = await temporaryStorage();
  await furnish(storage);
  village = await openVillage(storage);
  const { schedule } = village;
  calendar = createCalendar({
    settings: createSettingsStore(storage),
    schedule: {
      programmes: schedule.programmes.list,
      slots: (from, to) => schedule.slots.list({ from, to }),
      importDrafts: schedule.createDrafts,
    },
    rules: { toRrule, fromRrule, checkRule, occurrencesFrom },
    clock: village.clock,
    timeZone,
    villageId: 'thon-ngot',
    villageName: () => 'Thôn Ngọt',
  });
  server = createTestServer({ replaced: { calendar } });
});
afterEach(() => server.http.stop());

const meeting = ['UID:hop', 'SUMMARY:Họp thôn', 'DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T190000', 'RRULE:FREQ=MONTHLY'];
const market = ['UID:cho', 'SUMMARY:Chợ phiên', 'DTSTART;TZID=Asia/Ho_Chi_Minh:20261202T070000'];
const night = ['UID:dem', 'SUMMARY:Đêm', 'DTSTART;TZID=Asia/Ho_Chi_Minh:20261202T031500'];
const hourly = ['UID:gio', 'SUMMARY:Mỗi giờ', 'DTSTART:20261202T070000', 'RRULE:FREQ=HOURLY'];
const text = file(meeting, market, night, hourly);
const chosen = (...uids: string[]) => {
  const { kind, content, zoneIds, priority } = morning;
  return { text, uids, kind, content, zoneIds, priority };
};

describe('the address for phones', () => {
  const pathOf = async () => (await server.as('head', 'GET', '/api/calendar')).json<CalendarFeed>().path;
  const renew = async () => (await server.as('head', 'POST', '/api/calendar/renew')).json<CalendarFeed>().path ?? '';

  it('is there once somebody asks for it, opens the schedule without a sign-in, and is gone when it is closed', async () => {
    await village.schedule.programmes.create(morning, head);
    expect(await pathOf()).toBeNull();
    const path = await renew();
    expect(path).toMatch(/^\/calendar\/[\w-]{43}\.ics$/);
    expect(await pathOf()).toBe(path);
    const answer = await server.as(null, 'GET', path);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.payload).toContain('SUMMARY:Bản tin sáng\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261124T060000\r\n');
    expect((await server.as('head', 'POST', '/api/calendar/close')).json()).toEqual({ path: null });
    expect(problemIn(await server.as(null, 'GET', path))).toMatchObject({ status: 404, code: 'calendar.not-found' });
  });

  it('answers no more when there is a newer one', async () => {
    const [first, second] = [await renew(), await renew()];
    expect(second).not.toBe(first);
    expect((await server.as(null, 'GET', first)).statusCode).toBe(404);
    expect((await server.as(null, 'GET', second)).statusCode).toBe(200);
  });

  it('cannot be guessed: neither an empty one nor one that begins right', async () => {
    const nothing = await server.as(null, 'GET', `/calendar/${'a'.repeat(43)}.ics`);
    expect(problemIn(nothing).code).toBe('calendar.not-found');
    const path = await renew();
    for (const wrong of [
      path.replace(/.\.ics$/, '.ics'),
      path.replace('.ics', 'x.ics'),
      `/calendar/${'a'.repeat(43)}.ics`,
    ]) {
      expect(problemIn(await server.as(null, 'GET', wrong))).toMatchObject({ status: 404, code: 'calendar.not-found' });
    }
    expect(problemIn(await server.as(null, 'GET', '/calendar/.ics')).status).toBe(400);
    expect((await server.as('viewer', 'GET', '/api/calendar')).statusCode).toBe(403);
  });

  it('is asked for at most 60 times a minute from one place', async () => {
    const path = await renew();
    for (let n = 0; n < 60; n++) expect((await server.as(null, 'GET', path)).statusCode).toBe(200);
    expect(problemIn(await server.as(null, 'GET', path)).code).toBe('http.too-many-requests');
  });

  it('is in no log, whatever happens to the request, and in no audit log', async () => {
    const lines: string[] = [];
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (line, _encoding, done) => (lines.push(String(line)), done()) }),
    );
    const broken = { ...calendar, file: () => Promise.reject(new Error('the disk is gone')) };
    const services = createFakeServices({ calendar: broken });
    const panelFolder = await tempFolder();
    const http = createHttpServer({
      services,
      changes: createChanges(),
      log,
      clock: village.clock,
      host: '127.0.0.1',
      port: 0,
      securePort: 0,
      panelFolder,
    });
    const path = await renew();
    expect((await http.inject({ method: 'GET', url: path })).statusCode).toBe(500);
    expect((await http.inject({ method: 'GET', url: `${path}?x=1` })).statusCode).toBe(400);
    expect((await http.inject({ method: 'PUT', url: path })).statusCode).toBe(405);
    await http.stop();
    expect(lines.join('')).toContain('/calendar/:file');
    expect(lines.join('')).not.toContain(path.slice('/calendar/'.length, -'.ics'.length));
    expect(server.services.auditTrail).toEqual(['head renewCalendarFeed - ok']);
  });

  it('shows no slot that is skipped', async () => {
    await village.schedule.programmes.create(morning, head);
    const [first] = await village.schedule.slots.list({ from: '2026-11-24', to: '2026-11-24' });
    await village.schedule.slots.skip(first?.id ?? '', head);
    expect((await server.as(null, 'GET', await renew())).payload).toContain(
      'EXDATE;TZID=Asia/Ho_Chi_Minh:20261124T060000',
    );
  });
});

describe('a calendar from elsewhere', () => {
  const preview = (body: object | string) => server.as('announcer', 'POST', '/api/calendar/preview', body);
  const take = (body: object) => server.as('announcer', 'POST', '/api/calendar/import', body);
  const titles = async () => (await village.schedule.programmes.list()).map(({ title }) => title);

  it('is shown before anything is taken from it', async () => {
    expect((await preview({ text })).json<CalendarPreview>().events).toMatchObject([
      { uid: 'hop', title: 'Họp thôn', rule: { repeat: 'monthly', monthDays: [1], times: ['19:00'] }, problems: [] },
      { uid: 'cho', rule: { repeat: 'once', date: '2026-12-02', times: ['07:00'] } },
      { uid: 'dem', rule: { repeat: 'once', times: ['03:15'] } },
      { uid: 'gio', rule: null, problems: [{ code: 'calendar.not-understood', params: { part: 'FREQ=HOURLY' } }] },
    ]);
    expect(await titles()).toEqual([]);
  });

  it('gives drafts of the chosen events, which nobody hears before they are approved', async () => {
    const answer = await take(chosen('hop', 'cho'));
    expect(answer.statusCode).toBe(201);
    const { items } = answer.json<PageOf<Programme>>();
    expect(items).toMatchObject([
      { title: 'Họp thôn', rule: { repeat: 'monthly' }, approval: { state: 'draft' } },
      { title: 'Chợ phiên', rule: { repeat: 'once' }, approval: { state: 'draft' } },
    ]);
    expect((await titles()).sort()).toEqual(['Chợ phiên', 'Họp thôn']);
    expect(server.services.auditTrail).toEqual([`announcer importCalendar ${items.map(({ id }) => id).join(' ')} ok`]);
  });

  it.each([
    ['an event in the quiet hours', ['hop', 'dem'], 422, 'schedule.quiet-hours'],
    ['one that is not understood', ['hop', 'gio'], 422, 'calendar.not-understood'],
    ['one that is not in the file', ['hop', 'tet'], 404, 'calendar.event-not-found'],
  ])('with %s is refused, and nothing of it is kept', async (_what, uids, status, code) => {
    expect(problemIn(await take(chosen(...uids)))).toMatchObject({ status, code });
    expect(await titles()).toEqual([]);
  });

  it('a megabyte in Vietnamese is read; a character more, or 50 MB, is refused at once', async () => {
    const begin = 'BEGIN:VCALENDAR\r\nX-NOTE:';
    const end = '\r\nEND:VCALENDAR';
    const whole = begin + 'ấ'.repeat(1_000_000 - begin.length - end.length) + end;
    expect((await preview({ text: whole })).json()).toEqual({ events: [] });
    expect(problemIn(await preview({ text: `${whole} ` })).code).toBe('request.invalid');
    const began = performance.now();
    const huge = JSON.stringify({ text: 'x'.repeat(50_000_000) });
    expect(problemIn(await preview(huge))).toMatchObject({
      status: 413,
      code: 'request.too-large',
      detail: 'The body is too large: at most 4 MB.',
      params: { megabytes: 4 },
    });
    expect(problemIn(await server.as('announcer', 'POST', '/api/calendar/import', huge)).status).toBe(413);
    expect(performance.now() - began).toBeLessThan(2_000);
    // Only these two take so much.
    const zone = { name: 'x'.repeat(1_000_001) };
    expect(problemIn(await server.as('head', 'POST', '/api/zones', zone))).toMatchObject({
      code: 'request.too-large',
      params: { megabytes: 1 },
    });
  });

  it('is refused when it is none, and to somebody who may not change the schedule', async () => {
    expect(problemIn(await preview({ text: 'xin chào' }))).toMatchObject({
      status: 422,
      code: 'calendar.unreadable',
      params: { line: 1 },
    });
    expect((await server.as('viewer', 'POST', '/api/calendar/preview', { text })).statusCode).toBe(403);
    expect((await server.as('technician', 'POST', '/api/calendar/import', chosen('hop'))).statusCode).toBe(403);
  });
});
