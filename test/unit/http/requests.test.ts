import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createFakeServices, credentials, playlist, relay, zone } from '../../support/fake-services.ts';
import { createTestServer, problemIn, type TestServer } from '../../support/http-server.ts';

const ordinary = createTestServer();
afterEach(() => ordinary.services.forget());
afterAll(() => ordinary.http.stop());

/** The ordinary village, or one where a service does something else. */
function open(replaced?: Partial<Services>): TestServer {
  if (!replaced) return ordinary;
  const server = createTestServer({ replaced });
  onTestFinished(() => server.http.stop());
  return server;
}

const newZone = { name: 'Xóm Đình', channels: [{ relayId: 'cot-1', channel: 1 }], outputId: 'loa' };

test('an unknown field in a body is refused by name and nothing is done', async () => {
  const { as, services } = open();
  const response = await as('head', 'POST', '/api/zones', { ...newZone, volumeDB: -3 });
  expect(response.statusCode).toBe(400);
  expect(problemIn(response)).toMatchObject({
    code: 'request.invalid',
    detail: 'The body does not fit: /volumeDB is not known here.',
    errors: [{ path: '/volumeDB', message: 'is not known here' }],
  });
  expect(services.story).toEqual([]);
});

test.each([
  ['/api/sound-settings', 'PATCH', { bedUnderDb: 5 }, '/bedUnderDb'],
  ['/api/sound-settings', 'PATCH', { bedUnderDb: 14.5 }, '/bedUnderDb'],
  ['/api/sound-settings', 'PATCH', { silence: { seconds: 2, belowDb: 50 } }, '/silence/seconds'],
  ['/api/sound-settings', 'PATCH', { silence: { seconds: 8, belowDb: 80 } }, '/silence/belowDb'],
  ['/api/live-voice-limits', 'PUT', { longestMinutes: 0, idleSeconds: 90 }, '/longestMinutes'],
  ['/api/live-voice-limits', 'PUT', { longestMinutes: 30, idleSeconds: 5 }, '/idleSeconds'],
] as const)('a setting of sound out of its bounds is refused, and named: %s %s %j', async (url, method, body, path) => {
  const { as, services } = open();
  const response = await as('head', method, url, body);
  expect(problemIn(response)).toMatchObject({ code: 'request.invalid' });
  expect(problemIn(response).errors?.map((error) => error.path)).toContain(path);
  expect(services.story).toEqual([]);
});

test('an unknown field deep in a body is refused too', async () => {
  const { as } = open();
  const response = await as('head', 'POST', '/api/zones', {
    ...newZone,
    channels: [{ relayId: 'a', channel: 1, x: 1 }],
  });
  expect(problemIn(response).errors).toEqual([{ path: '/channels/0/x', message: 'is not known here' }]);
});

test('every field that does not fit is named', async () => {
  const { as } = open();
  const response = await as('head', 'POST', '/api/zones', { name: '', channels: 'all', outputId: null, volumeDb: 20 });
  expect(problemIn(response).errors?.map((error) => error.path)).toEqual(
    expect.arrayContaining(['/name', '/channels', '/volumeDb']),
  );
});

test('a number written as text in a body is refused, in an address it is understood', async () => {
  const { as, services } = open();
  const relayInput = { name: 'Cột 2', driver: 'tasmota', channels: '2' };
  expect((await as('head', 'POST', '/api/relays', relayInput)).statusCode).toBe(400);
  expect((await as('head', 'GET', '/api/recordings?limit=20')).statusCode).toBe(200);
  expect((await as('head', 'GET', '/api/recordings?limit=501')).statusCode).toBe(400);
  expect(services.story).toEqual([]);
});

test('an unknown question in an address is refused', async () => {
  const { as } = open();
  for (const url of ['/api/zones?name=x', '/api/recordings?lmit=5', '/api/slots?from=2026-11-24']) {
    expect(problemIn(await as('head', 'GET', url)).code, url).toBe('request.invalid');
  }
});

test('an id that cannot be one is refused before anything is asked', async () => {
  const { as } = open();
  const response = await as('head', 'GET', '/api/zones/..%2F..%2Fetc%2Fpasswd');
  expect(problemIn(response)).toMatchObject({ status: 400, code: 'request.invalid', errors: [{ path: '/id' }] });
});

test('a command that takes no body refuses one', async () => {
  const { as, services } = open();
  const response = await as('head', 'POST', '/api/slots/sang-2026-11-24/skip', { reason: 'x' });
  expect(problemIn(response).code).toBe('request.invalid');
  expect(services.story).toEqual([]);
});

