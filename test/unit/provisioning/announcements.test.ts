import { describe, expect, it } from 'vitest';
import { macOf, shortText } from '../../../gateway/src/provisioning/announcements/announcement.ts';
import { readHomeAssistant } from '../../../gateway/src/provisioning/announcements/home-assistant.ts';
import {
  ourName,
  readShelly,
  readShellyStatus,
  shellyThatCame,
} from '../../../gateway/src/provisioning/announcements/shelly.ts';
import { readTasmota } from '../../../gateway/src/provisioning/announcements/tasmota.ts';

const tasmota = {
  ip: '192.168.1.34',
  dn: 'Tasmota',
  fn: ['Tasmota', null, null, null, null, null, null, null],
  hn: 'tasmota-12AB34-2868',
  mac: 'A8032A12AB34',
  md: 'Sonoff Basic',
  ty: 0,
  if: 0,
  ofln: 'Offline',
  onln: 'Online',
  state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
  sw: '14.2.0',
  t: 'tasmota_12AB34',
  ft: '%prefix%/%topic%/',
  tp: ['cmnd', 'stat', 'tele'],
  rl: [1, 0, 0, 0, 0, 0, 0, 0],
  ver: 1,
};
const tasmotaTopic = 'tasmota/discovery/A8032A12AB34/config';
const sayTasmota = (change: object = {}, topic = tasmotaTopic) =>
  readTasmota(topic, JSON.stringify({ ...tasmota, ...change }));

