import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AuditEntry, PageOf, Session, User } from '../../../gateway/src/contract/index.ts';
import { createAudit } from '../../../gateway/src/identity/audit.ts';
import { createIdentity } from '../../../gateway/src/identity/identity.ts';
import { openStorage } from '../../../gateway/src/storage/migrate.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createTestServer } from '../../support/http-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** The real accounts over real storage behind the real server; the rest of the village is a fake. */
async function newGateway() {
  const folder = await tempFolder();
  const migrations = join(import.meta.dirname, '../../../gateway/migrations');
  const place = { file: join(folder, 'village.sqlite'), backups: join(folder, 'backups'), migrations };
  const storage = await openStorage(place, quietLog);
  const clock = createFakeClock();
  const identity = createIdentity({ storage, clock, log: quietLog, onNewSetupCode: () => undefined });
  await identity.start();
  const server = createTestServer({ clock, replaced: { identity, audit: createAudit({ storage, clock }) } });
  onTestFinished(async () => {
    await server.http.stop();
    await storage.close();
  });

  /** A browser: keeps its cookie. */
  function browser() {
    let cookie = '';
    return async function <Answer>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
      const response = await server.http.inject({
        method,
        url,
        headers: { cookie },
        ...(payload ? { payload } : {}),
      });
      const [kept] = response.cookies;
      if (kept) cookie = `${kept.name}=${kept.value}`;
      return { status: response.statusCode, body: response.payload ? response.json<Answer>() : null };
    };
  }
  return { ...server, identity, browser };
}

const password = 'mật khẩu đủ dài';

test("a new gateway's first day: set up, somebody is hired, works, is dismissed, and it is all written down", async () => {
  const { browser, identity, services } = await newGateway();
  const head = browser();
  const hoa = browser();

  expect((await head<Session>('GET', '/api/session')).body).toEqual({ setUp: false, user: null, permissions: [] });
  const setUp = { villageName: 'Thôn Ngọt', login: 'truong-thon', name: 'Bác Thôn', password };
  expect((await head('POST', '/api/set-up', { ...setUp, code: 'sai-sai' })).status).toBe(403);
  const made = await head<Session>('POST', '/api/set-up', { ...setUp, code: identity.setupCode()! });
  expect(made).toMatchObject({ status: 201, body: { setUp: true, user: { roles: ['head', 'technician'] } } });
  expect(services.story).toEqual(['village Thôn Ngọt']);
  expect((await head('POST', '/api/set-up', { ...setUp, code: 'x' })).status).toBe(409);

  const hired = { login: 'hoa', name: 'Cô Hoa', roles: ['announcer'], password };
  const { body: user } = await head<User>('POST', '/api/users', hired);
  expect((await hoa('POST', '/api/session', { login: 'hoa', password: 'đoán mò' })).status).toBe(401);
  expect((await hoa('POST', '/api/session', { login: 'Hoa', password })).status).toBe(201);
  expect((await hoa('POST', '/api/broadcasts/stop-all')).status).toBe(200);
  expect((await hoa('DELETE', `/api/users/${user!.id}`)).status).toBe(403);

  expect((await head('DELETE', `/api/users/${user!.id}`)).status).toBe(204);
  expect((await hoa('POST', '/api/broadcasts/stop-all')).status).toBe(401);
  expect((await head('DELETE', `/api/users/${made.body!.user!.id}`)).status).toBe(409);

  const { body: log } = await head<PageOf<AuditEntry>>('GET', '/api/audit-log?limit=20');
  const lines = log!.items.map(({ who, action, result }) => `${who} ${action} ${result}`).reverse();
  expect(lines).toEqual([
    '- setUp identity.wrong-setup-code',
    'truong-thon setUp ok',
    'truong-thon setUp identity.already-set-up',
    'truong-thon createUser ok',
    '- signIn identity.wrong-password',
    'hoa signIn ok',
    'hoa stopAllBroadcasts ok',
    'hoa removeUser identity.not-allowed',
    'truong-thon removeUser ok',
    '- stopAllBroadcasts identity.sign-in-needed',
    'truong-thon removeUser identity.last-head',
  ]);
  expect(JSON.stringify(log)).not.toContain(password);
});
