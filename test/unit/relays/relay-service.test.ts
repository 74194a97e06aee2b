import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChangeEvents, Relay } from '../../../gateway/src/contract/index.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createRelays, type Relays } from '../../../gateway/src/relays/relay-service.ts';
import { openDatabase, type Storage } from '../../../gateway/src/storage/storage.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFakeAccounts, createFakeLink } from '../../support/fake-link.ts';
import { testFirmware } from '../../support/rendered.ts';
import { quietLog } from '../../support/quiet-log.ts';

const never = new AbortController().signal;
const opened: Storage[] = [];
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close();
});

/** A village with one Tasmota of two channels, `loa`, that obeys unless told otherwise. */
async function createVillage() {
  const storage = await openDatabase(':memory:');
  opened.push(storage);
  for (const name of [
    '0003_relays',
    '0004_outputs',
    '0005_zones',
    '0019_relay_families',
    '0020_relay_safety',
    '0021_relay_template',
  ]) {
    await storage.script(await readFile(`gateway/migrations/${name}.sql`, 'utf8'));
  }
  const clock = createFakeClock();
  const link = createFakeLink();
  const accounts = createFakeAccounts();
  const changes = createChanges<ChangeEvents>();
  const announced: Relay[] = [];
  changes.listen((name, payload) => {
    if (name === 'relay.changed') announced.push(payload as Relay);
  });
  const parts = {
    storage,
    link,
    accounts,
    clock,
    log: quietLog,
    changes,
    village: { id: 'ngot' },
    firmware: testFirmware,
    advertised: () => ({ host: '10.0.0.1', port: 1883, tls: null }),
  };
  const relays = createRelays(parts);
  await relays.start();
  await relays.create({ name: 'Loa', driver: 'tasmota', channels: 2 });

  const obeys = { now: true };
  const base = 'loa-thon/ngot/relay/loa';
  const say = (subtopic: string, payload: string) => link.say(`${base}/${subtopic}`, payload);
  link.onSent((topic, payload) => {
    const channel = /\/cmnd\/POWER(\d)$/.exec(topic)?.[1];
    if (!obeys.now) return;
    if (channel) queueMicrotask(() => say(`stat/POWER${channel}`, payload));
    if (topic.endsWith('/cmnd/STATE')) queueMicrotask(() => say('stat/RESULT', '{"Wifi":{"RSSI":64}}'));
  });
  say('tele/LWT', 'Online');
  await clock.advance(0);
  link.sent.length = 0;
  const one = { relayId: 'loa', channel: 1 };
  return { storage, clock, link, accounts, announced, relays, obeys, base, say, one, parts };
}

const channelOf = async (relays: Relays, id: string, channel: number) => (await relays.get(id)).channels[channel - 1];

