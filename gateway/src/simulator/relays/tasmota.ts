import { createRelay } from './body.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';

const version = '14.2.0(simulated)';

/**
 * A Tasmota relay as its broker sees it: protocol-faithful, not firmware. Source: arendst/Tasmota xdrv_02_9_mqtt.ino
 * @00c0639 and support_tasmota.ino @0385204. Set up as our Backlog does: SetOption0 0, PowerOnState 0, TelePeriod 60,
 * MqttKeepAlive 15, FullTopic `loa-thon/<village>/relay/%topic%/%prefix%/`.
 */
export function createTasmotaRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { id, village, channels, clock } = parts;
  const root = `loa-thon/${village}/relay`;
  /** PulseTime settings; they are kept in flash, so a reboot does not clear them. */
  const pulseMs = new Map<number, number>();
  const nameOf = (channel: number) => (channels === 1 ? 'POWER' : `POWER${channel}`);
  const time = () => new Date(clock.now()).toISOString().slice(0, 19);
  let bootedAtMs = 0;
  let mqttCount = 0;

  return createRelay(parts, (body) => {
    const { say } = body;

    function telemetry(): void {
      say('tele/STATE', state());
      meter();
      body.later(60_000, telemetry); // TelePeriod
    }

    function meter(): void {
      const sensors = sensorsNow();
      if (sensors.ENERGY) say('tele/SENSOR', sensors);
    }

    function sensorsNow() {
      const drawn = Array.from({ length: channels }, (_, index) => body.watts(index + 1));
      if (drawn.includes(undefined)) return { Time: time() };
      const Power = channels === 1 ? drawn[0] : drawn;
      return { Time: time(), ENERGY: { Total: 6.294, Power, Factor: 0.99, Voltage: 227 } };
    }

    function state(): Record<string, unknown> {
      const powers = Array.from({ length: channels }, (_, index): [string, string] => [
        nameOf(index + 1),
        body.isOn(index + 1) ? 'ON' : 'OFF',
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
        case 'STATUS':
          if (payload === '2') say('stat/STATUS2', { StatusFWR: { Version: version } });
          if (payload === '10') say('stat/STATUS10', { StatusSNS: sensorsNow() });
          return;
        default:
          return say('stat/RESULT', { Command: 'Unknown' });
      }
    }

    function obeyPower(channel: number, word: string): void {
      if (word === 'ON' || word === '1') body.switchTo(channel, true);
      else if (word === 'OFF' || word === '0') body.switchTo(channel, false);
      else if (word === 'TOGGLE' || word === '2') body.switchTo(channel, !body.isOn(channel));
      else body.answer(() => acknowledge(channel, body.isOn(channel)));
    }

    function obeyPulseTime(channel: number, payload: string): void {
      const value = Number(payload);
      if (payload !== '' && value >= 0 && value <= 64_900) pulseMs.set(channel, pulseTimeMs(value));
      say('stat/RESULT', { [`PulseTime${channel}`]: { Set: value, Remaining: 0 } });
    }

    /** RESULT first, then POWER, which on a device with one channel has no number. */
    function acknowledge(channel: number, on: boolean): void {
      say('stat/RESULT', { [nameOf(channel)]: on ? 'ON' : 'OFF' });
      say(`stat/${nameOf(channel)}`, on ? 'ON' : 'OFF');
    }

    return {
      will: { subtopic: 'tele/LWT', payload: 'Offline' },
      // MqttRetry 10 s × attempt, no longer than until 120 s are reached.
      retryMs: (failures) => (parts.retryMs ?? 10_000) * Math.min(failures, 12),
      leaseMs: (channel) => pulseMs.get(channel) ?? 0,
      speaksOn: ['stat/RESULT', `stat/${nameOf(1)}`, 'tele/STATE', 'tele/SENSOR'],
      /** MqttConnected(): on a mere reconnect neither INFO nor the power state is said again. */
      greet(booted) {
        mqttCount++;
        say('tele/LWT', 'Online', { retain: true });
        say('cmnd/POWER', ''); // to please ioBroker (Tasmota#299)
        body.subscribe(`${body.topic}/cmnd/#`, 0);
        body.subscribe(`${root}/tasmotas/cmnd/#`, 0); // GroupTopic and FallbackTopic: refused by our broker,
        body.subscribe(`${root}/DVES_${fallback(id)}_fb/cmnd/#`, 0); // which the firmware does not notice
        if (!booted) return;
        bootedAtMs = clock.monotonic();
        say('tele/INFO1', {
          Info1: { Module: 'Generic', Version: version, GroupTopic: `${root}/tasmotas/cmnd/` },
        });
        say('tele/INFO2', { Info2: { WebServerMode: 'Admin', Hostname: id, IPAddress: '127.0.0.1' } });
        say('tele/INFO3', { Info3: { RestartReason: 'Power On', BootCount: mqttCount } });
        for (let channel = 1; channel <= channels; channel++) {
          body.answer(() => acknowledge(channel, body.isOn(channel)));
        }
        body.later(5_000, telemetry);
      },
      heard(subtopic, payload) {
        obey(subtopic.slice('cmnd/'.length), payload.trim());
      },
      /** ExecuteCommandPower(): also when nothing changes, the answer is given. */
      switched(channel, claims) {
        body.answer(() => acknowledge(channel, claims));
        body.later(300, meter); // PowerDelta
      },
    };
  });
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
