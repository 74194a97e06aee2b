import { describe, expect, it } from 'vitest';
import { generic } from '../../../gateway/src/relays/drivers/generic.ts';
import { pulseTime } from '../../../gateway/src/core/pulse-time.ts';
import { esphome } from '../../../gateway/src/relays/drivers/esphome.ts';
import { shelly } from '../../../gateway/src/relays/drivers/shelly.ts';
import { tasmota } from '../../../gateway/src/relays/drivers/tasmota.ts';
import { zigbee2mqtt } from '../../../gateway/src/relays/drivers/zigbee2mqtt.ts';
import { industrialBoard, jsonBoard, plainBoard, stubbornBoard } from '../../support/board-templates.ts';

const relayOf = (channels: number) => ({ topic: 'loa-thon/ngot/relay/loa-01', channels });

describe('the Tasmota driver', () => {
  it('arms the time-out of a channel before it turns it on', () => {
    expect(tasmota.driver(relayOf(2)).on(2, 90)).toEqual([
      { subtopic: 'cmnd/PulseTime2', payload: '190' },
      { subtopic: 'cmnd/POWER2', payload: 'ON' },
    ]);
  });

  it('understands a device with one channel, which leaves the number out, and one with several', () => {
    expect(tasmota.driver(relayOf(1)).decode('stat/RESULT', '{"POWER":"ON"}')).toEqual([
      { kind: 'said', channel: 1, on: true },
    ]);
    expect(tasmota.driver(relayOf(1)).decode('stat/POWER', 'OFF')).toEqual([{ kind: 'said', channel: 1, on: false }]);
    expect(tasmota.driver(relayOf(2)).decode('stat/POWER2', 'ON')).toEqual([{ kind: 'said', channel: 2, on: true }]);
    expect(tasmota.driver(relayOf(16)).decode('stat/RESULT', '{"POWER12":"ON"}')).toEqual([
      { kind: 'said', channel: 12, on: true },
    ]);
  });

  it('reads channels and Wi-Fi from telemetry', () => {
    const state = '{"Time":"2026-11-23T05:00:00","UptimeSec":7,"POWER1":"ON","POWER2":"OFF","Wifi":{"RSSI":64}}';
    expect(tasmota.driver(relayOf(2)).decode('tele/STATE', state)).toEqual([
      { kind: 'said', channel: 1, on: true },
      { kind: 'said', channel: 2, on: false },
      { kind: 'wifi', percent: 64 },
    ]);
  });

  it('reads the power drawn, of each channel where the device measures each', () => {
    expect(tasmota.driver(relayOf(1)).decode('tele/SENSOR', '{"ENERGY":{"Power":118}}')).toEqual([
      { kind: 'power', channel: 1, watts: 118 },
    ]);
    expect(tasmota.driver(relayOf(2)).decode('stat/STATUS10', '{"StatusSNS":{"ENERGY":{"Power":[118,0]}}}')).toEqual([
      { kind: 'power', channel: 1, watts: 118 },
      { kind: 'power', channel: 2, watts: 0 },
    ]);
    expect(tasmota.driver(relayOf(2)).decode('tele/SENSOR', '{"ENERGY":{"Power":118}}')).toEqual([]);
  });

  it('passes over what is none of its business', () => {
    expect(tasmota.driver(relayOf(1)).decode('stat/RESULT', '{"PulseTime1":{"Set":190,"Remaining":190}}')).toEqual([]);
    expect(tasmota.driver(relayOf(1)).decode('tele/INFO1', '{"Info1":{}}')).toEqual([]);
    expect(tasmota.driver(relayOf(1)).decode('stat/POWER3', 'ON')).toEqual([]);
  });

  it.each([
    ['stat/POWER', 'perhaps'],
    ['stat/RESULT', '{"POWER":'],
    ['stat/RESULT', '[1,2]'],
    ['stat/RESULT', '{"POWER":{"a":1}}'],
    ['tele/LWT', 'Alive'],
    ['tele/STATE', '\u0000\u0001'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(tasmota.driver(relayOf(1)).decode(subtopic, payload)).toBeNull();
  });

  it('counts PulseTime in tenths of a second up to 11.1 s, in seconds above', () => {
    expect([0.5, 2, 11.1, 12, 90].map(pulseTime)).toEqual([5, 20, 111, 112, 190]);
  });
});

describe('the generic driver', () => {
  it('arms the hold of a channel before it turns it on, and renews it alone', () => {
    expect(generic.driver(relayOf(1)).on(1, 90)).toEqual([
      { subtopic: '1/hold', payload: '90' },
      { subtopic: '1/command', payload: 'ON' },
    ]);
    expect(generic.driver(relayOf(1)).renew(1, 90)).toEqual([{ subtopic: '1/hold', payload: '90' }]);
  });

  it('understands states with and without a counter', () => {
    expect(generic.driver(relayOf(2)).decode('2/state', 'ON')).toEqual([{ kind: 'said', channel: 2, on: true }]);
    expect(generic.driver(relayOf(2)).decode('2/state', 'off 17')).toEqual([{ kind: 'said', channel: 2, on: false }]);
  });

  it('reads its last will, its birth and its power', () => {
    expect(generic.driver(relayOf(1)).decode('status', 'offline')).toEqual([{ kind: 'availability', online: false }]);
    expect(generic.driver(relayOf(1)).decode('status', 'online')).toEqual([{ kind: 'availability', online: true }]);
    expect(generic.driver(relayOf(1)).decode('1/power', '117.5')).toEqual([
      { kind: 'power', channel: 1, watts: 117.5 },
    ]);
  });

  it.each([
    ['1/state', 'ON OFF'],
    ['1/state', '1'],
    ['1/power', 'NaN'],
    ['1/power', ' '],
    ['1/power', '-3'],
    ['status', 'yes'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(generic.driver(relayOf(1)).decode(subtopic, payload)).toBeNull();
  });

  it('passes over channels it does not have', () => {
    expect(generic.driver(relayOf(2)).decode('9/state', 'ON')).toEqual([]);
  });
});

describe('the generic driver of a board with a template', () => {
  const json = generic.driver({ ...relayOf(2), template: jsonBoard });
  const plain = generic.driver({ ...relayOf(2), template: plainBoard });
  const industrial = generic.driver({ ...relayOf(2), template: industrialBoard });

  it('says the channel and the lease where the template has their places', () => {
    expect(json.on(2, 90)).toEqual([{ subtopic: 'cmd', payload: '{"relay":1,"on":true,"for":90}' }]);
    expect(json.renew(2, 90)).toEqual(json.on(2, 90));
    expect(json.off(1)).toEqual([{ subtopic: 'cmd', payload: '{"relay":0,"on":false}' }]);
  });

  it('asks once where one question is about every channel', () => {
    expect(json.ask()).toEqual([{ subtopic: 'cmd', payload: '{"report":true}' }]);
    expect(plain.ask()).toEqual([]);
  });

  it('asks after each command a board that is silent when nothing changes', () => {
    const question = { subtopic: 'query', payload: '' };
    const hold = { subtopic: 'timer/1', payload: 'PT90S' };
    expect(industrial.on(1, 90)).toEqual([hold, { subtopic: 'out/1', payload: 'close' }, question]);
    expect(industrial.renew(1, 90)).toEqual([hold, question]);
    expect(industrial.off(1)).toEqual([{ subtopic: 'out/1', payload: 'open' }, question]);
  });

  it('keeps one without a lease on by asking it, or by saying ON again', () => {
    expect(generic.driver({ ...relayOf(1), template: stubbornBoard }).renew(1, 90)).toEqual([
      { subtopic: 'relay1/set', payload: '1' },
    ]);
    const asked = { ...stubbornBoard, ask: { topic: 'tell', payload: '?', afterCommand: false } };
    expect(generic.driver({ ...relayOf(1), template: asked }).renew(1, 90)).toEqual([
      { subtopic: 'tell', payload: '?' },
    ]);
  });

  it('reads several channels and their meters from one message, and what changed from part of one', () => {
    expect(json.decode('report', '{"relays":[{"on":true,"watts":118},{"on":false,"watts":0}],"up":7}')).toEqual([
      { kind: 'said', channel: 1, on: true },
      { kind: 'power', channel: 1, watts: 118 },
      { kind: 'said', channel: 2, on: false },
      { kind: 'power', channel: 2, watts: 0 },
    ]);
    expect(json.decode('report', '{"relays":{"1":{"on":true}}}')).toEqual([{ kind: 'said', channel: 2, on: true }]);
    expect(json.decode('report', '{"up":8}')).toEqual([]);
    expect(json.decode('link', '0')).toEqual([{ kind: 'availability', online: false }]);
    expect(industrial.decode('sys', '{"state":"UP"}')).toEqual([{ kind: 'availability', online: true }]);
  });

  it('takes a line break behind a word for none, as boards send it that print a line', () => {
    expect(plain.decode('relay1', '1\r\n')).toEqual([{ kind: 'said', channel: 1, on: true }]);
  });

  it.each([
    [json, 'report', 'ON'],
    [json, 'report', '{"relays":[{"on":"perhaps"}]}'],
    [json, 'report', '{"relays":[{"on":{"x":1}}]}'],
    [json, 'report', 'null'],
    [plain, 'relay2', 'ON'],
  ])('calls nonsense nonsense: %#', (driver, subtopic, payload) => {
    expect(driver.decode(subtopic, payload)).toBeNull();
  });

  it('finds nothing in what every object has', () => {
    const trap = { ...jsonBoard, state: { ...jsonBoard.state, path: 'constructor.name', on: 'Object' }, power: null };
    expect(generic.driver({ ...relayOf(1), template: trap }).decode('report', '{}')).toEqual([]);
  });

  it('hears only where the board speaks', () => {
    expect(json.hears).toEqual(['report', 'link', 'firmware']);
    expect(json.decode('cmd', '{"relay":0,"on":true}')).toEqual([]);
    expect(json.decode('firmware', '1.2')).toEqual([{ kind: 'firmware', version: '1.2' }]);
  });
});

describe('the Shelly driver', () => {
  const driver = shelly.driver(relayOf(2));
  const callsOf = (messages: readonly { subtopic: string; payload: string }[]) =>
    messages.map(({ subtopic, payload }) => [subtopic, JSON.parse(payload) as object]);

  it('turns on for no longer than the lease, asks what came of it, and names the topic of the answer', () => {
    const src = 'loa-thon/ngot/relay/loa-01/gateway';
    expect(callsOf(driver.on(2, 90))).toEqual([
      ['rpc', { id: 1, src, method: 'Switch.Set', params: { id: 1, on: true, toggle_after: 90 } }],
      ['rpc', { id: 1, src, method: 'Switch.GetStatus', params: { id: 1 } }],
    ]);
    expect(driver.renew(2, 90)).toEqual(driver.on(2, 90));
  });

  it('reads the frames of real devices: a change, a whole status, a status of its own topic', () => {
    // iobroker-community-adapters/ioBroker.shelly#1592 and #813, shortened.
    const change =
      '{"src":"shelly1pmminig3-5432044edbc0","dst":"shelly1pmminig3-5432044edbc0/events","method":"NotifyStatus","params":{"ts":1788945292.88,"switch:0":{"apower":11.5,"current":0.071}}}';
    expect(driver.decode('events/rpc', change)).toEqual([{ kind: 'power', channel: 1, watts: 11.5 }]);
    const status =
      '{"id":0,"source":"MQTT","tag":null, "output":true, "apower":11.5, "voltage":240.3, "freq":50.0, "current":0.073, "temperature":{"tC":55.0, "tF":131.0}}';
    expect(driver.decode('status/switch:0', status)).toEqual([
      { kind: 'said', channel: 1, on: true },
      { kind: 'power', channel: 1, watts: 11.5 },
    ]);
    const whole =
      '{"src":"shellyplusplugs-80646fd031f8","method":"NotifyFullStatus","params":{"ts":1698999954.77,"ble":{},"mqtt":{"connected":true},"script:1":{"id":1,"running":true},"switch:0":{"id":0, "source":"init", "output":true, "apower":0.0, "voltage":229.1},"wifi":{"status":"got ip","ssid":"WLAN","rssi":-73}}}';
    expect(driver.decode('events/rpc', whole)).toEqual([
      { kind: 'said', channel: 1, on: true },
      { kind: 'power', channel: 1, watts: 0 },
      { kind: 'wifi', percent: 54 },
    ]);
  });

  it('takes a receipt for no state, and an error for no answer', () => {
    expect(driver.decode('gateway/rpc', '{"id":1,"result":{"was_on":false}}')).toEqual([]);
    expect(driver.decode('gateway/rpc', '{"id":1,"error":{"code":-105,"message":"no such switch"}}')).toEqual([]);
    expect(driver.decode('gateway/rpc', '{"id":1,"result":{"id":1,"source":"MQTT","output":false}}')).toEqual([
      { kind: 'said', channel: 2, on: false },
    ]);
  });

  it.each([
    ['online', 'yes'],
    ['events/rpc', '{"params":'],
    ['status/switch:0', '[]'],
    ['status/switch:0', '{"id":0,"output":"true"}'],
    ['events/rpc', '{"params":{"switch:0":7}}'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(driver.decode(subtopic, payload)).toBeNull();
  });

  it('passes over inputs, scripts and switches it does not have', () => {
    expect(driver.decode('status/input:0', '{"id":0,"state":true}')).toEqual([]);
    expect(driver.decode('status/switch:2', '{"id":2,"output":true}')).toEqual([]);
    expect(driver.decode('events/rpc', '{"method":"NotifyEvent","params":{"ts":1.2,"events":[]}}')).toEqual([]);
  });
});

describe('the ESPHome driver', () => {
  const driver = esphome.driver(relayOf(2));

  it('arms the hold before it turns on, and asks, for a switch that is on already says nothing', () => {
    expect(driver.on(2, 90)).toEqual([
      { subtopic: 'channel_2/hold', payload: '90' },
      { subtopic: 'switch/channel_2/command', payload: 'ON' },
      { subtopic: 'ask', payload: 'state' },
    ]);
    expect(driver.renew(2, 90)).toEqual([{ subtopic: 'channel_2/hold', payload: '90' }]);
  });

  it('reads states, power and Wi-Fi', () => {
    expect(driver.decode('switch/channel_2/state', 'ON')).toEqual([{ kind: 'said', channel: 2, on: true }]);
    expect(driver.decode('sensor/channel_1_power/state', '118.2')).toEqual([
      { kind: 'power', channel: 1, watts: 118.2 },
    ]);
    expect(driver.decode('sensor/wifi_signal/state', '-60')).toEqual([{ kind: 'wifi', percent: 80 }]);
    expect(driver.decode('status', 'offline')).toEqual([{ kind: 'availability', online: false }]);
  });

  it.each([
    ['switch/channel_1/state', 'perhaps'],
    ['sensor/channel_1_power/state', 'nan'],
    ['sensor/wifi_signal/state', ''],
    ['status', 'yes'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(driver.decode(subtopic, payload)).toBeNull();
  });

  it('passes over other sensors, and channels it does not have', () => {
    expect(driver.decode('sensor/uptime/state', '17')).toEqual([]);
    expect(driver.decode('switch/channel_3/state', 'ON')).toEqual([]);
    expect(driver.decode('sensor/channel_1/state', '5')).toEqual([]);
  });
});

describe('the Zigbee2MQTT driver', () => {
  const driver = zigbee2mqtt.driver(relayOf(2));

  it('turns on for no longer than the lease and asks, for the bridge says nothing after it', () => {
    expect(driver.on(1, 90)).toEqual([
      { subtopic: 'plug/channel-1/set', payload: '{"state":"ON","on_time":90,"off_wait_time":0}' },
      { subtopic: 'plug/channel-1/get', payload: '{"state":""}' },
    ]);
  });

  it('reads the bridge, old and new, and its plugs', () => {
    expect(driver.decode('bridge/state', '{"state":"online"}')).toEqual([{ kind: 'availability', online: true }]);
    expect(driver.decode('bridge/state', 'offline')).toEqual([{ kind: 'availability', online: false }]);
    expect(driver.decode('plug/channel-2', '{"state":"ON","power":118,"voltage":230,"linkquality":94}')).toEqual([
      { kind: 'said', channel: 2, on: true },
      { kind: 'power', channel: 2, watts: 118 },
    ]);
    // A plug that was never heard since the bridge started.
    expect(driver.decode('plug/channel-1', '{"state":null,"linkquality":0}')).toEqual([]);
  });

  it.each([
    ['bridge/state', '{"state":"away"}'],
    ['plug/channel-1', 'ON'],
    ['plug/channel-1', '{"state":"perhaps"}'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(driver.decode(subtopic, payload)).toBeNull();
  });

  it('passes over what else the bridge knows', () => {
    expect(driver.decode('plug/channel-3', '{"state":"ON"}')).toEqual([]);
    expect(driver.decode('nhiet-ke', '{"temperature":31}')).toEqual([]);
  });
});

it.each([
  ['tasmota', tasmota, 'tele/SENSOR', '{"ENERGY":{"Power":1e999}}'],
  ['shelly', shelly, 'status/switch:0', '{"id":0,"apower":1e999}'],
  ['zigbee2mqtt', zigbee2mqtt, 'plug/channel-1', '{"power":1e999}'],
  ['esphome', esphome, 'sensor/channel_1_power/state', '1e999'],
  ['generic', generic, '1/power', '1e999'],
] as const)('a power without an end is none to the %s driver', (_name, family, subtopic, payload) => {
  expect(family.driver(relayOf(1)).decode(subtopic, payload) ?? []).toEqual([]);
});
