import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import type { Role } from '../../../gateway/src/contract/index.ts';
import { createTestServer, problemIn } from '../../support/http-server.ts';

const server = createTestServer();
afterEach(() => server.services.forget());
afterAll(() => server.http.stop());

const emergency = {
  id: 'run-7',
  content: { kind: 'recording', recordingId: 'ban-tin' },
  zoneIds: ['dau-thon'],
  priority: 'emergency',
  reason: 'Nước lên',
};

test.each<[Role, number]>([
  ['head', 201],
  ['announcer', 201],
  ['approver', 403],
  ['technician', 403],
  ['security', 403],
  ['viewer', 403],
])('an emergency started by the %s is answered %i', async (role, status) => {
  const response = await server.as(role, 'POST', '/api/broadcasts', emergency);
  expect(response.statusCode).toBe(status);
  expect(server.services.story).toEqual(status === 201 ? [`${role} starts run-7`] : []);
});

test.each<[Role, number]>([
  ['head', 200],
  ['announcer', 200],
  ['approver', 200],
  ['technician', 200],
  ['security', 403],
  ['viewer', 403],
])('"stop now" by the %s is answered %i', async (role, status) => {
  expect((await server.as(role, 'POST', '/api/broadcasts/stop-all')).statusCode).toBe(status);
  expect((await server.as(role, 'POST', '/api/broadcasts/run-1/stop')).statusCode).toBe(status);
});

test.each<[Role, number, number]>([
  ['head', 200, 200],
  ['announcer', 200, 403],
  ['approver', 403, 200],
  ['technician', 403, 403],
  ['viewer', 403, 403],
])('the %s is answered %i when moving a slot and %i when approving', async (role, moving, approving) => {
  const slot = '/api/slots/sang-2026-11-24';
  const startsAt = '2026-11-23T23:00:00.000Z';
  expect((await server.as(role, 'POST', `${slot}/move`, { startsAt })).statusCode).toBe(moving);
  const content = { kind: 'recording', recordingId: 'ban-tin' };
  expect((await server.as(role, 'POST', `${slot}/replace`, { content })).statusCode).toBe(moving);
  expect((await server.as(role, 'POST', '/api/programmes/sang/submit')).statusCode).toBe(moving);
  expect((await server.as(role, 'POST', `${slot}/approve`, { recordingIds: ['ban-tin'] })).statusCode).toBe(approving);
  expect((await server.as(role, 'POST', '/api/programmes/sang/approve', { at: startsAt })).statusCode).toBe(approving);
  const back = { note: 'Ghi lại' };
  expect((await server.as(role, 'POST', '/api/programmes/sang/send-back', back)).statusCode).toBe(approving);
});

test.each<[Role, number]>([
  ['head', 200],
  ['announcer', 200],
  ['approver', 200],
  ['technician', 200],
  ['security', 403],
  ['viewer', 403],
])('looking ahead by the %s is answered %i', async (role, status) => {
  expect((await server.as(role, 'POST', '/api/preflight')).statusCode).toBe(status);
});

test('why a slot airs or does not is told to everybody signed in', async () => {
  const response = await server.as('viewer', 'GET', '/api/slots/sang-2026-11-24/why');
  expect(response.json()).toMatchObject({ steps: [{ step: 'rule', reason: { code: 'why.planned' } }] });
});

test('a refusal by role says which permission was missing', async () => {
  const response = await server.as('viewer', 'DELETE', '/api/zones/dau-thon');
  expect(problemIn(response)).toMatchObject({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    code: 'identity.not-allowed',
    params: { permission: 'equipment' },
  });
});

test('everybody signed in may look, but only the head at accounts and head or technician at the audit log', async () => {
  for (const url of ['/api/zones', '/api/relays', '/api/air-log', '/api/slots?from=2026-11-23&to=2026-11-24']) {
    expect((await server.as('viewer', 'GET', url)).statusCode, url).toBe(200);
  }
  expect((await server.as('technician', 'GET', '/api/users')).statusCode).toBe(403);
  expect((await server.as('head', 'GET', '/api/users')).statusCode).toBe(200);
  expect((await server.as('announcer', 'GET', '/api/audit-log')).statusCode).toBe(403);
  expect((await server.as('technician', 'GET', '/api/audit-log')).statusCode).toBe(200);
});

test('a session that has ended is nobody', async () => {
  server.services.tokens.delete('head');
  expect((await server.as('head', 'GET', '/api/zones')).statusCode).toBe(401);
});

test('signing in sets a cookie that scripts and other sites cannot use', async () => {
  const response = await server.as(null, 'POST', '/api/session', { login: 'head', password: 'password' });
  expect(response.statusCode).toBe(201);
  expect(response.json()).toMatchObject({ setUp: true, user: { login: 'head' } });
  expect(response.headers['set-cookie']).toBe(
    'loa_thon_session=head; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict',
  );
});

test("opening the panel starts the cookie's 30 days anew, signing out takes it away", async () => {
  const opened = await server.as('viewer', 'GET', '/api/session');
  expect(opened.json()).toMatchObject({ setUp: true, user: { login: 'viewer' } });
  expect(opened.headers['set-cookie']).toContain('loa_thon_session=viewer; Max-Age=2592000');

  const left = await server.as('viewer', 'DELETE', '/api/session');
  expect(left.statusCode).toBe(204);
  expect(left.headers['set-cookie']).toContain('loa_thon_session=; Max-Age=0');
  expect((await server.as('viewer', 'GET', '/api/session')).json()).toEqual({
    setUp: true,
    user: null,
    permissions: [],
  });
});

test('a page of another site cannot command the gateway, even with the cookie', async () => {
  const command = (origin: string) =>
    server.http.inject({
      method: 'POST',
      url: '/api/broadcasts/stop-all',
      headers: { cookie: 'loa_thon_session=head', host: 'loa-thon.local:8080', origin },
    });
  for (const origin of [
    'http://evil.example',
    'null',
    'http://loa-thon.local',
    'http://loa-thon.local:8080.evil.example',
  ]) {
    const response = await command(origin);
    expect(problemIn(response).code, origin).toBe('http.cross-origin');
  }
  expect(server.services.story).toEqual([]);
  expect((await command('http://loa-thon.local:8080')).statusCode).toBe(200);
});

test('guessing passwords is slowed down by address', async () => {
  const server = createTestServer();
  onTestFinished(() => server.http.stop());
  const codes: number[] = [];
  for (let n = 0; n < 31; n++) {
    const response = await server.as(null, 'POST', '/api/session', { login: 'head', password: 'wrong' });
    codes.push(response.statusCode);
  }
  expect(codes.slice(0, 30)).toEqual(Array(30).fill(401));
  expect(codes[30]).toBe(429);
  const refused = await server.as(null, 'POST', '/api/session', { login: 'head', password: 'password' });
  expect(problemIn(refused)).toMatchObject({ code: 'http.too-many-requests' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});
