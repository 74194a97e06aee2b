import { everyChannel, type Fact, firmwareFact, type Family, switchWord } from '../driver.ts';

/**
 * Our own topic tree, for any board that can be programmed. The contract is `firmware-config/generic/README.md`;
 * its separation of "accepted" and "reached" follows the Homie convention (homieiot/convention), its names ESPHome.
 */
export const generic: Family = {
  name: 'generic',
  qos: 1,
  hears: ['status', 'firmware', '+/state', '+/power'],
  driver: ({ channels }) => ({
    on: (channel, leaseSeconds) => [
      { subtopic: `${channel}/hold`, payload: String(leaseSeconds) },
      { subtopic: `${channel}/command`, payload: 'ON' },
    ],
    renew: (channel, leaseSeconds) => [{ subtopic: `${channel}/hold`, payload: String(leaseSeconds) }],
    off: (channel) => [{ subtopic: `${channel}/command`, payload: 'OFF' }],
    identify: () => [], // it may say so after connecting
    measure: (channel) => [{ subtopic: `${channel}/command`, payload: 'STATE' }],
    ask: () => everyChannel(channels, (channel) => ({ subtopic: `${channel}/command`, payload: 'STATE' })),
    decode: (subtopic, payload) => decode(subtopic, payload, channels),
  }),
};

function decode(subtopic: string, payload: string, channels: number): readonly Fact[] | null {
  if (subtopic === 'status') {
    if (payload === 'online') return [{ kind: 'availability', online: true }];
    return payload === 'offline' ? [{ kind: 'availability', online: false }] : null;
  }
  if (subtopic === 'firmware') return firmwareFact(payload);
  const [, digits, word] = /^([1-9]\d?)\/(state|power)$/.exec(subtopic) ?? [];
  const channel = Number(digits);
  if (!word || channel > channels) return [];
  if (word === 'power') {
    const watts = payload.trim() === '' ? Number.NaN : Number(payload);
    return watts >= 0 && Number.isFinite(watts) ? [{ kind: 'power', channel, watts }] : null;
  }
  // `ON 17`: the device may count its messages, for people who watch them.
  const on = switchWord(/^(\w+)(?: \d+)?$/.exec(payload)?.[1]);
  return on === undefined ? null : [{ kind: 'said', channel, on }];
}
