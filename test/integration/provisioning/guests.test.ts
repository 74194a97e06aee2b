import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFreshTasmota } from '../../../gateway/src/simulator/relays/fresh-tasmota.ts';
import { publishPacket, type RawClient } from '../../support/mqtt.ts';
import { until } from '../relays/village.ts';
import { openVillage, type PairingVillage } from './village.ts';

/** What a device may do that was let in to be paired, or somebody who overheard its password. */
let village: PairingVillage;
beforeEach(async () => {
  village = await openVillage();
});
afterEach(() => village.end());

interface Typed {
  readonly username: string;
  readonly password: string;
}

async function enter(clientId: string, { username, password }: Typed, more = {}): Promise<RawClient> {
  const client = await village.raw();
  expect(await client.login({ clientId, username, password, ...more })).toBe(0);
  return client;
}

async function refused(clientId: string, { username, password }: Typed): Promise<number> {
  const client = await village.raw();
  const code = await client.login({ clientId, username, password });
  await client.closes();
  return code;
}

/** A relay of the village that is in, and an observer who hears all of it. */
async function furnish() {
  const { relay, credentials } = await village.relays.create({ name: 'Loa', driver: 'generic', channels: 1 });
  const relayClient = await village.raw();
  await relayClient.login({ ...credentials, clientId: credentials.username });
  await relayClient.subscribe([`${relay.topic}/#`]);
  const observer = await village.accounts.forPanel.create({ name: 'Người xem' });
  const seer = await village.raw();
  await seer.login({ ...observer.credentials, clientId: observer.credentials.username });
  await seer.subscribe(['loa-thon/ngot/#']);
  return { relay, relayClient, seer };
}

describe('a device that is being paired', () => {
  it('hears nothing of the village and of no other, and nobody hears it but the gateway', async () => {
    const { relay, relayClient, seer } = await furnish();
    const typed = await village.open();
    const one = await enter('DVES_000001', typed);
    const other = await enter('DVES_000002', typed);
    const everything = ['#', '+/#', 'loa-thon/#', `${relay.topic}/#`, '$SYS/#', '$guest', '$refused', 'cmnd/#'];
    expect(await one.subscribe(everything)).toEqual(everything.map(() => 0));
    await other.subscribe(everything);

    for (const topic of [
      `${relay.topic}/1/command`,
      `${relay.topic}/status`,
      'cmnd/tasmotas/POWER',
      'cmnd/DVES_000002_fb/POWER',
      '$guest',
      '$refused',
      'loa-thon/ngot/gateway/status',
    ]) {
      one.send(publishPacket(topic, 'ON', { retain: true }));
      one.send(publishPacket(topic, 'ON', { qos: 1 }));
    }
    await one.ping();
    relayClient.send(publishPacket(`${relay.topic}/1/state`, 'OFF'));
    await seer.hears((heard) => heard.some(({ topic }) => topic === `${relay.topic}/1/state`));
    await other.ping();

    expect([...one.heard, ...other.heard]).toEqual([]);
    expect(relayClient.heard.filter(({ payload }) => payload.startsWith('ON'))).toEqual([]);
    expect(seer.heard.filter(({ payload }) => payload.startsWith('ON'))).toEqual([]);
    // Nothing of it is kept either: who subscribes now gets nothing of that.
    const late = await village.raw();
    const observer = await village.accounts.forPanel.create({ name: 'Người tới sau' });
    await late.login({ ...observer.credentials, clientId: observer.credentials.username });
    await late.subscribe(['loa-thon/ngot/#']);
    await late.ping();
    expect(late.heard.filter(({ payload }) => payload.startsWith('ON'))).toEqual([]);
  });

  it('leaves no last will anywhere', async () => {
    const { relay, seer } = await furnish();
    const typed = await village.open();
    const will = { topic: `${relay.topic}/status`, payload: 'poison', retain: true };
    const guest = await enter('DVES_000001', typed, { will });
    guest.drop();
    await until('its leaving', () => village.newcomers().some(({ there }) => !there));
    await seer.ping();
    expect(seer.heard.filter(({ payload }) => payload === 'poison')).toEqual([]);
  });

  it('takes nobody’s place: an account’s name is no client id of a guest', async () => {
    const { relay } = await furnish();
    const typed = await village.open();
    expect(await refused('gateway', typed)).toBe(2);
    expect(await refused(`relay-${relay.id}`, typed)).toBe(2);
    expect(await refused(typed.username, typed)).toBe(2);
    expect(village.commands.get().knocks.map(({ why }) => why)).toEqual(Array(3).fill('pairing-client-id'));
  });

  it('is not in by the account that it is to get, whatever it calls itself: another password does not put it out', async () => {
    const guest = await enter('relay-loa', await village.open());
    const { relay } = await village.relays.create({ name: 'Loa', driver: 'tasmota', channels: 1 });
    expect(await village.accounts.forPanel.list()).toMatchObject([{ id: `relay-${relay.id}`, connected: false }]);
    await village.relays.rotate(relay.id);
    await guest.ping();
    expect(village.newcomers()).toMatchObject([{ name: 'relay-loa', there: true }]);
  });

  it('that announces rubbish, floods and lies is one line on the list, and the village goes on', async () => {
    const { relayClient, relay, seer } = await furnish();
    const typed = await village.open();
    const wicked = await enter('DVES_000001', typed);
    for (let n = 0; n < 2_000; n++) {
      const mac = n.toString(16).padStart(12, '0').toUpperCase();
      wicked.send(publishPacket(`tasmota/discovery/${mac}/config`, JSON.stringify({ mac, dn: `x${n}`, rl: [1] })));
    }
    wicked.send(publishPacket('tasmota/discovery/A8032A12AB34/config', '['.repeat(15_000)));
    wicked.send(publishPacket('tasmota/discovery/A8032A12AB34/config', `{"x":"${'y'.repeat(200_000)}"}`));
    await wicked.ping();
    expect(village.newcomers()).toHaveLength(1);
    expect(village.newcomers()[0]).toMatchObject({ name: 'x0' });
    relayClient.send(publishPacket(`${relay.topic}/1/state`, 'OFF'));
    await seer.hears((heard) => heard.some(({ topic }) => topic === `${relay.topic}/1/state`));
  });

  it('is one of thirty-two at most', async () => {
    const typed = await village.open();
    for (let n = 0; n < 32; n++) await enter(`DVES_${n}`, typed);
    expect(await refused('DVES_33', typed)).toBe(3);
    // Who is in may come back.
    await enter('DVES_7', typed);
    expect(village.newcomers()).toHaveLength(32);
  });
});