describe('power for a zone', () => {
  it('is there once the device said so, with its time-out armed first', async () => {
    const { relays, link, base, one } = await createVillage();
    await relays.hold(one, 'b1', never);
    expect(link.sent).toEqual([`${base}/cmnd/PulseTime1 190`, `${base}/cmnd/POWER1 ON`]);
    expect(await channelOf(relays, 'loa', 1)).toMatchObject({ state: 'on', wanted: 'on', fault: null });
    expect(await channelOf(relays, 'loa', 2)).toMatchObject({ state: 'off', wanted: 'off' });
  });

  it('stays until the last of two holders gives it back', async () => {
    const { relays, link, base, one } = await createVillage();
    await relays.hold(one, 'b1', never);
    await relays.hold(one, 'b2', never);
    await relays.release(one, 'b1');
    expect(link.sent).not.toContain(`${base}/cmnd/POWER1 OFF`);
    await relays.release(one, 'b2');
    expect(link.sent.at(-1)).toBe(`${base}/cmnd/POWER1 OFF`);
  });

  it('is renewed every thirty seconds while it is held, and not after', async () => {
    const { relays, link, base, one, clock } = await createVillage();
    await relays.hold(one, 'b1', never);
    link.sent.length = 0;
    await clock.advance(91_000);
    expect(link.sent.filter((line) => line === `${base}/cmnd/POWER1 ON`)).toHaveLength(3);
    await relays.release(one, 'b1');
    link.sent.length = 0;
    await clock.advance(300_000);
    expect(link.sent.filter((line) => line.includes('POWER1'))).toEqual([]);
  });

  it('is refused for a relay that never answers, which is told OFF all the same', async () => {
    const { relays, link, base, one, clock, obeys } = await createVillage();
    obeys.now = false;
    const held = relays.hold(one, 'b1', never);
    const refused = expect(held).rejects.toMatchObject({ code: 'relay.unreachable', params: { relay: 'Loa' } });
    await clock.advance(9_000);
    await refused;
    expect(link.sent).toContain(`${base}/cmnd/POWER1 OFF`);
    expect((await channelOf(relays, 'loa', 1))?.fault?.code).toBe('relay.unreachable');
  });

  it('is given up when the caller no longer wants it', async () => {
    const { relays, one, obeys, link, base, clock } = await createVillage();
    obeys.now = false;
    const caller = new AbortController();
    const held = relays.hold(one, 'b1', caller.signal);
    caller.abort(new Error('stopped'));
    await expect(held).rejects.toThrow('stopped');
    await clock.advance(0);
    expect(link.sent.at(-1)).toBe(`${base}/cmnd/POWER1 OFF`);
    expect((await channelOf(relays, 'loa', 1))?.wanted).toBe('off');
  });

  it('is refused at once when the line, the relay or the person says no', async () => {
    const { relays, link, one, say, clock } = await createVillage();
    link.setConnected(false);
    await expect(relays.hold(one, 'b1', never)).rejects.toMatchObject({ code: 'mqtt.offline' });
    link.setConnected(true);
    await clock.advance(0);
    say('tele/LWT', 'Offline');
    await clock.advance(2_000);
    link.sent.length = 0;
    await expect(relays.hold(one, 'b1', never)).rejects.toMatchObject({ code: 'relay.offline' });
    say('tele/LWT', 'Online');
    await relays.change('loa', { maintenance: true });
    await expect(relays.hold(one, 'b1', never)).rejects.toMatchObject({ code: 'relay.maintenance' });
    await expect(relays.hold({ relayId: 'loa', channel: 3 }, 'b1', never)).rejects.toMatchObject({
      code: 'relay.no-channel',
    });
    await expect(relays.hold({ relayId: 'moon', channel: 1 }, 'b1', never)).rejects.toMatchObject({
      code: 'relay.not-found',
    });
    expect(link.sent.filter((line) => line.endsWith(' ON'))).toEqual([]);
  });

  it('ends at once when its relay is put in maintenance, and nothing turns it ON again', async () => {
    const { relays, one, link, base, say, clock, obeys } = await createVillage();
    const lost: string[] = [];
    relays.onLost((channel, code) => lost.push(`${channel.relayId}/${channel.channel} ${code}`));
    await relays.hold(one, 'b1', never);
    obeys.now = false;
    const pending = expect(relays.hold({ relayId: 'loa', channel: 2 }, 'b1', never)).rejects.toMatchObject({
      code: 'relay.maintenance',
    });
    link.sent.length = 0;
    await relays.change('loa', { maintenance: true });
    await pending;
    expect(lost).toEqual(['loa/1 relay.maintenance', 'loa/2 relay.maintenance']);
    expect(link.sent).toEqual([`${base}/cmnd/POWER1 OFF`, `${base}/cmnd/POWER2 OFF`]);
    say('stat/POWER1', 'OFF');
    say('tele/LWT', 'Online');
    await clock.advance(120_000);
    expect(link.sent.filter((line) => line.endsWith(' ON'))).toEqual([]);
    await relays.release(one, 'b1').catch(() => undefined);
  });

  it('given back while the line is down is taken away when the line is back', async () => {
    const { relays, link, base, one, clock } = await createVillage();
    await relays.hold(one, 'b1', never);
    link.setConnected(false);
    await expect(relays.release(one, 'b1')).rejects.toMatchObject({ code: 'mqtt.offline' });
    link.sent.length = 0;
    link.setConnected(true);
    await clock.advance(0);
    expect(link.sent).toContain(`${base}/cmnd/POWER1 OFF`);
    expect(await channelOf(relays, 'loa', 1)).toMatchObject({ state: 'off', fault: null });
  });

  it('tells its holders when it is lost for good', async () => {
    const { relays, one, say, clock, obeys } = await createVillage();
    const lost: string[] = [];
    relays.onLost((channel, code) => lost.push(`${channel.relayId}/${channel.channel} ${code}`));
    await relays.hold(one, 'b1', never);
    obeys.now = false;
    say('stat/POWER1', 'OFF');
    await clock.advance(6_000);
    expect(lost).toEqual(['loa/1 relay.turned-off']);
  });
});

