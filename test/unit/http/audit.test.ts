import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { createFakeServices, programme } from '../../support/fake-services.ts';
import { createTestServer, type TestServer } from '../../support/http-server.ts';

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

test('every command is in the audit log with who, what, on what, and how it ended', async () => {
  const { as, services } = open();
  await as('announcer', 'POST', '/api/slots/sang-2026-11-24/skip');
  await as('technician', 'POST', '/api/relays', { name: 'Cột 1', driver: 'tasmota', channels: 1 });
  await as('technician', 'POST', '/api/relays/cot-1/rotate');
  await as('head', 'DELETE', '/api/zones/nowhere');
  await as('head', 'POST', '/api/zones', { name: 'x' });
  expect(services.auditTrail).toEqual([
    'announcer skipSlot sang-2026-11-24 ok',
    'technician createRelay cot-1 ok',
    'technician rotateRelayPassword cot-1 ok',
    'head removeZone nowhere zone.not-found',
    'head createZone - request.invalid',
  ]);
});

test('every step of an approval is in it, and what is only asked while typing is not', async () => {
  const { as, services } = open();
  const { title, kind, content, zoneIds, priority, rule } = programme;
  const input = { title, kind, content, zoneIds, priority, rule };
  expect((await as('announcer', 'POST', '/api/programmes/try', { programme: input })).statusCode).toBe(200);
  await as('announcer', 'POST', '/api/programmes/sang/submit');
  const seen = { at: programme.approval.at };
  await as('announcer', 'POST', '/api/programmes/sang/approve', seen);
  await as('approver', 'POST', '/api/programmes/sang/send-back', { note: 'Ghi lại' });
  await as('head', 'POST', '/api/programmes/sang/approve', seen);
  await as('head', 'POST', '/api/programmes/sang/approve');
  await as('approver', 'POST', '/api/slots/sang-2026-11-24/approve', { recordingIds: ['ban-tin'] });
  expect(services.auditTrail).toEqual([
    'announcer submitProgramme sang ok',
    'announcer approveProgramme sang identity.not-allowed',
    'approver sendBackProgramme sang ok',
    'head approveProgramme sang ok',
    'head approveProgramme sang request.invalid',
    'approver approveSlot sang-2026-11-24 ok',
  ]);
});

test('refusals for want of a sign-in, a role or the right origin are in it too', async () => {
  const { as, http, services } = open();
  await as(null, 'POST', '/api/broadcasts/stop-all');
  await as('viewer', 'DELETE', '/api/users/head');
  await http.inject({
    method: 'POST',
    url: '/api/broadcasts/run-1/stop',
    headers: { cookie: 'loa_thon_session=head', origin: 'http://evil.example' },
  });
  expect(services.auditTrail).toEqual([
    '- stopAllBroadcasts - identity.sign-in-needed',
    'viewer removeUser head identity.not-allowed',
    'head stopBroadcast run-1 http.cross-origin',
  ]);
});

test('coming in is told by name, a wrong password by nobody, and no password is ever in it', async () => {
  const { as, services } = open();
  await as(null, 'POST', '/api/session', { login: 'head', password: 'password' });
  await as(null, 'POST', '/api/session', { login: 'password', password: 'in the wrong field' });
  expect(services.auditTrail).toEqual(['head signIn head ok', '- signIn - identity.wrong-password']);
});

test('looking is not audited', async () => {
  const { as, services } = open();
  await as('head', 'GET', '/api/zones');
  await as(null, 'GET', '/api/zones');
  expect(services.auditTrail).toEqual([]);
});

test('a mistake of the gateway is audited as one', async () => {
  const { as, services } = open({
    broadcasts: { ...createFakeServices().broadcasts, stopAll: () => Promise.reject(new TypeError('oops')) },
  });
  await as('head', 'POST', '/api/broadcasts/stop-all');
  expect(services.auditTrail).toEqual(['head stopAllBroadcasts - internal']);
});

test('"stop now" that stopped is answered as stopped, though the disk is full and the audit log takes nothing', async () => {
  const full = () => Promise.reject(new Error('disk full'));
  const { as, services } = open({ audit: { record: full, list: full } });
  const response = await as('head', 'POST', '/api/broadcasts/stop-all');
  expect(response.statusCode).toBe(200);
  expect(services.story).toEqual(['head stops all']);
});
