import { createContacts } from './contacts.ts';
import { goodBehaviour, nonsense, type SimulatedRelay, type SimulatedRelayParts } from './simulated-relay.ts';
import { createUnit } from './unit.ts';

/**
 * A Tasmota relay as its broker sees it: protocol-faithful, not firmware. Source: arendst/Tasmota xdrv_02_9_mqtt.ino
 * @00c0639 and support_tasmota.ino @0385204. Set up as our Backlog does: SetOption0 0, PowerOnState 0, TelePeriod 60,
 * MqttKeepAlive 15, FullTopic `loa-thon/<village>/relay/%topic%/%prefix%/`.
 */
export function createTasmotaRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { id, village, channels, clock, watts } = parts;
  const root = `loa-thon/${village}/relay`;
  const topic = `${root}/${id}`;
  const knobs = goodBehaviour();
  /** PulseTime settings; they are kept in flash, so a reboot does not clear them. */
  const pulseMs = new Map<number, number>();
  let bootedAtMs = 0;
  let mqttCount = 0;

  const contacts = createContacts({
    channels,
    clock,
    fell: (channel) => power(channel, false),
    onStory: parts.onStory,
  });
  const unit = createUnit({
    ...parts,
    will: { topic: `${topic}/tele/LWT`, payload: 'Offline' },
    // MqttRetry 10 s × attempt, no longer than until 120 s are reached.
    retryMs: (failures) => (parts.retryMs ?? 10_000) * Math.min(failures, 12),
    connected: greet,
    heard: (heardTopic, payload) => {
      if (!knobs.hang) obey(heardTopic.slice(`${topic}/cmnd/`.length), payload.trim());
    },
  });

  function say(subtopic: string, payload: string | object, retain = false): void {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    if (knobs.hang) return;
    if (knobs.slowMs > 0) unit.later(knobs.slowMs, () => unit.publish(`${topic}/${subtopic}`, text, { retain }));
    else unit.publish(`${topic}/${subtopic}`, text, { retain });
  }

  /** MqttConnected(): on a mere reconnect neither INFO nor the power state is said again. */
  function greet(booted: boolean): void {
    mqttCount++;
    say('tele/LWT', 'Online', true);
    say('cmnd/POWER', ''); // to please ioBroker (Tasmota#299)
    unit.subscribe(`${topic}/cmnd/#`, 0);
    unit.subscribe(`${root}/tasmotas/cmnd/#`, 0); // GroupTopic and FallbackTopic: refused by our broker,
    unit.subscribe(`${root}/DVES_${fallback(id)}_fb/cmnd/#`, 0); // which the firmware does not notice
    if (!booted) return;
    say('tele/INFO1', {
      Info1: { Module: 'Generic', Version: '14.2.0(simulated)', GroupTopic: `${root}/tasmotas/cmnd/` },
    });
    say('tele/INFO2', { Info2: { WebServerMode: 'Admin', Hostname: id, IPAddress: '127.0.0.1' } });
    say('tele/INFO3', { Info3: { RestartReason: 'Power On', BootCount: mqttCount } });
    for (let channel = 1; channel <= channels; channel++) acknowledge(channel, contacts.isOn(channel));
    unit.later(5_000, telemetry);
  }

  function telemetry(): void {
    say('tele/STATE', state());
    meter();
    unit.later(60_000, telemetry); // TelePeriod
  }

  function meter(): void {
    if (watts === undefined) return;
    const drawn = Array.from({ length: channels }, (_, index) => (contacts.isOn(index + 1) ? watts : 0));
    const Power = channels === 1 ? drawn[0] : drawn;
    say('tele/SENSOR', { Time: time(), ENERGY: { Total: 6.294, Power, Factor: 0.99, Voltage: 227 } });
  }

  function state(): Record<string, unknown> {
    const powers = Array.from({ length: channels }, (_, index): [string, string] => [
      nameOf(index + 1),
      contacts.isOn(index + 1) ? 'ON' : 'OFF',
    ]);
    return {
      Time: time(),
      UptimeSec: Math.round((clock.monotonic() - bootedAtMs) / 1000),
      MqttCount: mqttCount,
      ...Object.fromEntries(powers),
      Wifi: { AP: 1, SSId: 'nha-van-hoa', RSSI: 64, Signal: -68 },
    };
  }

  function obey(command: string, payload: string): void {
    const [, word = '', digits = ''] = /^([A-Z]+)(\d*)$/i.exec(command) ?? [];
    const channel = digits === '' ? 1 : Number(digits);
    switch (word.toUpperCase()) {
      case 'POWER':
        return obeyPower(channel >= 1 && channel <= channels ? channel : 1, payload.toUpperCase());
      case 'PULSETIME':
        return obeyPulseTime(channel, payload);
      case 'STATE':
        return say('stat/RESULT', state());
      default:
        return say('stat/RESULT', { Command: 'Unknown' });
    }
  }

  function obeyPower(channel: number, word: string): void {
    if (word === 'ON' || word === '1') power(channel, true);
    else if (word === 'OFF' || word === '0') power(channel, false);
    else if (word === 'TOGGLE' || word === '2') power(channel, !contacts.isOn(channel));
    else acknowledge(channel, contacts.isOn(channel));
  }

  function obeyPulseTime(channel: number, payload: string): void {
    const value = Number(payload);
    if (payload !== '' && value >= 0 && value <= 64_900) pulseMs.set(channel, pulseTimeMs(value));
    say('stat/RESULT', { [`PulseTime${channel}`]: { Set: value, Remaining: 0 } });
  }

  /** ExecuteCommandPower(): also when nothing changes, the timer starts anew and the answer is given. */
  function power(channel: number, on: boolean): void {
    const obeys = on ? knobs.lie !== 'acks-only' && knobs.lie !== 'says-off' : knobs.lie !== 'stays-on';
    if (obeys) contacts.set(channel, on);
    const isOn = contacts.isOn(channel);
    contacts.countDown(channel, isOn ? (pulseMs.get(channel) ?? 0) : 0);
    acknowledge(channel, knobs.lie === 'acks-only' ? on : isOn);
    if (isOn && knobs.flapMs > 0) contacts.countDown(channel, knobs.flapMs);
    unit.later(300, meter); // PowerDelta
  }

  /** RESULT first, then POWER, which on a device with one channel has no number. */
  function acknowledge(channel: number, on: boolean): void {
    if (knobs.dropAnswers > 0) {
      knobs.dropAnswers--;
      return;
    }
    say('stat/RESULT', { [nameOf(channel)]: on ? 'ON' : 'OFF' });
    say(`stat/${nameOf(channel)}`, on ? 'ON' : 'OFF');
  }

  const nameOf = (channel: number) => (channels === 1 ? 'POWER' : `POWER${channel}`);
  const time = () => new Date(clock.now()).toISOString().slice(0, 19);

  function start(): void {
    bootedAtMs = clock.monotonic();
    unit.powerOn();
  }
  function cutPower(): void {
    unit.powerOff();
    contacts.release();
  }

  return {
    id,
    knobs,
    story: contacts.story,
    get connected() {
      return unit.connected;
    },
    isOn: contacts.isOn,
    start,
    cutPower,
    reboot() {
      cutPower();
      start();
    },
    dropLine: unit.dropLine,
    press: (channel) => power(channel, !contacts.isOn(channel)),
    talkNonsense() {
      for (const words of nonsense) {
        for (const subtopic of ['stat/RESULT', `stat/${nameOf(1)}`, 'tele/STATE', 'tele/SENSOR']) say(subtopic, words);
      }
    },
    async stop() {
      await unit.stop();
      contacts.release();
    },
  };
}

/** PulseTime counts tenths of a second up to 111, from 112 on seconds above 100 (Commands.md); 0 is none. */
export function pulseTimeMs(value: number): number {
  return value > 111 ? (value - 100) * 1000 : value * 100;
}

/** Stands in for the end of the MAC address. */
function fallback(id: string): string {
  const sum = Buffer.from(id).reduce((total, byte) => (total * 31 + byte) & 0xffffff, 7);
  return sum.toString(16).toUpperCase().padStart(6, '0');
}
