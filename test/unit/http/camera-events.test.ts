import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { CameraEventQuery, Role } from '../../../gateway/src/contract/index.ts';
import { cameraEvent, createFakeServices } from '../../support/fake-services.ts';
import { createTestServer, problemIn } from '../../support/http-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const asked: CameraEventQuery[] = [];
let film = '';
const { cameraEvents } = createFakeServices();
const server = createTestServer({
  replaced: {
    cameraEvents: {
      ...cameraEvents,
      list: async (query) => (asked.push(query), { items: [cameraEvent], next: null }),
      clip: async () => film,
    },
  },
});
beforeAll(async () => {
  film = join(await tempFolder(afterAll), 'su-kien-1.mp4');
  await writeFile(film, 'ftypmoovmoof');
});
afterEach(() => server.services.forget());
afterAll(() => server.http.stop());

test.each<[Role, number, number]>([
  ['head', 200, 201],
  ['security', 200, 403],
  ['technician', 200, 403],
  ['announcer', 403, 201],
  ['approver', 403, 403],
  ['viewer', 403, 403],
])('the %s is answered %i when looking at events and %i when airing a warning', async (role, looking, airing) => {
  expect((await server.as(role, 'GET', '/api/camera-events')).statusCode).toBe(looking);
  expect((await server.as(role, 'GET', '/api/camera-events/su-kien-1/clip')).statusCode).toBe(looking);
  const gaps = '/api/camera-gaps?from=2026-11-23T00:00:00.000Z&to=2026-11-24T00:00:00.000Z';
  expect((await server.as(role, 'GET', gaps)).statusCode).toBe(looking);
  const answer = { id: 'run-9', priority: 'emergency', reason: 'Có người trèo cổng' };
  expect((await server.as(role, 'POST', '/api/camera-warnings/de-nghi-1/air', answer)).statusCode).toBe(airing);
});

test('a film answers ranges, so that a phone can begin in its middle', async () => {
  const { headers } = await server.as('security', 'GET', '/api/camera-events/su-kien-1/clip');
  expect(headers).toMatchObject({ 'content-type': 'video/mp4', 'accept-ranges': 'bytes', 'content-length': '12' });
  const part = await server.http.inject({
    method: 'GET',
    url: '/api/camera-events/su-kien-1/clip',
    headers: { cookie: 'loa_thon_session=security', range: 'bytes=4-7' },
  });
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, 'moov', 'bytes 4-7/12']);
});

test('events are asked for by time, camera, kind and what is kept', async () => {
  const query = 'from=2026-11-23T00:00:00.000Z&kind=motion&kept=true&limit=5&cameraId=cong';
  expect((await server.as('security', 'GET', `/api/camera-events?${query}`)).statusCode).toBe(200);
  expect(asked.at(-1)).toEqual({
    ...{ from: '2026-11-23T00:00:00.000Z', kind: 'motion', kept: true, limit: 5, cameraId: 'cong' },
  });
  const wrong = await server.as('security', 'GET', '/api/camera-events?kind=ghost');
  expect(problemIn(wrong).code).toBe('request.invalid');
});

test('who keeps, notes and removes a picture stands in the audit log', async () => {
  await server.as('security', 'POST', '/api/camera-events', { cameraId: 'cong', note: 'Xe lạ' });
  await server.as('security', 'PATCH', '/api/camera-events/su-kien-1', { kept: true });
  await server.as('security', 'DELETE', '/api/camera-events/su-kien-1');
  await server.as('security', 'DELETE', '/api/camera-events/khong-co');
  expect(server.services.auditTrail).toEqual([
    'security keepSnapshot su-kien-1 ok',
    'security changeCameraEvent su-kien-1 ok',
    'security removeCameraEvent su-kien-1 ok',
    'security removeCameraEvent khong-co camera-event.not-found',
  ]);
});
