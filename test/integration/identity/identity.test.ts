import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dayMs } from '../../../gateway/src/core/village-time.ts';
import { createAudit } from '../../../gateway/src/identity/audit.ts';
import { createIdentity } from '../../../gateway/src/identity/identity.ts';
import { openStorage } from '../../../gateway/src/storage/migrate.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const head = { login: 'truong-thon', name: 'Nguyễn Văn Thôn', password: 'mật khẩu đủ dài' };
const announcer = { login: 'phat-thanh', name: 'Hoa', roles: ['announcer' as const], password: 'hoa-hoa-hoa' };
const lan = '192.168.1.20';

async function newGateway() {
  const folder = await tempFolder();
  const place = {
    file: join(folder, 'village.sqlite'),
    backups: join(folder, 'backups'),
    migrations: join(import.meta.dirname, '../../../gateway/migrations'),
  };
  const storage = await openStorage(place, quietLog);
  onTestFinished(() => storage.close());
  const clock = createFakeClock();
  const printed: string[] = [];
  const build = () => createIdentity({ storage, clock, log: quietLog, onNewSetupCode: (code) => printed.push(code) });
  const identity = build();
  await identity.start();
  return { storage, clock, identity, printed, build };
}

async function settledGateway() {
  const gateway = await newGateway();
  const first = await gateway.identity.setUp({ ...head, code: gateway.identity.setupCode()! }, lan);
  return { ...gateway, first };
}

test('the printed code makes the first account, a head who is technician too, and works once', async () => {
  const { identity } = await newGateway();
  expect(await identity.isSetUp()).toBe(false);
  const code = identity.setupCode()!;
  const { user, token } = await identity.setUp({ ...head, code }, lan);
  expect(user).toMatchObject({ login: 'truong-thon', roles: ['head', 'technician'] });
  expect(await identity.whoIs(token)).toEqual(user);
  expect(await identity.isSetUp()).toBe(true);
  expect(identity.setupCode()).toBeNull();
  await expect(identity.setUp({ ...head, code }, lan)).rejects.toMatchObject({
    code: 'identity.already-set-up',
    status: 409,
  });
});

test('two who use the code at the same moment make one account', async () => {
  const { identity, storage } = await newGateway();
  const code = identity.setupCode()!;
  const tries = await Promise.allSettled([
    identity.setUp({ ...head, code }, lan),
    identity.setUp({ ...head, login: 'nguoi-khac', code }, '192.168.1.21'),
  ]);
  expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await storage.all('select login from users')).toHaveLength(1);
});

test('a wrong code is refused, guessing waits, and ten wrong tries print a new code', async () => {
  const { identity, printed, clock } = await newGateway();
  const first = identity.setupCode();
  const guess = () => identity.setUp({ ...head, code: 'aaaa-aaaa' }, lan);
  for (let n = 0; n < 5; n++) await expect(guess()).rejects.toMatchObject({ code: 'identity.wrong-setup-code' });
  await expect(guess()).rejects.toMatchObject({ code: 'identity.too-many-tries', params: { seconds: 5 } });
  for (let n = 0; n < 5; n++) {
    await clock.advance(300_000);
    await expect(guess()).rejects.toMatchObject({ code: 'identity.wrong-setup-code' });
  }
  expect(printed).toEqual([identity.setupCode()]);
  expect(identity.setupCode()).not.toBe(first);
});

test('a restart before the set-up prints another code, one after it none', async () => {
  const { identity, build } = await newGateway();
  const again = build();
  await again.start();
  expect(again.setupCode()).not.toBe(identity.setupCode());
  await again.setUp({ ...head, code: again.setupCode()! }, lan);
  const settled = build();
  await settled.start();
  expect(settled.setupCode()).toBeNull();
  expect(await settled.isSetUp()).toBe(true);
});

