import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChangeEvents, RelayTemplate } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createRelays } from '../../../gateway/src/relays/relay-service.ts';
import { openDatabase, type Storage } from '../../../gateway/src/storage/storage.ts';
import { industrialBoard, jsonBoard, plainBoard, stubbornBoard } from '../../support/board-templates.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFakeAccounts, createFakeLink } from '../../support/fake-link.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { testFirmware } from '../../support/rendered.ts';

const never = new AbortController().signal;
const opened: Storage[] = [];
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close();
});

/** A village with one board of one channel, `bo`, which has that template. */
async function createVillage(template: RelayTemplate | null) {
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
  const parts = {
    storage,
    link,
    accounts: createFakeAccounts(),
    clock,
    log: quietLog,
    changes: createChanges<ChangeEvents>(),
    village: { id: 'ngot' },
    firmware: testFirmware,
    advertised: () => ({ host: '10.0.0.1', port: 1883, tls: null }),
  };
  const relays = createRelays(parts);
  await relays.start();
  const made = await relays.create({ name: 'Bo', driver: 'generic', channels: 1, template });
  const base = 'loa-thon/ngot/relay/bo';
  const say = (subtopic: string, payload: string) => link.say(`${base}/${subtopic}`, payload);
  const sent = () => link.sent.splice(0).map((line) => line.slice(base.length + 1));
  const one = { relayId: 'bo', channel: 1 };
  const channel = async () => (await relays.get('bo')).channels[0];
  return { clock, link, relays, made, say, sent, one, channel, parts };
}