describe('what a meter shows', () => {
  it('is not what the broker has kept of it', async () => {
    const { relays, link, base } = await createVillage();
    link.say(`${base}/tele/SENSOR`, '{"ENERGY":{"Power":[118,0]}}', { retained: true });
    expect((await channelOf(relays, 'loa', 1))?.powerW).toBeNull();
    link.say(`${base}/tele/SENSOR`, '{"ENERGY":{"Power":[118,0]}}');
    expect((await channelOf(relays, 'loa', 1))?.powerW).toBe(118);
  });
});

describe('a relay that nobody holds', () => {
  it('is told OFF at the start of the gateway, before anything is known of it', async () => {
    const { parts, relays, link, base, clock } = await createVillage();
    await relays.stop();
    link.sent.length = 0;
    const again = createRelays(parts);
    await again.start();
    expect(link.sent.slice(0, 2)).toEqual([`${base}/cmnd/POWER1 OFF`, `${base}/cmnd/POWER2 OFF`]);
    await clock.advance(0);
    expect((await again.get('loa')).availability).toBe('online');
    await again.stop();
  });

  it('is shown offline, not unknown, after a restart of the gateway', async () => {
    const { parts, relays, obeys, clock } = await createVillage();
    const seenAt = (await relays.get('loa')).lastSeenAt;
    expect(seenAt).not.toBeNull();
    obeys.now = false;
    await clock.advance(1_000);
    await relays.stop();
    const again = createRelays(parts);
    await again.start();
    expect(await again.get('loa')).toMatchObject({ availability: 'offline', lastSeenAt: seenAt });
    await again.stop();
  });

  it('is told OFF when somebody turns it on by hand', async () => {
    const { relays, link, base, say, clock } = await createVillage();
    say('stat/POWER2', 'ON');
    await clock.advance(0);
    expect(link.sent).toEqual([`${base}/cmnd/POWER2 OFF`]);
    expect(await channelOf(relays, 'loa', 2)).toMatchObject({ state: 'off', wanted: 'off' });
  });

  it('is asked and told OFF when it comes back after a restart of its own', async () => {
    const { link, base, say } = await createVillage();
    say('tele/LWT', 'Online');
    expect(link.sent).toEqual([
      `${base}/cmnd/STATE`,
      `${base}/cmnd/STATUS 2`,
      `${base}/cmnd/POWER1 OFF`,
      `${base}/cmnd/POWER2 OFF`,
    ]);
  });

  it('that talks nonsense keeps the state it had', async () => {
    const { relays, say, link } = await createVillage();
    const before = (await relays.get('loa')).channels;
    for (const nonsense of ['\u0000', '{"POWER1":', 'ON!', 'x'.repeat(20_000)]) {
      say('stat/POWER1', nonsense);
      say('stat/RESULT', nonsense);
      say('tele/SENSOR', nonsense);
    }
    say('stat/POWER99', 'ON');
    expect((await relays.get('loa')).channels).toEqual(before);
    expect(link.sent).toEqual([]);
  });

  it('is announced as a whole, at most four times a second', async () => {
    const { announced, say, clock } = await createVillage();
    await clock.advance(1_000);
    announced.length = 0;
    for (let n = 1; n <= 40; n++) {
      say('tele/SENSOR', `{"ENERGY":{"Power":[${n},0]}}`);
      await clock.advance(25);
    }
    await clock.advance(250);
    expect(announced.length).toBeLessThanOrEqual(6);
    expect(announced.at(-1)?.channels[0]?.powerW).toBe(40);
  });
});