describe('what a Tasmota says of itself', () => {
  it('is its name, model, address, version, contacts, and where it is spoken to', () => {
    expect(sayTasmota()).toEqual({
      family: 'tasmota',
      key: 'A8:03:2A:12:AB:34',
      name: 'Tasmota',
      model: 'Sonoff Basic',
      mac: 'A8:03:2A:12:AB:34',
      address: '192.168.1.34',
      firmware: '14.2.0',
      channels: 1,
      speak: 'cmnd/tasmota_12AB34/',
    });
  });

  it('counts relays, not lights and shutters', () => {
    expect(sayTasmota({ rl: [1, 1, 2, 3, 1, 0, 0, 0] })?.channels).toBe(3);
    expect(sayTasmota({ rl: [2, 0] })?.channels).toBe(0);
    expect(sayTasmota({ rl: Array.from({ length: 100_000 }, () => 1) })?.channels).toBe(32);
  });

  it('may have another order of topics, and other prefixes', () => {
    expect(sayTasmota({ ft: 'nha/%topic%/%prefix%', tp: ['lenh', 'stat', 'tele'] })?.speak).toBe(
      'nha/tasmota_12AB34/lenh/',
    );
  });

  it.each([
    ['another one’s MAC address', { mac: 'A8032A12AB35' }],
    ['no MAC address', { mac: 'xin chao' }],
    ['a number where a text should be', { mac: 12 }],
  ])('is not believed with %s', (_, change) => {
    expect(sayTasmota(change)).toBeNull();
  });

  it.each([
    ['wildcards', { t: '#' }],
    ['a reserved topic', { ft: '$SYS/%topic%/' }],
    ['no text', { ft: ['x'] }],
    ['a place that nobody fills in', { ft: '%prefix%/%hostname%/' }],
    ['an endless topic', { t: 'x'.repeat(5_000) }],
    ['control characters', { t: 'a\u0000b' }],
    ['no prefixes', { tp: 7 }],
  ])('is listed but not spoken to, with %s in its topic', (_, change) => {
    expect(sayTasmota(change)).toMatchObject({ family: 'tasmota', speak: null });
  });

  it('is cut to what a person reads, on one line', () => {
    const name = sayTasmota({ dn: `Loa\n<b>${'á'.repeat(500)}\u202e` })?.name ?? '';
    expect(name).toMatch(/^Loa <b>á+$/);
    expect(Array.from(name)).toHaveLength(60);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"ip":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['JSON nested a hundred thousand deep', '['.repeat(100_000)],
    ['deep JSON that is whole', `{"mac":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['a prototype', '{"__proto__":{"mac":"A8032A12AB34"}}'],
  ])('means nothing when it is %s', (_, payload) => {
    expect(readTasmota(tasmotaTopic, payload)).toBeNull();
  });

  it.each([
    'tasmota/discovery/A8032A12AB34/sensors',
    'tasmota/discovery/x/config',
    'a/tasmota/discovery/A8032A12AB34/config',
  ])('is not heard on %s', (topic) => {
    expect(sayTasmota({}, topic)).toBeNull();
  });
});

const info = (result: object) => JSON.stringify({ id: 1, src: 'shellyplus1pm-a8032ab12345', dst: ourName, result });
const shellyInfo = {
  name: null,
  id: 'shellyplus1pm-a8032ab12345',
  mac: 'A8032AB12345',
  model: 'SNSW-001P16EU',
  gen: 2,
  ver: '1.4.4',
  app: 'Plus1PM',
};

describe('what a Shelly says of itself', () => {
  it('is that it is there, on a topic of its own', () => {
    expect(shellyThatCame('shellyplus1-a8032ab12345/online', 'true')).toBe('shellyplus1-a8032ab12345');
    expect(shellyThatCame('nha/shelly/events/rpc', '{"method":"NotifyStatus","params":{}}')).toBe('nha/shelly');
    expect(shellyThatCame('shellyplus1-a8032ab12345/online', 'false')).toBeNull();
    expect(shellyThatCame('shellyplus1-a8032ab12345/events/rpc', '[]')).toBeNull();
    expect(shellyThatCame('$SYS/online', 'true')).toBeNull();
    expect(shellyThatCame('online', 'true')).toBeNull();
  });

  it('is who it is, when it is asked', () => {
    expect(readShelly(`${ourName}/rpc`, info(shellyInfo), 'shellyplus1pm-a8032ab12345')).toEqual({
      family: 'shelly',
      key: 'A8:03:2A:B1:23:45',
      name: 'shellyplus1pm-a8032ab12345',
      model: 'Plus1PM (SNSW-001P16EU)',
      mac: 'A8:03:2A:B1:23:45',
      address: null,
      firmware: '1.4.4',
      channels: null,
      speak: 'shellyplus1pm-a8032ab12345',
    });
  });

  it('is its switches and its address', () => {
    const status = { 'switch:0': {}, 'switch:1': {}, 'input:0': {}, wifi: { sta_ip: '192.168.1.35' } };
    expect(readShellyStatus(`${ourName}/rpc`, JSON.stringify({ id: 2, result: status }))).toEqual({
      channels: 2,
      address: '192.168.1.35',
    });
    expect(readShellyStatus(`${ourName}/rpc`, '{"id":2,"result":{}}')).toEqual({ channels: 0, address: null });
  });

  it.each([
    ['of the first generation', { gen: 1 }],
    ['without a MAC address', { mac: 'A8' }],
    ['with a list for an answer', []],
  ])('is not believed %s', (_, change) => {
    const result = Array.isArray(change) ? change : { ...shellyInfo, ...change };
    expect(readShelly(`${ourName}/rpc`, info(result), 'x')).toBeNull();
  });
});

describe('what Home Assistant is told', () => {
  const board = {
    name: 'Kênh 1',
    stat_t: 'cot-dinh/switch/channel_1/state',
    cmd_t: 'cot-dinh/switch/channel_1/command',
    uniq_id: 'ESPswitchchannel_1',
    dev: {
      ids: 'a8032ab12345',
      name: 'cot-dinh',
      sw: 'esphome v2024.11.3 Nov 20 2024, 10:00:00',
      mdl: 'esp32dev',
      mf: 'espressif',
    },
  };
  const bridge = {
    availability: [{ topic: 'zigbee2mqtt/bridge/state' }, { topic: 'zigbee2mqtt/o-cam/availability' }],
    command_topic: 'zigbee2mqtt/o-cam/set',
    state_topic: 'zigbee2mqtt/o-cam',
    device: { identifiers: ['zigbee2mqtt_0x04cf8cdf3c8e777b'], manufacturer: 'Xiaomi', name: 'o-cam' },
    origin: { name: 'Zigbee2MQTT', sw: '2.14.1' },
  };

  it('by an ESPHome board, old and new, is the board and one of its switches', () => {
    expect(readHomeAssistant('homeassistant/switch/cot-dinh/channel_1/config', JSON.stringify(board))).toEqual({
      channel: 'cot-dinh/switch/channel_1/command',
      device: {
        family: 'esphome',
        key: 'A8:03:2A:B1:23:45',
        name: 'cot-dinh',
        model: 'esp32dev',
        mac: 'A8:03:2A:B1:23:45',
        address: null,
        firmware: '2024.11.3',
        channels: null,
        speak: null,
      },
    });
    const newer = { ...board, dev: { ...board.dev, sw: '2026.8.0 (config hash 0x0dd1e1e6)', mf: 'Espressif' } };
    expect(readHomeAssistant('homeassistant/sensor/x/t/config', JSON.stringify(newer))).toMatchObject({
      channel: null,
      device: { family: 'esphome', firmware: '2026.8.0 (config hash 0x0dd1e1e6)' },
    });
  });

  it('by a Zigbee2MQTT bridge is the bridge, whichever plug it is about', () => {
    expect(
      readHomeAssistant('homeassistant/switch/0x04cf8cdf3c8e777b/switch/config', JSON.stringify(bridge)),
    ).toMatchObject({
      channel: 'zigbee2mqtt/o-cam/set',
      device: { family: 'zigbee2mqtt', key: 'zigbee2mqtt', name: 'zigbee2mqtt', firmware: '2.14.1', speak: null },
    });
  });

  it.each([
    ['somebody else’s device', { ...board, dev: { ids: 'x', mf: 'Bosch' } }],
    ['no device', { name: 'x' }],
    ['a device that is a text', { dev: 'x' }],
    ['a bridge without a topic', { ...bridge, availability: 'x' }],
  ])('is none of ours when it is about %s', (_, said) => {
    expect(readHomeAssistant('homeassistant/switch/a/b/config', JSON.stringify(said))).toBeNull();
  });
});

it('a MAC address is twelve hexadecimal digits, however written; a text is seen', () => {
  expect([macOf('a8:03:2a:b1:23:45'), macOf('A8032AB12345'), macOf('A8032AB1234'), macOf(7)]).toEqual([
    'A8:03:2A:B1:23:45',
    'A8:03:2A:B1:23:45',
    null,
    null,
  ]);
  expect([shortText('  \u0000 '), shortText('\ud800x'), shortText('😀'.repeat(100))]).toEqual([
    null,
    'x',
    '😀'.repeat(60),
  ]);
});
