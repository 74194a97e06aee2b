import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generic } from '../../../gateway/src/relays/drivers/generic.ts';
import { pulseTime } from '../../../gateway/src/core/tasmota-console.ts';
import { tasmota } from '../../../gateway/src/relays/drivers/tasmota.ts';

const place = {
  village: 'ngot',
  relayId: 'loa-01',
  channels: 1,
  host: '192.168.1.10',
  port: 1883,
  username: 'relay-loa-01',
  password: 'k3yk3yk3yk3yk3yk3yk3yk3yk3',
  leaseSeconds: 90,
};

describe('the Tasmota driver', () => {
  it('arms the time-out of a channel before it turns it on', () => {
    expect(tasmota.on(2, 90)).toEqual([
      { subtopic: 'cmnd/PulseTime2', payload: '190' },
      { subtopic: 'cmnd/POWER2', payload: 'ON' },
    ]);
  });

  it('understands a device with one channel, which leaves the number out, and one with several', () => {
    expect(tasmota.decode('stat/RESULT', '{"POWER":"ON"}', 1)).toEqual([{ kind: 'said', channel: 1, on: true }]);
    expect(tasmota.decode('stat/POWER', 'OFF', 1)).toEqual([{ kind: 'said', channel: 1, on: false }]);
    expect(tasmota.decode('stat/POWER2', 'ON', 2)).toEqual([{ kind: 'said', channel: 2, on: true }]);
    expect(tasmota.decode('stat/RESULT', '{"POWER12":"ON"}', 16)).toEqual([{ kind: 'said', channel: 12, on: true }]);
  });

  it('reads channels and Wi-Fi from telemetry', () => {
    const state = '{"Time":"2026-11-23T05:00:00","UptimeSec":7,"POWER1":"ON","POWER2":"OFF","Wifi":{"RSSI":64}}';
    expect(tasmota.decode('tele/STATE', state, 2)).toEqual([
      { kind: 'said', channel: 1, on: true },
      { kind: 'said', channel: 2, on: false },
      { kind: 'wifi', percent: 64 },
    ]);
  });

  it('reads the power drawn, of each channel where the device measures each', () => {
    expect(tasmota.decode('tele/SENSOR', '{"ENERGY":{"Power":118}}', 1)).toEqual([
      { kind: 'power', channel: 1, watts: 118 },
    ]);
    expect(tasmota.decode('stat/STATUS10', '{"StatusSNS":{"ENERGY":{"Power":[118,0]}}}', 2)).toEqual([
      { kind: 'power', channel: 1, watts: 118 },
      { kind: 'power', channel: 2, watts: 0 },
    ]);
    expect(tasmota.decode('tele/SENSOR', '{"ENERGY":{"Power":118}}', 2)).toEqual([]);
  });

  it('passes over what is none of its business', () => {
    expect(tasmota.decode('stat/RESULT', '{"PulseTime1":{"Set":190,"Remaining":190}}', 1)).toEqual([]);
    expect(tasmota.decode('tele/INFO1', '{"Info1":{}}', 1)).toEqual([]);
    expect(tasmota.decode('stat/POWER3', 'ON', 1)).toEqual([]);
  });

  it.each([
    ['stat/POWER', 'perhaps'],
    ['stat/RESULT', '{"POWER":'],
    ['stat/RESULT', '[1,2]'],
    ['stat/RESULT', '{"POWER":{"a":1}}'],
    ['tele/LWT', 'Alive'],
    ['tele/STATE', '\u0000\u0001'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(tasmota.decode(subtopic, payload, 1)).toBeNull();
  });

  it('writes one line for the console, safe settings first and the restart last', () => {
    const setup = tasmota.setup(place);
    expect(setup).toMatch(/^Backlog SetOption0 0; PowerOnState 0; .*; Restart 1$/);
    expect(setup).toContain('FullTopic loa-thon/ngot/relay/%topic%/%prefix%/; Topic loa-01;');
    expect(setup).toContain('PulseTime1 190');
    expect(setup).toContain('MqttClient relay-loa-01; MqttUser relay-loa-01; MqttPassword k3y');
  });

  it('writes what firmware-config shows', async () => {
    const names = {
      village: '<village>',
      relayId: '<id>',
      host: '<host>',
      username: 'relay-<id>',
      password: '<password>',
    };
    const shown = await readFile('firmware-config/tasmota/backlog.txt', 'utf8');
    expect(`${tasmota.setup({ ...place, ...names })}\n`).toBe(shown);
  });

  it('needs more lines for many channels, none longer than the console takes', () => {
    const lines = tasmota.setup({ ...place, channels: 32 }).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(500);
      expect(line.split(';').length).toBeLessThanOrEqual(30);
    }
    expect(lines.join(' ')).toContain('PulseTime32 190');
    expect(lines.at(-1)).toContain('Restart 1');
  });

  it('counts PulseTime in tenths of a second up to 11.1 s, in seconds above', () => {
    expect([0.5, 2, 11.1, 12, 90].map(pulseTime)).toEqual([5, 20, 111, 112, 190]);
  });
});

describe('the generic driver', () => {
  it('arms the hold of a channel before it turns it on, and renews it alone', () => {
    expect(generic.on(1, 90)).toEqual([
      { subtopic: '1/hold', payload: '90' },
      { subtopic: '1/command', payload: 'ON' },
    ]);
    expect(generic.renew(1, 90)).toEqual([{ subtopic: '1/hold', payload: '90' }]);
  });

  it('understands states with and without a counter', () => {
    expect(generic.decode('2/state', 'ON', 2)).toEqual([{ kind: 'said', channel: 2, on: true }]);
    expect(generic.decode('2/state', 'off 17', 2)).toEqual([{ kind: 'said', channel: 2, on: false }]);
  });

  it('reads its last will, its birth and its power', () => {
    expect(generic.decode('status', 'offline', 1)).toEqual([{ kind: 'availability', online: false }]);
    expect(generic.decode('status', 'online', 1)).toEqual([{ kind: 'availability', online: true }]);
    expect(generic.decode('1/power', '117.5', 1)).toEqual([{ kind: 'power', channel: 1, watts: 117.5 }]);
  });

  it.each([
    ['1/state', 'ON OFF'],
    ['1/state', '1'],
    ['1/power', 'NaN'],
    ['1/power', ' '],
    ['1/power', '-3'],
    ['status', 'yes'],
  ])('calls %s %s nonsense', (subtopic, payload) => {
    expect(generic.decode(subtopic, payload, 1)).toBeNull();
  });

  it('passes over channels it does not have', () => {
    expect(generic.decode('9/state', 'ON', 2)).toEqual([]);
  });

  it('writes down every topic for the person who programs the board', () => {
    const setup = generic.setup(place);
    for (const topic of ['status', '<channel>/state', '<channel>/command', '<channel>/hold', '<channel>/power']) {
      expect(setup).toContain(`loa-thon/ngot/relay/loa-01/${topic}`);
    }
  });
});