describe('what a relay went through', () => {
  it('is kept: when it came, when it went and for how long, what was wrong', async () => {
    const { relays, say, clock, obeys, one } = await createVillage();
    say('tele/LWT', 'Offline');
    await clock.advance(2_000);
    await clock.advance(60_000);
    say('tele/LWT', 'Online');
    obeys.now = false;
    const held = expect(relays.hold(one, 'b1', never)).rejects.toMatchObject({ code: 'relay.unreachable' });
    await clock.advance(9_000);
    await held;
    say('stat/POWER1', 'OFF');
    const told = (await relays.history('loa')).map(({ kind, channel, code, awayMs }) => [kind, channel, code, awayMs]);
    expect(told).toEqual([
      ['cured', 1, 'relay.unreachable', null],
      ['fault', 1, 'relay.unreachable', null],
      ['came', null, null, 60_000],
      ['went', null, 'relay.line-lost', null],
      ['came', null, null, null],
    ]);
  });

  it('is kept for the last hundred things, and goes with the relay', async () => {
    const { relays, say, clock, storage } = await createVillage();
    for (let n = 0; n < 60; n++) {
      say('tele/LWT', 'Offline');
      await clock.advance(2_000);
      say('tele/LWT', 'Online');
      await clock.advance(0);
    }
    expect(await relays.history('loa')).toHaveLength(100);
    await relays.remove('loa');
    expect(await storage.all('select id from relay_events')).toEqual([]);
  });

  it('counts how often it connected anew', async () => {
    const { relays, say, clock } = await createVillage();
    say('tele/LWT', 'Online');
    await clock.advance(23 * 3_600_000);
    say('tele/LWT', 'Online');
    expect((await relays.get('loa')).reconnects).toEqual({ sinceStart: 2, lastDay: 2 });
    await clock.advance(2 * 3_600_000);
    expect((await relays.get('loa')).reconnects).toEqual({ sinceStart: 2, lastDay: 1 });
  });

  it('tells which firmware it has', async () => {
    const { relays, say, link, base } = await createVillage();
    say('tele/LWT', 'Online');
    expect(link.sent).toContain(`${base}/cmnd/STATUS 2`);
    say('stat/STATUS2', '{"StatusFWR":{"Version":"14.2.0(tasmota)"}}');
    expect((await relays.get('loa')).firmware).toBe('14.2.0(tasmota)');
  });

  it('begins to count as offline only after the silence that was set for it', async () => {
    const { relays, clock, obeys, say } = await createVillage();
    obeys.now = false;
    await relays.change('loa', { offlineAfterSeconds: 300 });
    say('stat/POWER1', 'OFF');
    await clock.advance(30_000);
    await clock.advance(240_000);
    expect((await relays.get('loa')).availability).toBe('online');
    await clock.advance(60_000);
    expect((await relays.get('loa')).availability).toBe('offline');
  });
});