describe('a relay whose board has topics and payloads of its own', () => {
  it('is heard and commanded as its template says, after a restart of the gateway too', async () => {
    const village = await createVillage(jsonBoard);
    expect(village.made.relay.template).toEqual(jsonBoard);
    await village.relays.stop();
    const relays = createRelays(village.parts);
    await relays.start();
    village.sent();
    village.say('report', '{"relays":[{"on":false,"watts":0}]}');
    expect(village.sent()).toContain('cmd {"relay":0,"on":false}');
    const held = relays.hold(village.one, 'b1', never);
    expect(village.sent()).toEqual(['cmd {"relay":0,"on":true,"for":90}']);
    village.say('report', '{"relays":[{"on":true,"watts":118}]}');
    await held;
    expect((await relays.get('bo')).channels[0]).toMatchObject({ state: 'on', powerW: 118 });
  });

  it('is taken, OFF, from a broadcast that begins while its template is being changed', async () => {
    const { relays, one, say, sent } = await createVillage(jsonBoard);
    const lost: string[] = [];
    relays.onLost((channel, code) => lost.push(`${channel.relayId}/${channel.channel} ${code}`));
    say('report', '{"relays":[{"on":false,"watts":0}]}');
    const changing = relays.change('bo', { template: industrialBoard });
    for (let turns = 0; turns < 10; turns++) await Promise.resolve();
    const held = relays.hold(one, 'b1', never);
    say('report', '{"relays":[{"on":true,"watts":118}]}');
    await held;
    sent();
    await changing;
    expect(sent()).toContain('cmd {"relay":0,"on":false}');
    expect(lost).toEqual(['bo/1 relay.offline']);
  });

  it('is not taken for alive because the gateway speaks to it', async () => {
    // Its command is where a Tasmota says things: the gateway hears that for all relays.
    const village = await createVillage({ ...plainBoard, command: { topic: 'stat/{channel}', on: '1', off: '0' } });
    village.say('stat/1', '0');
    expect((await village.relays.get('bo')).availability).toBe('never-seen');
    village.say('relay1', '0');
    expect((await village.relays.get('bo')).availability).toBe('online');
  });

  it('costs the line to the broker one filter, however many channels it has', async () => {
    const { parts, relays } = await createVillage(null);
    const filters: string[] = [];
    const { subscribe } = parts.link;
    parts.link.subscribe = (filter, listener) => {
      filters.push(filter);
      return subscribe(filter, listener);
    };
    await relays.create({ name: 'Tủ', driver: 'generic', channels: 32, template: industrialBoard });
    expect(filters).toEqual(['loa-thon/ngot/relay/tu/#']);
  });

  it('that cannot be asked is told OFF again when it is silent, and is offline when it does not answer that', async () => {
    const { clock, relays, say, sent } = await createVillage(plainBoard);
    say('relay1', '0');
    say('relay1', '0');
    sent();
    await clock.advance(20_000);
    expect(sent()).toEqual(['relay1/set 0']);
    say('relay1', '0');
    await clock.advance(26_000);
    expect((await relays.get('bo')).availability).toBe('offline');
  });

  it('that counts from its last ON is told ON three times as often as it counts', async () => {
    const { clock, relays, say, sent, one } = await createVillage({
      ...plainBoard,
      lease: { kind: 'repeat', seconds: 15 },
    });
    say('relay1', '0');
    say('relay1', '0');
    const held = relays.hold(one, 'b1', never);
    say('relay1', '1');
    await held;
    sent();
    for (let n = 0; n < 3; n++) {
      await clock.advance(5_000);
      expect(sent()).toEqual(['relay1/set 1']);
      say('relay1', '1');
    }
  });

  it.each<RelayTemplate['lease']>([
    { kind: 'repeat', seconds: 90 },
    { kind: 'hold', topic: 'relay{channel}/off-after', payload: '{seconds}' },
    { kind: 'none' },
  ])(
    'that cannot be asked and says nothing of its own accord is not given up while a broadcast holds it: %o',
    async (lease) => {
      const { clock, link, relays, say, one, channel } = await createVillage({ ...plainBoard, lease });
      const lost: string[] = [];
      relays.onLost((_channel, code) => lost.push(code));
      say('relay1', '0');
      say('relay1', '0');
      await relays.waive('bo', { reason: 'Ngay trong nhà' }, { id: 'u1', login: 'tu', name: 'Ông Tư', roles: [] });
      let on = false;
      link.onSent((topic, payload) => {
        if (topic.endsWith('/set')) on = payload === '1';
        queueMicrotask(() => say('relay1', on ? '1' : '0'));
      });
      await relays.hold(one, 'b1', never);
      await clock.advance(5 * 60_000);
      expect(lost).toEqual([]);
      expect((await relays.get('bo')).availability).toBe('online');
      expect((await channel())?.state).toBe('on');
    },
  );

  it('that counts by itself is tried for as long as it counts', async () => {
    const { clock, relays, say, channel } = await createVillage({
      ...plainBoard,
      lease: { kind: 'repeat', seconds: 60 },
    });
    say('relay1', '0');
    say('relay1', '0');
    const tested = relays.test('bo', 1);
    say('relay1', '1');
    await clock.advance(60_000);
    expect((await relays.get('bo')).availability).toBe('online');
    say('relay1', '0');
    say('relay1', '0');
    expect(await tested).toMatchObject({ failSafe: 'proved', fault: null });
    await clock.advance(10_000);
    const again = relays.test('bo', 1);
    say('relay1', '1');
    await clock.advance(61_500);
    say('relay1', '0');
    expect(await again).toMatchObject({ failSafe: 'absent', fault: { code: 'relay.no-fail-safe' } });
    expect((await channel())?.failSafe.state).toBe('absent');
  });

  it('that says it keeps no lease is not used before somebody answers for it', async () => {
    const { relays, say, one, channel } = await createVillage(stubbornBoard);
    say('relay1', '0');
    say('relay1', '0');
    expect(await channel()).toMatchObject({
      failSafe: { state: 'absent', at: null },
      fault: { code: 'relay.no-fail-safe' },
    });
    await expect(relays.hold(one, 'b1', never)).rejects.toMatchObject({ code: 'relay.no-fail-safe' });
    const actor = { id: 'u1', login: 'tu', name: 'Ông Tư', roles: ['technician'] } as const;
    await relays.waive('bo', { reason: 'Ngay trong nhà' }, { ...actor, roles: [...actor.roles] });
    const held = relays.hold(one, 'b1', never);
    say('relay1', '1');
    await held;
  });

  it('may get another one: it is told OFF in the new words, and what its trial found is forgotten', async () => {
    const { clock, relays, say, sent, channel } = await createVillage(null);
    say('status', 'online');
    say('1/state', 'OFF');
    const tested = relays.test('bo', 1);
    say('1/state', 'ON');
    await clock.advance(4_000);
    say('1/state', 'OFF');
    say('1/state', 'OFF');
    expect(await tested).toMatchObject({ failSafe: 'proved' });
    sent();
    const changed = await relays.change('bo', { template: industrialBoard });
    expect(changed).toMatchObject({ template: industrialBoard, channels: [{ failSafe: { state: 'unproved' } }] });
    expect(sent()).toEqual(['out/1 open', 'query', 'query']);
    say('1/state', 'ON');
    expect((await channel())?.state).toBe('unknown');
    say('in/1', '{"contact":"open"}');
    expect((await channel())?.state).toBe('off');
    expect(await relays.change('bo', { template: null })).toMatchObject({ template: null });
  });

  it('may not get another one while a broadcast holds it', async () => {
    const { relays, say, one } = await createVillage(null);
    say('1/state', 'OFF');
    const held = relays.hold(one, 'b1', never);
    say('1/state', 'ON');
    await held;
    await expect(relays.change('bo', { template: jsonBoard })).rejects.toMatchObject({ code: 'relay.on-air' });
    expect((await relays.get('bo')).template).toBeNull();
  });

  it('is refused when its template could not switch it for certain, or its family has words of its own', async () => {
    const { relays } = await createVillage(null);
    const template = { ...jsonBoard, state: { ...jsonBoard.state, topic: 'cmd' } };
    const refused = { code: 'relay.template-same-topic', status: 422, params: { topic: 'cmd' } };
    await expect(relays.change('bo', { template })).rejects.toMatchObject(refused);
    await expect(relays.create({ name: 'Bo hai', driver: 'generic', channels: 1, template })).rejects.toMatchObject(
      refused,
    );
    await expect(
      relays.create({ name: 'Bo hai', driver: 'shelly', channels: 1, template: jsonBoard }),
    ).rejects.toMatchObject({ code: 'relay.template-kind' });
    expect(await relays.list()).toHaveLength(1);
  });

  it('shows a technician for a minute what is said below its topic, and what is made of it', async () => {
    const { clock, relays, say, sent } = await createVillage(jsonBoard);
    expect(await relays.heard('bo')).toEqual([]);
    say('report', '{"relays":[{"on":true,"watts":118}]}');
    say('report', 'hello');
    say('rapport', '{"relays":[{"on":true}]}');
    say('cmd', '{"report":true}');
    sent();
    expect((await relays.heard('bo')).map(({ topic, from, facts }) => [topic, from, facts])).toEqual([
      ['cmd', 'gateway', []],
      ['rapport', 'device', []],
      ['report', 'device', null],
      [
        'report',
        'device',
        [
          { kind: 'said', channel: 1, value: 'on' },
          { kind: 'power', channel: 1, value: '118' },
        ],
      ],
    ]);
    await clock.advance(61_000);
    say('rapport', 'nobody looks any more');
    expect(await relays.heard('bo')).toEqual([]);
  });

  it('hears no more than it can show, whatever a board says', async () => {
    const { relays, say } = await createVillage(jsonBoard);
    await relays.heard('bo');
    for (let n = 0; n < 500; n++) say('noise', `${n} ${'x'.repeat(5_000)}`);
    const heard = await relays.heard('bo');
    expect(heard).toHaveLength(60);
    expect(heard[0]?.payload).toMatch(/^499 x{296}$/);
  });
});
