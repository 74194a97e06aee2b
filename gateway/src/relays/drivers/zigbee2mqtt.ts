import { parseObject } from '../../core/json-text.ts';
import { everyChannel, type Fact, firmwareFact, type Family, powerFact, switchWord } from '../driver.ts';

/**
 * Zigbee2MQTT: a bridge is one relay of ours, `base_topic` is its topic, and its channels are the Zigbee plugs whose friendly
 * names are `plug/channel-1`, `plug/channel-2` … (a name of digits alone is not obeyed: Koenkk/zigbee2mqtt#21527). Source: zigbee2mqtt
 * 2.14.1 dist/extension/{publish,availability}.js; `on_time` becomes ZCL onWithTimedOff, after which the converter says no
 * state, so every command asks as well.
 */
export const zigbee2mqtt: Family = {
  name: 'zigbee2mqtt',
  qos: 1,
  hears: ['bridge/state', 'bridge/info', 'plug/+'],
  // It carries the whole configuration.
  long: ['bridge/info'],
  driver({ channels }) {
    const set = (channel: number, payload: object) => ({
      subtopic: `plug/channel-${channel}/set`,
      payload: JSON.stringify(payload),
    });
    const ask = (channel: number) => ({ subtopic: `plug/channel-${channel}/get`, payload: '{"state":""}' });
    const on = (channel: number, leaseSeconds: number) => [
      set(channel, { state: 'ON', on_time: leaseSeconds, off_wait_time: 0 }),
      ask(channel),
    ];
    return {
      on,
      renew: on,
      off: (channel) => [set(channel, { state: 'OFF' }), ask(channel)],
      identify: () => [], // `bridge/info` is retained
      measure: (channel) => [{ subtopic: `plug/channel-${channel}/get`, payload: '{"power":""}' }],
      ask: () => everyChannel(channels, ask),
      decode: (subtopic, payload) => decode(subtopic, payload, channels),
    };
  },
};

function decode(subtopic: string, payload: string, channels: number): readonly Fact[] | null {
  if (subtopic === 'bridge/state') {
    // Up to 1.x the bare word.
    const word = parseObject(payload)?.state ?? payload;
    if (word === 'online') return [{ kind: 'availability', online: true }];
    return word === 'offline' ? [{ kind: 'availability', online: false }] : null;
  }
  if (subtopic === 'bridge/info') {
    const info = parseObject(payload);
    return info ? firmwareFact(info.version) : null;
  }
  const channel = Number(/^plug\/channel-([1-9]\d?)$/.exec(subtopic)?.[1]);
  if (!(channel <= channels)) return [];
  const said = parseObject(payload);
  if (!said) return null;
  const facts: Fact[] = [];
  if (said.state !== undefined && said.state !== null) {
    const on = switchWord(said.state);
    if (on === undefined) return null;
    facts.push({ kind: 'said', channel, on });
  }
  return [...facts, ...powerFact(channel, said.power)];
}