describe('a technician', () => {
  it('gets an account and what to type into the device, once', async () => {
    const { relays, accounts } = await createVillage();
    const made = await relays.create({ name: 'Loa Xóm Đình', driver: 'tasmota', channels: 1 });
    expect(made.relay).toMatchObject({
      id: 'loa-xom-dinh',
      topic: 'loa-thon/ngot/relay/loa-xom-dinh',
      availability: 'never-seen',
    });
    expect(made.credentials).toMatchObject({ username: 'relay-loa-xom-dinh', host: '10.0.0.1', port: 1883, tls: null });
    expect(made.credentials.setup).toContain('first-secret');
    expect(made.credentials.files.map(({ kind }) => kind)).toEqual(['console']);
    expect(accounts.names.get('relay-loa-xom-dinh')).toBe('loa-thon/ngot/relay/loa-xom-dinh');
    expect((await relays.rotate('loa-xom-dinh')).setup).toContain('second-secret');
  });

  it('is refused more channels than the boards of a family have, before there is an account', async () => {
    const { relays, accounts } = await createVillage();
    const tooMany = relays.create({ name: 'Tủ loa', driver: 'shelly', channels: 5 });
    await expect(tooMany).rejects.toMatchObject({ code: 'firmware.too-many-channels', params: { most: 4 } });
    expect([...accounts.names.keys()]).toEqual(['relay-loa']);
  });

  it('adds nothing, no account either, while nobody knows what to put into the device', async () => {
    const { accounts, parts } = await createVillage();
    const unknown = new AppError('firmware.broker-unknown', 503, 'The broker has not shown its certificate yet.');
    const relays = createRelays({
      ...parts,
      firmware: { ...testFirmware, relay: () => Promise.reject(unknown) },
    });
    await relays.start();
    const refused = { code: 'firmware.broker-unknown' };
    await expect(relays.create({ name: 'Đình', driver: 'tasmota', channels: 1 })).rejects.toMatchObject(refused);
    expect([...accounts.names.keys()]).toEqual(['relay-loa']);
    expect((await relays.list()).map(({ id }) => id)).toEqual(['loa']);
    await relays.stop();
  });

  it('finds no account of a relay that a crash took away while it was added', async () => {
    const { parts, relays, accounts } = await createVillage();
    await accounts.create({
      id: 'relay-cot-dinh',
      name: 'Cột đình',
      kind: 'relay',
      prefix: 'loa-thon/ngot/relay/cot-dinh',
    });
    await relays.stop();
    const again = createRelays(parts);
    await again.start();
    expect([...accounts.names.keys()]).toEqual(['relay-loa']);
    await again.stop();
  });

  it('gives a relay an account that has none, because a crash took it while it was added', async () => {
    const { relays, accounts } = await createVillage();
    accounts.names.clear();
    expect(await relays.rotate('loa')).toMatchObject({ username: 'relay-loa', password: 'first-secret' });
    expect(accounts.names.get('relay-loa')).toBe('loa-thon/ngot/relay/loa');
  });

  it('may call two relays the same', async () => {
    const { relays } = await createVillage();
    const made = await relays.create({ name: 'Loa', driver: 'generic', channels: 1 });
    expect(made.relay.id).toBe('loa-2');
    expect((await relays.list()).map((relay) => relay.id).sort()).toEqual(['loa', 'loa-2']);
  });

  it('may add two of one name at the same moment', async () => {
    const { relays } = await createVillage();
    const made = await Promise.all([
      relays.create({ name: 'Đình', driver: 'generic', channels: 1 }),
      relays.create({ name: 'Đình', driver: 'generic', channels: 1 }),
    ]);
    expect(made.map(({ relay }) => relay.id)).toEqual(['dinh', 'dinh-2']);
  });

  it('may not take away a relay that switches a zone', async () => {
    const { relays, storage } = await createVillage();
    await storage.script('create table zones_of (relay_id text references relays (id)) strict');
    await storage.run('insert into zones_of values (?)', ['loa']);
    await expect(relays.remove('loa')).rejects.toMatchObject({ code: 'relay.in-use', status: 409 });
    await storage.run('delete from zones_of');
    await relays.remove('loa');
    await expect(relays.get('loa')).rejects.toMatchObject({ code: 'relay.not-found' });
  });

  it('may not take away a relay that is there and stays ON; one whose power was cut he may', async () => {
    const { relays, obeys, say, clock, link, base } = await createVillage();
    obeys.now = false;
    say('stat/POWER2', 'ON');
    link.sent.length = 0;
    const refused = expect(relays.remove('loa')).rejects.toMatchObject({ code: 'relay.stuck-on' });
    await clock.advance(9_000);
    await refused;
    expect(new Set(link.sent)).toEqual(new Set([`${base}/cmnd/POWER2 OFF`]));
    say('tele/LWT', 'Offline');
    await clock.advance(2_000);
    await relays.remove('loa');
    await expect(relays.get('loa')).rejects.toMatchObject({ code: 'relay.not-found' });
  });

  it('who tries a relay that is just being taken away leaves it OFF', async () => {
    const { relays, clock, link, base } = await createVillage();
    const removed = relays.remove('loa');
    for (let turns = 0; turns < 10; turns++) await Promise.resolve();
    const tested = relays.test('loa', 1);
    await removed;
    expect(await tested).toMatchObject({ failSafe: null, fault: { code: 'relay.on-air' } });
    expect(link.sent.at(-1)).toBe(`${base}/cmnd/POWER1 OFF`);
    link.sent.length = 0;
    await clock.advance(60_000);
    expect(link.sent).toEqual([]);
  });

  it('tries a channel: on for four seconds, then it goes off by itself, and that is kept', async () => {
    const { relays, parts, clock, link, base, say } = await createVillage();
    const tested = relays.test('loa', 1);
    await clock.advance(4_000);
    expect(link.sent).toEqual([`${base}/cmnd/PulseTime1 40`, `${base}/cmnd/POWER1 ON`]);
    say('stat/POWER1', 'OFF');
    const result = await tested;
    expect(result).toMatchObject({ failSafe: 'proved', fault: null });
    expect(result.onConfirmedMs).toBeGreaterThanOrEqual(0);
    expect(result.offConfirmedMs).toBeGreaterThanOrEqual(0);
    expect(link.sent.at(-1)).toBe(`${base}/cmnd/POWER1 OFF`);
    const again = createRelays(parts);
    await again.start();
    expect((await channelOf(again, 'loa', 1))?.failSafe).toMatchObject({ state: 'proved' });
    expect((await channelOf(again, 'loa', 2))?.failSafe).toEqual({ state: 'unproved', at: null });
    await again.stop();
  });

  it('believes no device for what the one before it has proved', async () => {
    const { relays, parts, clock, say, accounts } = await createVillage();
    accounts.names.set('relay-loa', 'loa-thon/ngot/relay/loa');
    const tested = relays.test('loa', 1);
    await clock.advance(4_000);
    say('stat/POWER1', 'OFF');
    await tested;
    await relays.rotate('loa');
    expect((await channelOf(relays, 'loa', 1))?.failSafe.state).toBe('proved');
    expect((await relays.replaceDevice('loa')).setup).toContain('second-secret');
    expect((await channelOf(relays, 'loa', 1))?.failSafe).toEqual({ state: 'unproved', at: null });
    const again = createRelays(parts);
    await again.start();
    expect((await channelOf(again, 'loa', 1))?.failSafe.state).toBe('unproved');
    await again.stop();
  });

  it('that finds no fail-safe may not use that channel, until somebody takes it upon himself', async () => {
    const { relays, clock, one, say } = await createVillage();
    const tested = relays.test('loa', 1);
    await clock.advance(5_500);
    say('stat/POWER1', 'ON');
    expect(await tested).toMatchObject({ failSafe: 'absent', fault: { code: 'relay.no-fail-safe' } });
    await clock.advance(10_000);
    await expect(relays.hold(one, 'b1', never)).rejects.toMatchObject({ code: 'relay.no-fail-safe', status: 409 });
    await relays.hold({ relayId: 'loa', channel: 2 }, 'b1', never);
    expect((await channelOf(relays, 'loa', 1))?.fault?.code).toBe('relay.no-fail-safe');

    const waived = await relays.waive(
      'loa',
      { reason: ' Đặt ngay trong nhà ' },
      { id: 'u1', login: 'tu', name: 'Ông Tư', roles: ['technician'] },
    );
    expect(waived.waiver).toMatchObject({ reason: 'Đặt ngay trong nhà', by: 'Ông Tư' });
    expect(waived.channels[0]?.fault).toBeNull();
    await relays.hold(one, 'b1', never);
    await relays.release(one, 'b1');
    await relays.withdrawWaiver('loa');
    await expect(relays.hold(one, 'b2', never)).rejects.toMatchObject({ code: 'relay.no-fail-safe' });
  });

  it('believes a channel that went off unheard and says so when it is asked', async () => {
    const { relays, clock, say } = await createVillage();
    const tested = relays.test('loa', 1);
    await clock.advance(5_500);
    say('stat/RESULT', '{"POWER1":"OFF"}');
    expect(await tested).toMatchObject({ failSafe: 'proved', fault: null });
  });

  it('whose hand is on its button proves nothing', async () => {
    const { relays, clock, say } = await createVillage();
    const tested = relays.test('loa', 1);
    await clock.advance(2_000);
    say('stat/POWER1', 'OFF');
    expect(await tested).toMatchObject({ failSafe: null, fault: { code: 'relay.turned-off' } });
    expect((await channelOf(relays, 'loa', 1))?.failSafe.state).toBe('unproved');
  });

  it('is told why a channel does not work', async () => {
    const { relays, clock, obeys } = await createVillage();
    obeys.now = false;
    const tested = relays.test('loa', 1);
    await clock.advance(9_000);
    expect(await tested).toMatchObject({ onConfirmedMs: null, fault: { code: 'relay.unreachable' } });
  });

  it('may not try a channel that is on air', async () => {
    const { relays, one } = await createVillage();
    await relays.hold(one, 'b1', never);
    await expect(relays.test('loa', 1)).rejects.toMatchObject({ code: 'relay.on-air' });
  });
});

describe('stopping the gateway', () => {
  it('turns off what is held, and waits for the answer', async () => {
    const { relays, link, base, one } = await createVillage();
    await relays.hold(one, 'b1', never);
    await relays.stop();
    expect(link.sent.at(-1)).toBe(`${base}/cmnd/POWER1 OFF`);
    await relays.stop();
    await expect(relays.hold(one, 'b2', never)).rejects.toMatchObject({ code: 'relay.stopping' });
  });

  it('does not wait longer than five seconds for a relay that does not answer', async () => {
    const { relays, one, obeys, clock } = await createVillage();
    await relays.hold(one, 'b1', never);
    obeys.now = false;
    let stopped = false;
    const stopping = relays.stop().then(() => (stopped = true));
    await clock.advance(4_999);
    expect(stopped).toBe(false);
    await clock.advance(1);
    await stopping;
  });
});
