import { afterAll, expect, test } from 'vitest';
import type { Preflight, Report } from '../../../gateway/src/contract/index.ts';
import { createTestServer, problemIn } from '../../support/http-server.ts';

const preflight: Preflight = {
  at: '2026-11-23T11:00:00.000Z',
  from: '2026-11-23T11:00:00.000Z',
  to: '2026-11-24T11:00:00.000Z',
  slots: 3,
  checked: { files: 4, relays: 2 },
  findings: [
    {
      severity: 'blocks',
      reason: { code: 'preflight.relay-silent', params: { relay: 'Cột 1' } },
      fix: { kind: 'relay', id: 'cot-1' },
      slotIds: ['sang-1'],
    },
    { severity: 'warns', reason: { code: 'preflight.disk-low', params: { megabytes: 300 } }, fix: null, slotIds: [] },
  ],
};
const report: Report = {
  month: '2026-11',
  until: '2026-11-23T11:00:00.000Z',
  total: { aired: 1, partly: 0, missed: 0, chosen: 0 },
  zones: [],
  programmes: [],
  manual: { count: 0, airedSeconds: 0 },
  days: [],
  trouble: [],
};
const asked: string[] = [];
const server = createTestServer({
  replaced: {
    preflight: {
      last: async () => (asked.includes('look') ? preflight : null),
      run: async () => (asked.push('look'), preflight),
    },
    reports: { month: async (month) => ({ ...report, month }), csv: async (month) => `\uFEFFdate\r\n${month}\r\n` },
  },
});
afterAll(() => server.http.stop());

test('everybody signed in sees the last look ahead; who may schedule looks anew', async () => {
  expect((await server.as('viewer', 'GET', '/api/preflight')).json()).toEqual({ preflight: null });
  expect((await server.as('viewer', 'POST', '/api/preflight')).statusCode).toBe(403);
  expect(asked).toEqual([]);
  expect((await server.as('announcer', 'POST', '/api/preflight')).json()).toEqual(preflight);
  expect((await server.as('viewer', 'GET', '/api/preflight')).json()).toEqual({ preflight });
});

test('the monthly sheet is there for everybody signed in, to see and as a file', async () => {
  expect((await server.as('viewer', 'GET', '/api/reports/2026-11')).json()).toEqual(report);
  const csv = await server.as('viewer', 'GET', '/api/reports/2026-11/csv');
  expect(csv.statusCode).toBe(200);
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.headers['content-disposition']).toBe('attachment; filename="loa-thon-2026-11.csv"');
  expect(csv.rawPayload).toEqual(Buffer.from('\uFEFFdate\r\n2026-11\r\n'));
});

test.each(['2026-13', '2026-1', '2026', '0000-01', '9999-12', 'x', '2026-11-01', '..%2f'])(
  'there is no sheet of the month %s',
  async (month) => {
    for (const end of ['', '/csv']) {
      const response = await server.as('viewer', 'GET', `/api/reports/${month}${end}`);
      expect(response.statusCode).toBe(400);
      expect(problemIn(response).code).toBe('request.invalid');
    }
  },
);

test('what aired is heard again by everybody signed in, in whole or in part', async () => {
  const url = '/api/air-log/log-1/sound/loa';
  const whole = await server.as('viewer', 'GET', url);
  expect(whole.statusCode).toBe(200);
  expect(whole.headers).toMatchObject({ 'content-type': 'audio/wav', 'accept-ranges': 'bytes' });
  expect(whole.rawPayload.length).toBe(96_044);

  const headers = { cookie: 'loa_thon_session=viewer', range: 'bytes=1000-1999' };
  const part = await server.http.inject({ method: 'GET', url, headers });
  expect(part.statusCode).toBe(206);
  expect(part.headers).toMatchObject({ 'content-range': 'bytes 1000-1999/96044', 'content-length': '1000' });
  expect(part.rawPayload.equals(whole.rawPayload.subarray(1_000, 2_000))).toBe(true);

  const beyond = await server.http.inject({ method: 'GET', url, headers: { ...headers, range: 'bytes=96044-' } });
  expect(problemIn(beyond)).toMatchObject({ status: 416, code: 'request.range' });
  expect(problemIn(await server.as('viewer', 'GET', '/api/air-log/nowhere/sound/loa')).code).toBe('air-log.not-found');
  expect((await server.as(null, 'GET', url)).statusCode).toBe(401);
});

test('how long it is kept is everybody’s to see and the head’s to change', async () => {
  expect((await server.as('viewer', 'GET', '/api/aired-sound')).json()).toMatchObject({ days: 30, gigabytes: 4 });
  const longer = { days: 60, gigabytes: 8 };
  expect((await server.as('technician', 'PUT', '/api/aired-sound', longer)).statusCode).toBe(403);
  expect((await server.as('head', 'PUT', '/api/aired-sound', longer)).json()).toMatchObject(longer);
  for (const wrong of [
    { days: 0, gigabytes: 1 },
    { days: 1, gigabytes: 0.5 },
    { days: 1 },
    { days: 400, gigabytes: 1 },
  ]) {
    expect((await server.as('head', 'PUT', '/api/aired-sound', wrong)).statusCode).toBe(400);
  }
});

test('a stream is there for players without an account, by its exact name', async () => {
  const stream = await server.as(null, 'GET', '/streams/loa.mp3');
  expect(stream.statusCode).toBe(200);
  expect(stream.headers).toMatchObject({ 'content-type': 'audio/mpeg', 'cache-control': 'no-store' });
  expect(stream.payload).toBe('mp3 of loa');
  expect((await server.as(null, 'GET', '/streams/chua.mp3')).statusCode).toBe(404);
  for (const wrong of ['loa', 'loa.wav', '..%2floa.mp3', 'LOA.mp3']) {
    expect((await server.as(null, 'GET', `/streams/${wrong}`)).statusCode, wrong).toBeGreaterThanOrEqual(400);
  }
});