test('the right password comes in, whatever the keyboard made of the login', async () => {
  const { identity, first } = await settledGateway();
  const { user, token } = await identity.signIn({ login: ' Truong-Thon ', password: head.password }, lan);
  expect(user).toEqual(first.user);
  expect(token).not.toBe(first.token);
});

test('a password is the same in either way of writing Vietnamese', async () => {
  const { identity } = await settledGateway();
  const { user } = await identity.signIn({ login: head.login, password: head.password.normalize('NFD') }, lan);
  expect(user.login).toBe(head.login);
});

test('an unknown login and a wrong password are answered alike', async () => {
  const { identity } = await settledGateway();
  const refusal = { code: 'identity.wrong-password', status: 401 };
  await expect(identity.signIn({ login: head.login, password: 'wrong' }, lan)).rejects.toMatchObject(refusal);
  await expect(identity.signIn({ login: 'khong-co', password: 'wrong' }, lan)).rejects.toMatchObject(refusal);
});

test('a thousand guesses at once get five looks at the password', async () => {
  const { identity } = await settledGateway();
  const guesses = await Promise.allSettled(
    Array.from({ length: 1000 }, (_, n) =>
      identity.signIn({ login: head.login, password: `guess ${n}` }, `10.0.0.${n}`),
    ),
  );
  const codes = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in'));
  expect(codes.filter((code) => code === 'identity.wrong-password')).toHaveLength(5);
  expect(codes.filter((code) => code === 'identity.too-many-tries')).toHaveLength(995);
});

