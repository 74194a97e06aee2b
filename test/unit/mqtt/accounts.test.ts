import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccountBook, type AccountBook } from '../../../gateway/src/mqtt/account-book.ts';
import { createMqttAccounts, type MqttAccountsService } from '../../../gateway/src/mqtt/accounts.ts';
import { openDatabase, type Storage } from '../../../gateway/src/storage/storage.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const migration = new URL('../../../gateway/migrations/0002_mqtt_accounts.sql', import.meta.url);
const prefix = 'loa-thon/ngot/relay/loa-01';
const loa01 = { id: 'loa-01', name: 'Loa đầu thôn', kind: 'relay' as const, prefix };

let storage: Storage;
let book: AccountBook;
let accounts: MqttAccountsService;
let story: string[];

beforeEach(async () => {
  storage = await openDatabase(':memory:');
  await storage.script(await readFile(migration, 'utf8'));
  story = [];
  await open();
});
afterEach(() => storage.close());

/** As after a restart of the gateway: nothing in memory. */
async function open(): Promise<void> {
  book = createAccountBook();
  accounts = createMqttAccounts({
    storage,
    clock: createFakeClock('2026-11-23T21:00:00.000Z'),
    book,
    broker: {
      isConnected: (id) => id === 'loa-01',
      forget: (id) => story.push(`forget ${id}`),
    },
    villageTopic: 'loa-thon/ngot',
    advertised: () => ({ host: '192.168.1.10', port: 1883, tls: null }),
  });
  await accounts.start();
}

const signIn = (id: string, password: string) => book.signIn(id, Buffer.from(password));

describe("a relay's account", () => {
  it('opens the door with the password that was given once, also after a restart', async () => {
    const { password } = await accounts.create(loa01);
    expect(password).toMatch(/^[0-9a-z]{26}$/);
    expect(signIn('loa-01', password)).toEqual({ prefix, publishes: true });
    await open();
    expect(signIn('loa-01', password)).toEqual({ prefix, publishes: true });
    expect(signIn('loa-01', `${password}x`)).toBeNull();
    expect(signIn('loa-01', '')).toBeNull();
  });

  it('is kept without its password', async () => {
    const { password } = await accounts.create(loa01);
    const rows = await storage.all('select * from mqtt_accounts');
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it('gets a new password, and the old one is worth nothing at once', async () => {
    const { password: old } = await accounts.create(loa01);
    const { password } = await accounts.rotate('loa-01');
    expect(signIn('loa-01', old)).toBeNull();
    expect(signIn('loa-01', password)).not.toBeNull();
    expect(story).toEqual(['forget loa-01']);
    await open();
    expect(signIn('loa-01', password)).not.toBeNull();
  });

  it('is gone for good when it is removed, and removing it again is quiet', async () => {
    const { password } = await accounts.create(loa01);
    await accounts.remove('loa-01');
    await accounts.remove('loa-01');
    expect(story).toEqual(['forget loa-01']);
    expect(signIn('loa-01', password)).toBeNull();
    await open();
    expect(signIn('loa-01', password)).toBeNull();
  });

  it('is gone after a crash that took its relay, and no other is', async () => {
    await accounts.create(loa01);
    const { password } = await accounts.create({ ...loa01, id: 'loa-02', prefix: 'loa-thon/ngot/relay/loa-02' });
    await accounts.forPanel.create({ name: 'Hùng' });
    await accounts.keepOnly('relay', ['loa-02', 'loa-03']);
    expect((await accounts.forPanel.list()).map(({ id }) => id)).toEqual(['loa-02', 'hung']);
    expect(signIn('loa-02', password)).not.toBeNull();
    await accounts.create(loa01);
  });

  it('has a name of its own', async () => {
    await accounts.create(loa01);
    await expect(accounts.create(loa01)).rejects.toMatchObject({ code: 'mqtt-account.exists', status: 409 });
    await expect(accounts.create({ ...loa01, id: 'gateway' })).rejects.toMatchObject({ code: 'mqtt-account.exists' });
  });

  it('can have no prefix that reaches further than it looks', async () => {
    await expect(accounts.create({ ...loa01, prefix: 'loa-thon/+' })).rejects.toThrow('prefix');
    await expect(accounts.create({ ...loa01, prefix: '' })).rejects.toThrow('prefix');
  });

  it('can get no new password when there is none', async () => {
    await expect(accounts.rotate('loa-99')).rejects.toMatchObject({ code: 'mqtt-account.not-found', status: 404 });
  });
});

describe('in the panel', () => {
  it('an observer is made with what to type, and reads the village', async () => {
    const { account, credentials } = await accounts.forPanel.create({ name: 'Máy của Hùng' });
    expect(account).toEqual({
      id: 'may-cua-hung',
      name: 'Máy của Hùng',
      kind: 'observer',
      connected: false,
      createdAt: '2026-11-23T21:00:00.000Z',
    });
    expect(credentials).toMatchObject({ username: 'may-cua-hung', host: '192.168.1.10', port: 1883 });
    expect(credentials.setup).toContain(`-P ${credentials.password} -v -t 'loa-thon/ngot/#'`);
    expect(signIn('may-cua-hung', credentials.password)).toEqual({ prefix: 'loa-thon/ngot', publishes: false });
  });

  it('two observers of one name have two accounts', async () => {
    await accounts.forPanel.create({ name: 'Hùng' });
    expect((await accounts.forPanel.create({ name: 'Hùng' })).account.id).toBe('hung-2');
    expect((await accounts.forPanel.create({ name: 'Gateway' })).account.id).toBe('gateway-2');
  });

  it('an observer takes no name that a relay may need', async () => {
    const { account } = await accounts.forPanel.create({ name: 'Relay loa 01' });
    expect(account.id).toBe('observer-relay-loa-01');
    await accounts.create({ ...loa01, id: 'relay-loa-01' });
  });

  it('shows relays and observers, and who is connected', async () => {
    await accounts.create(loa01);
    await accounts.forPanel.create({ name: 'Hùng' });
    const shown = (await accounts.forPanel.list()).map(({ id, kind, connected }) => [id, kind, connected]);
    expect(shown).toEqual([
      ['loa-01', 'relay', true],
      ['hung', 'observer', false],
    ]);
  });

  it("an observer can be removed, a relay's account only with its relay", async () => {
    await accounts.create(loa01);
    await accounts.forPanel.create({ name: 'Hùng' });
    await accounts.forPanel.remove('hung');
    await expect(accounts.forPanel.remove('hung')).rejects.toMatchObject({ code: 'mqtt-account.not-found' });
    await expect(accounts.forPanel.remove('loa-01')).rejects.toMatchObject({
      code: 'mqtt-account.belongs-to-relay',
      status: 409,
    });
    expect((await accounts.forPanel.list()).map(({ id }) => id)).toEqual(['loa-01']);
  });
});

it("the gateway's own account is new at each start and is written nowhere", async () => {
  const before = accounts.gateway;
  expect(signIn(before.username, before.password)).toEqual({ prefix: 'loa-thon/ngot', publishes: true, ours: true });
  expect(await storage.all('select * from mqtt_accounts')).toEqual([]);
  await open();
  expect(signIn(before.username, before.password)).toBeNull();
  expect(signIn(accounts.gateway.username, accounts.gateway.password)).not.toBeNull();
});
