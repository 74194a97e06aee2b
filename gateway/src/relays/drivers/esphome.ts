import { percentOfDbm } from '../../core/radio.ts';
import { type Fact, firmwareFact, type Family, type Message, switchWord } from '../driver.ts';

/**
 * ESPHome with the configuration that `firmware-config/esphome/` renders; `topic_prefix` is the relay's own topic. Source:
 * esphome/esphome mqtt_component.cpp, mqtt_switch.cpp, mqtt_client.cpp @33fdbbe. Two topics are ours, because a switch that
 * is told what it does already says nothing (switch.cpp, `publish_dedup_`): `ask` makes the device say the state of every
 * channel, `channel_<n>/hold` restarts its lease, seconds, and says the state of that one.
 */
export const esphome: Family = {
  name: 'esphome',
  qos: 1,
  hears: ['status', 'switch/+/state', 'sensor/+/state'],
  driver({ channels }) {
    const ask: Message = { subtopic: 'ask', payload: 'state' };
    const command = (channel: number, word: string) => ({
      subtopic: `switch/channel_${channel}/command`,
      payload: word,
    });
    const hold = (channel: number, leaseSeconds: number) => ({
      subtopic: `channel_${channel}/hold`,
      payload: String(leaseSeconds),
    });
    return {
      on: (channel, leaseSeconds) => [hold(channel, leaseSeconds), command(channel, 'ON'), ask],
      renew: (channel, leaseSeconds) => [hold(channel, leaseSeconds)],
      off: (channel) => [command(channel, 'OFF'), ask],
      identify: () => [], // its `version` text sensor is retained
      measure: () => [], // its sensors speak every ten seconds
      ask: () => [ask],
      decode: (subtopic, payload) => decode(subtopic, payload, channels),
    };
  },
};

function decode(subtopic: string, payload: string, channels: number): readonly Fact[] | null {
  if (subtopic === 'status') {
    if (payload === 'online') return [{ kind: 'availability', online: true }];
    return payload === 'offline' ? [{ kind: 'availability', online: false }] : null;
  }
  if (subtopic === 'sensor/wifi_signal/state') {
    const dbm = numberOf(payload);
    return dbm === null ? null : [{ kind: 'wifi', percent: percentOfDbm(dbm) }];
  }
  if (subtopic === 'sensor/version/state') return firmwareFact(payload);
  const [, digits, power] = /^(?:switch|sensor)\/channel_([1-9]\d?)(_power)?\/state$/.exec(subtopic) ?? [];
  const channel = Number(digits);
  if (!digits || channel > channels) return [];
  if (subtopic.startsWith('sensor/')) {
    if (!power) return [];
    const watts = numberOf(payload);
    return watts === null || watts < 0 ? null : [{ kind: 'power', channel, watts }];
  }
  const on = switchWord(payload);
  return on === undefined ? null : [{ kind: 'said', channel, on }];
}

/** `nan`, which a sensor says until it has measured, is no number either. */
function numberOf(payload: string): number | null {
  const value = payload.trim() === '' ? Number.NaN : Number(payload);
  return Number.isFinite(value) ? value : null;
}