test('neither passwords nor session tokens are in the database', async () => {
  const { storage, first } = await settledGateway();
  const everything = JSON.stringify([
    await storage.all('select * from users'),
    await storage.all('select * from sessions'),
    await storage.all('select * from settings'),
  ]);
  expect(everything).not.toContain(head.password);
  expect(everything).not.toContain(first.token);
  expect(everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test('a session that is used lives on, one that is not ends after 30 days', async () => {
  const { identity, clock, first } = await settledGateway();
  const { token: unused } = await identity.signIn({ login: head.login, password: head.password }, lan);
  for (let week = 0; week < 5; week++) {
    await clock.advance(7 * dayMs);
    expect(await identity.whoIs(first.token)).not.toBeNull();
  }
  expect(await identity.whoIs(unused)).toBeNull();
  await clock.advance(30 * dayMs);
  expect(await identity.whoIs(first.token)).toBeNull();
});

test('signing out ends that session and no other', async () => {
  const { identity, first } = await settledGateway();
  const { token } = await identity.signIn({ login: head.login, password: head.password }, lan);
  await identity.signOut(first.token);
  expect(await identity.whoIs(first.token)).toBeNull();
  expect(await identity.whoIs(token)).not.toBeNull();
});

test('a made-up token is nobody', async () => {
  const { identity } = await settledGateway();
  expect(await identity.whoIs('x'.repeat(43))).toBeNull();
  expect(await identity.whoIs('')).toBeNull();
});

test('a new password ends the other sessions of that person', async () => {
  const { identity, first } = await settledGateway();
  const { token: phone } = await identity.signIn({ login: head.login, password: head.password }, lan);
  await identity.changeUser(first.user.id, { password: 'một mật khẩu mới' }, first.token);
  expect(await identity.whoIs(phone)).toBeNull();
  expect(await identity.whoIs(first.token)).not.toBeNull();
  await expect(identity.signIn({ login: head.login, password: head.password }, lan)).rejects.toMatchObject({
    code: 'identity.wrong-password',
  });
  await identity.signIn({ login: head.login, password: 'một mật khẩu mới' }, lan);
});

test('a new role counts at once in sessions that are open', async () => {
  const { identity, first } = await settledGateway();
  const hoa = await identity.createUser(announcer);
  const { token } = await identity.signIn(announcer, lan);
  await identity.changeUser(hoa.id, { roles: ['viewer'], name: 'Cô Hoa' }, first.token);
  expect(await identity.whoIs(token)).toMatchObject({ roles: ['viewer'], name: 'Cô Hoa' });
});

test('somebody removed is out at once', async () => {
  const { identity } = await settledGateway();
  const hoa = await identity.createUser(announcer);
  const { token } = await identity.signIn(announcer, lan);
  await identity.removeUser(hoa.id);
  expect(await identity.whoIs(token)).toBeNull();
  expect((await identity.listUsers()).map((user) => user.login)).toEqual(['truong-thon']);
});

test('two people cannot have one login', async () => {
  const { identity } = await settledGateway();
  await identity.createUser(announcer);
  await expect(identity.createUser(announcer)).rejects.toMatchObject({ code: 'identity.login-taken', status: 409 });
});

test('nobody can be called what buttons on a wall sign with, at no door', async () => {
  const { identity, first } = await settledGateway();
  const refusal = { code: 'identity.name-of-a-button', status: 422 };
  await expect(identity.createUser({ ...announcer, name: 'button:Trạm' })).rejects.toMatchObject(refusal);
  const rename = (name: string) => identity.changeUser(first.user.id, { name }, first.token);
  await expect(rename(' Button:Trạm')).rejects.toMatchObject(refusal);
  expect(await rename('Bà Button')).toMatchObject({ name: 'Bà Button' });

  const fresh = await newGateway();
  const setUp = (name: string) => fresh.identity.setUp({ ...head, name, code: fresh.identity.setupCode()! }, lan);
  await expect(setUp('BUTTON:nhà văn hóa')).rejects.toMatchObject(refusal);
  expect((await setUp(head.name)).user.name).toBe(head.name);
});

test('the last head can neither be removed nor lose the role; with a second one, either can', async () => {
  const { identity, first } = await settledGateway();
  const hoa = await identity.createUser(announcer);
  const refusal = { code: 'identity.last-head', status: 409 };
  await expect(identity.removeUser(first.user.id)).rejects.toMatchObject(refusal);
  const demote = () => identity.changeUser(first.user.id, { roles: ['technician'] }, first.token);
  await expect(demote()).rejects.toMatchObject(refusal);

  await identity.changeUser(hoa.id, { roles: ['head', 'announcer'] }, first.token);
  expect(await demote()).toMatchObject({ roles: ['technician'] });
  await expect(identity.removeUser(hoa.id)).rejects.toMatchObject(refusal);
});

test('changing or removing somebody who is not there is refused by name', async () => {
  const { identity, first } = await settledGateway();
  const refusal = { code: 'user.not-found', status: 404 };
  await expect(identity.changeUser('nobody', { name: 'x' }, first.token)).rejects.toMatchObject(refusal);
  await expect(identity.removeUser('nobody')).rejects.toMatchObject(refusal);
});

test('the audit log is read newest first, a page at a time', async () => {
  const { storage, clock } = await newGateway();
  const audit = createAudit({ storage, clock });
  for (let n = 1; n <= 5; n++) await audit.record({ who: 'hoa', action: `act${n}`, subject: null, result: 'ok' });
  const first = await audit.list({ limit: 2 });
  expect(first.items.map((entry) => entry.action)).toEqual(['act5', 'act4']);
  const second = await audit.list({ limit: 2, cursor: first.next! });
  expect(second.items.map((entry) => entry.action)).toEqual(['act3', 'act2']);
  const last = await audit.list({ limit: 2, cursor: second.next! });
  expect(last).toMatchObject({ items: [{ action: 'act1', who: 'hoa', subject: null, result: 'ok' }], next: null });
});

test('what is in the audit log can be neither changed nor deleted', async () => {
  const { storage, clock } = await newGateway();
  const audit = createAudit({ storage, clock });
  await audit.record({ who: 'hoa', action: 'stopBroadcast', subject: 'b1', result: 'ok' });
  await expect(storage.run("update audit_log set who = '-'")).rejects.toThrow('append-only');
  await expect(storage.run('delete from audit_log')).rejects.toThrow('append-only');
  expect((await audit.list({})).items).toHaveLength(1);
});