test.each([
  ['{"name":', 400, 'request.malformed'],
  ['', 400, 'request.malformed'],
  ['null', 400, 'request.invalid'],
  ['[]', 400, 'request.invalid'],
  ['{"__proto__":{"roles":["head"]}}', 400, 'request.malformed'],
  [JSON.stringify({ name: 'x'.repeat(1_000_001) }), 413, 'request.too-large'],
])('the body %.20s is refused with %i %s', async (body, status, code) => {
  const { as } = open();
  const problem = problemIn(await as('head', 'POST', '/api/zones', body));
  expect(problem).toMatchObject({ status, code });
});

test('a body that is not JSON is refused', async () => {
  const { http } = open();
  const response = await http.inject({
    method: 'POST',
    url: '/api/zones',
    payload: '<zone/>',
    headers: { cookie: 'loa_thon_session=head', 'content-type': 'application/xml' },
  });
  expect(problemIn(response)).toMatchObject({ status: 415, code: 'request.media-type' });
});

test('an address that is no URL is refused as a problem', async () => {
  const { as } = open();
  expect(problemIn(await as('head', 'GET', '/api/zones/%zz'))).toMatchObject({
    status: 400,
    code: 'request.malformed',
  });
});

test('an unknown address is 404, a known one with the wrong method 405 and says which it takes', async () => {
  const { as } = open();
  expect(problemIn(await as('head', 'GET', '/api/zoness'))).toMatchObject({ status: 404, code: 'http.not-found' });
  const response = await as('head', 'PUT', '/api/zones/dau-thon', {});
  expect(problemIn(response)).toMatchObject({ status: 405, code: 'http.method-not-allowed' });
  expect(response.headers.allow).toBe('GET, PATCH, DELETE');
});

test('a refusal of a service keeps its code, its facts and its status', async () => {
  const { as } = open({
    broadcasts: {
      ...createFakeServices().broadcasts,
      stopAll: () =>
        Promise.reject(new AppError('relay.unreachable', 504, 'No answer.', { params: { relay: 'Cột 1' } })),
    },
  });
  const problem = problemIn(await as('head', 'POST', '/api/broadcasts/stop-all'));
  expect(problem).toEqual({
    type: 'about:blank',
    title: 'Gateway Timeout',
    status: 504,
    detail: 'No answer.',
    code: 'relay.unreachable',
    params: { relay: 'Cột 1' },
  });
});

test('a mistake of the gateway says nothing of itself', async () => {
  const { as } = open({
    zones: { ...createFakeServices().zones, list: () => Promise.reject(new Error('secret at /var/lib/x')) },
  });
  const response = await as('head', 'GET', '/api/zones');
  expect(problemIn(response)).toMatchObject({ status: 500, code: 'internal' });
  expect(response.payload).not.toContain('secret');
});

test('an answer holds what the contract says and not a field more', async () => {
  const leaky = { ...relay, passwordHash: 'abc', channels: [{ ...relay.channels[0]!, pulse: 'x' }] };
  const { as } = open({ relays: { ...createFakeServices().relays, list: async () => [leaky] } });
  expect((await as('viewer', 'GET', '/api/relays')).json()).toEqual({ items: [relay], next: null });
});

test('problems inside a list arrive whole', async () => {
  const { as } = open();
  expect((await as('viewer', 'GET', '/api/playlists/daily-sang')).json()).toEqual(playlist);
});

test('a relay comes back with its password once, when it is made', async () => {
  const { as } = open();
  const made = await as('technician', 'POST', '/api/relays', { name: 'Cột 1', driver: 'tasmota', channels: 1 });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toEqual({ relay, credentials });
  expect((await as('technician', 'GET', '/api/relays/cot-1')).payload).not.toContain(credentials.password);
});

test('removing answers 204 with nothing', async () => {
  const { as, services } = open();
  const response = await as('technician', 'DELETE', '/api/zones/dau-thon');
  expect(response.statusCode).toBe(204);
  expect(response.payload).toBe('');
  expect(services.story).toEqual(['no zone dau-thon']);
});

test('a PATCH passes on what was said and nothing else', async () => {
  const heard: unknown[] = [];
  const { as } = open({
    zones: {
      ...createFakeServices().zones,
      change: async (...said) => {
        heard.push(said);
        return zone;
      },
    },
  });
  await as('technician', 'PATCH', '/api/zones/dau-thon', { volumeDb: -6 });
  expect(heard).toEqual([['dau-thon', { volumeDb: -6 }]]);
});

test('health is told to anybody, and is not sick because nobody signed in', async () => {
  const { as } = open();
  const response = await as(null, 'GET', '/api/health');
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({ status: 'ok', loops: [] });
});
