import { firmwareFact, type Fact, type Family, powerFact, switchWord } from '../driver.ts';
import { objectIn, parseObject } from '../../core/json-text.ts';
import { pulseTime } from '../../core/pulse-time.ts';
import { isOnline } from '../../core/tasmota-words.ts';

/**
 * Tasmota, topics as FullTopic `loa-thon/<village>/relay/%topic%/%prefix%/` makes them.
 * Source: arendst/Tasmota xdrv_02_9_mqtt.ino @00c0639 (connect, LWT, MqttPublishPowerState: RESULT, then POWER),
 * support_tasmota.ino @0385204 (ExecuteCommandPower: an ON when already ON is acknowledged and restarts PulseTime);
 * tasmota/docs Commands.md, MQTT.md @9849ab94. A device with one channel answers `POWER`, with more `POWER1`…
 */
export const tasmota: Family = {
  name: 'tasmota',
  qos: 0,
  hears: ['stat/+', 'tele/+'],
  driver: ({ channels }) => ({
    on: (channel, leaseSeconds) => [
      { subtopic: `cmnd/PulseTime${channel}`, payload: String(pulseTime(leaseSeconds)) },
      { subtopic: `cmnd/POWER${channel}`, payload: 'ON' },
    ],
    renew: (channel) => [{ subtopic: `cmnd/POWER${channel}`, payload: 'ON' }],
    off: (channel) => [{ subtopic: `cmnd/POWER${channel}`, payload: 'OFF' }],
    measure: () => [{ subtopic: 'cmnd/STATUS', payload: '10' }],
    identify: () => [{ subtopic: 'cmnd/STATUS', payload: '2' }],
    // Never an empty POWER: up to 8.1 it restarts PulseTime (Tasmota#7810).
    ask: () => [{ subtopic: 'cmnd/STATE', payload: '' }],
    decode: (subtopic, payload) => decode(subtopic, payload, channels),
  }),
};

function decode(subtopic: string, payload: string, channels: number): readonly Fact[] | null {
  const [prefix = '', word = ''] = subtopic.split('/');
  if (prefix === 'tele' && word === 'LWT') {
    const online = isOnline(payload);
    return online === null ? null : [{ kind: 'availability', online }];
  }
  if (word === 'INFO1' || word === 'STATUS2') return ofFirmware(payload);
  const channel = channelOf(word);
  if (prefix === 'stat' && channel !== undefined) return said(channel, payload, channels);
  if (word === 'RESULT' || word === 'STATE' || word === 'SENSOR' || word === 'STATUS8' || word === 'STATUS10') {
    return decodeJson(payload, channels);
  }
  return [];
}

/** `INFO1` at boot, its content in an object of that name since 11.0; `STATUS2` when asked. */
function ofFirmware(payload: string): readonly Fact[] | null {
  const root = parseObject(payload);
  if (!root) return null;
  return firmwareFact((objectIn(root, 'Info1') ?? objectIn(root, 'StatusFWR') ?? root)['Version']);
}

function decodeJson(payload: string, channels: number): readonly Fact[] | null {
  const facts: Fact[] = [];
  const root = parseObject(payload);
  if (!root) return null;
  for (const [key, value] of Object.entries(root)) {
    const channel = channelOf(key);
    if (channel === undefined) continue;
    const fact = said(channel, value, channels);
    if (!fact) return null;
    facts.push(...fact);
  }
  const wifi = objectIn(root, 'Wifi')?.['RSSI'];
  if (typeof wifi === 'number' && wifi >= 0 && wifi <= 100) facts.push({ kind: 'wifi', percent: wifi });
  const power = objectIn(objectIn(root, 'StatusSNS') ?? root, 'ENERGY')?.['Power'];
  // One meter on a device of several channels is the sum of them: nobody's own.
  const watts: unknown[] = Array.isArray(power) ? power : channels === 1 ? [power] : [];
  return [...facts, ...watts.slice(0, channels).flatMap((value, index) => powerFact(index + 1, value))];
}

function said(channel: number, word: unknown, channels: number): readonly Fact[] | null {
  const on = switchWord(word);
  if (on === undefined) return null;
  return channel <= channels ? [{ kind: 'said', channel, on }] : [];
}

/** `POWER` and `POWER1` → 1, `POWER12` → 12. */
function channelOf(word: string): number | undefined {
  const match = /^POWER([1-9]\d?)?$/.exec(word);
  return match ? Number(match[1] ?? 1) : undefined;
}