describe('the pairing password', () => {
  it('opens nothing before, after, and when it was replaced; who is in by it is put out at the end', async () => {
    expect(await refused('DVES_000001', { username: 'ghep', password: 'ghep' })).toBe(4);
    const first = await village.open();
    const inside = await enter('DVES_000001', first);
    const second = await village.open();
    expect(second.password).not.toBe(first.password);
    expect(await refused('DVES_000002', first)).toBe(4);
    await inside.ping();
    await enter('DVES_000003', second);
    await village.commands.close();
    await inside.closes();
    expect(await refused('DVES_000003', second)).toBe(4);
    expect(village.newcomers()).toEqual([]);
    expect(village.commands.get().knocks[0]).toMatchObject({ clientId: 'DVES_000003', why: 'pairing-over' });
    const third = await village.open();
    expect(await refused('DVES_000003', second)).toBe(4);
    await enter('DVES_000003', third);
  });

  it('is shown to nobody when it was typed where the name belongs', async () => {
    const { username, password } = await village.open();
    expect(await refused('DVES_000001', { username: password, password: username })).toBe(4);
    expect(village.commands.get().knocks).toMatchObject([{ clientId: 'DVES_000001', why: 'unknown-account' }]);
    expect(JSON.stringify(village.commands.get())).not.toContain(password);
  });

  it('is not an observer’s: a name that is taken is left alone', async () => {
    await village.accounts.forPanel.create({ name: 'ghep' });
    expect((await village.open()).username).toBe('ghep-2');
    await expect(village.accounts.forPanel.create({ name: 'ghep 2' })).rejects.toMatchObject({
      code: 'mqtt-account.exists',
    });
  });
});

it('who knocks with a wrong account is named, with where and how often, until it has found in', async () => {
  const device = village.plugIn(createFreshTasmota, { username: 'DVES_USER', password: 'DVES_PASS' });
  await until('three knocks', () => (village.commands.get().knocks[0]?.count ?? 0) >= 3);
  expect(village.commands.get().knocks).toMatchObject([
    { clientId: 'DVES_12AB34', username: 'DVES_USER', address: '127.0.0.1', why: 'unknown-account' },
  ]);
  expect(JSON.stringify(village.commands.get())).not.toContain('DVES_PASS');
  await device.stop();
  village.plugIn(createFreshTasmota, await village.open());
  await until('it is in', () => village.newcomers().length === 1);
  expect(village.commands.get().knocks).toEqual([]);
});
