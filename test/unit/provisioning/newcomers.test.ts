import { beforeEach, describe, expect, it } from 'vitest';
import { ourName } from '../../../gateway/src/provisioning/announcements/shelly.ts';
import { createNewcomers, type Newcomers, sharedPlace, shown } from '../../../gateway/src/provisioning/newcomers.ts';

const at = '2026-11-26T08:00:00.000Z';
const guest = (place: string, clientId = `DVES_${place}`) => ({ place, clientId, address: '::ffff:192.168.1.34' });
const tasmota = (mac = 'A8032A12AB34', t = 'tasmota_12AB34') => ({
  topic: `tasmota/discovery/${mac}/config`,
  payload: JSON.stringify({ mac, dn: 'Tasmota', t, ft: '%prefix%/%topic%/', tp: ['cmnd'], rl: [1] }),
});

let list: Newcomers;
beforeEach(() => {
  list = createNewcomers();
});
const say = (place: string, { topic, payload }: { topic: string; payload: string | Buffer }) =>
  list.said(place, topic, Buffer.from(payload), at);
const seen = () => list.all().map((entry) => shown(entry, list.all(), true));

describe('the list of unknown devices', () => {
  it('has a device from its first moment, and what it is once it has said so', () => {
    list.came(guest('p1'), at);
    expect(seen()).toMatchObject([{ family: null, name: 'DVES_p1', address: '192.168.1.34', there: true }]);
    say('p1', tasmota());
    expect(seen()).toMatchObject([
      { family: 'tasmota', name: 'Tasmota', mac: 'A8:03:2A:12:AB:34', channels: 1, configurable: true, obstacle: null },
    ]);
    list.left(guest('p1'));
    expect(seen()).toMatchObject([{ there: false }]);
  });

  it('believes a device of itself alone: who announces another one after it is not heard', () => {
    list.came(guest('p1'), at);
    say('p1', tasmota());
    say('p1', tasmota('A8032AFFFFFF', 'victim'));
    expect(seen()).toMatchObject([{ mac: 'A8:03:2A:12:AB:34' }]);
  });

  it('adds neither of two that claim to be the same', () => {
    for (const place of ['p1', 'p2']) {
      list.came(guest(place), at);
      say(place, tasmota());
    }
    expect(seen().map(({ obstacle }) => obstacle?.code)).toEqual(['pairing.twins', 'pairing.twins']);
  });

  it('says that a device without a relay is none', () => {
    list.came(guest('p1'), at);
    const { topic, payload } = tasmota();
    say('p1', { topic, payload: payload.replace('"rl":[1]', '"rl":[2]') });
    expect(seen()[0]?.obstacle?.code).toBe('pairing.no-relay');
  });

  it('is not longer than thirty-two, whoever comes', () => {
    for (let n = 0; n < 1_000; n++) list.came(guest(`p${n}`), at);
    for (let n = 0; n < 1_000; n++) {
      const mac = n.toString(16).padStart(12, '0');
      say(sharedPlace, tasmota(mac, `t${n}`));
    }
    expect(list.all()).toHaveLength(32);
  });

  it('has room for who comes, though many only looked in', () => {
    list.came(guest('p1'), at);
    say('p1', tasmota());
    list.left(guest('p1'));
    for (let n = 0; n < 100; n++) {
      list.came(guest(`q${n}`), at);
      list.left(guest(`q${n}`));
    }
    expect(list.all()).toHaveLength(32);
    expect([list.at('p1')?.about?.name, list.at('q99')?.there]).toEqual(['Tasmota', false]);
  });

  it('does not read what is longer than an announcement', () => {
    list.came(guest('p1'), at);
    const { topic, payload } = tasmota();
    say('p1', { topic, payload: payload.replace('}', `,"x":"${'y'.repeat(10_000_000)}"}`) });
    expect(seen()[0]?.family).toBeNull();
  });

  it('asks a Shelly who it is, once a connection', () => {
    list.came(guest('p1', 'shellyplus1-a8032ab12345'), at);
    const here = { topic: 'shellyplus1-a8032ab12345/online', payload: 'true' };
    expect(say('p1', here).map(({ topic }) => topic)).toEqual(Array(2).fill('shellyplus1-a8032ab12345/rpc'));
    expect(say('p1', here)).toEqual([]);
    const result = { id: 'shellyplus1-a8032ab12345', mac: 'A8032AB12345', gen: 2, app: 'Plus1', ver: '1.4.4' };
    say('p1', { topic: `${ourName}/rpc`, payload: JSON.stringify({ id: 1, src: result.id, result }) });
    say('p1', { topic: `${ourName}/rpc`, payload: '{"id":2,"result":{"switch:0":{},"switch:1":{}}}' });
    expect(seen()).toMatchObject([{ family: 'shelly', channels: 2, configurable: true }]);
    list.came(guest('p1', 'shellyplus1-a8032ab12345'), at);
    expect(say('p1', here)).toHaveLength(2);
  });

  it('counts the switches of a board that announces them one by one', () => {
    list.came(guest('p1', 'cot-dinh'), at);
    for (const n of [1, 2, 2, 3]) {
      const payload = JSON.stringify({
        cmd_t: `cot-dinh/switch/channel_${n}/command`,
        dev: { ids: 'a8032ab12345', name: 'cot-dinh', mf: 'espressif', sw: 'esphome v2024.11.3' },
      });
      say('p1', { topic: `homeassistant/switch/cot-dinh/channel_${n}/config`, payload });
    }
    expect(seen()).toMatchObject([{ family: 'esphome', channels: 3, configurable: false }]);
  });

  it('on a broker of another’s tells devices apart by what they are, and leaves out our own', () => {
    say(sharedPlace, tasmota());
    say(sharedPlace, tasmota('A8032A12AB35', 'tasmota_12AB35'));
    const ours = JSON.stringify({
      mac: 'A8032A12AB36',
      t: 'loa-01',
      ft: 'loa-thon/ngot/relay/%topic%/%prefix%/',
      tp: ['cmnd'],
      rl: [1],
    });
    say(sharedPlace, { topic: 'tasmota/discovery/A8032A12AB36/config', payload: ours });
    expect(seen().map(({ mac }) => mac)).toEqual(['A8:03:2A:12:AB:34', 'A8:03:2A:12:AB:35']);
  });

  it('knows a device again that was one of ours: its topics are, its relay is no more', () => {
    list.came(guest('p1', 'relay-loa-01'), at);
    const mac = 'A8032A12AB36';
    const said = { mac, t: 'loa-01', ft: 'loa-thon/ngot/relay/%topic%/%prefix%/', tp: ['cmnd'], rl: [1] };
    say('p1', { topic: `tasmota/discovery/${mac}/config`, payload: JSON.stringify(said) });
    list.came(guest('p2', 'relay-loa-02'), at);
    const prefix = 'loa-thon/ngot/relay/loa-02';
    expect(say('p2', { topic: `${prefix}/online`, payload: 'true' })).toHaveLength(2);
    const result = { id: 'shellyplus1-a8032ab12345', mac: 'A8032AB12345', gen: 2, app: 'Plus1', ver: '1.4.4' };
    say('p2', { topic: `${ourName}/rpc`, payload: JSON.stringify({ id: 1, src: result.id, result }) });
    expect(seen()).toMatchObject([
      { family: 'tasmota', configurable: true },
      { family: 'shelly', configurable: true },
    ]);
  });

  it('forgets whom it is told to', () => {
    list.came(guest('p1'), at);
    list.came(guest('p2'), at);
    list.keep(({ id }) => id === 'p2');
    expect(list.all().map(({ id }) => id)).toEqual(['p2']);
  });
});
