import { objectIn, parseObject } from '../../core/json-text.ts';
import { percentOfDbm } from '../../core/radio.ts';
import { everyChannel, type Fact, firmwareFact, type Family, type Message, powerFact } from '../driver.ts';

/**
 * Shelly Gen2 and later: JSON-RPC over MQTT below its `topic_prefix`, which is the relay's own topic. Source: Shelly's Gen2
 * API documentation, Mqtt, Switch, RPC Protocol (request frame: `src` is a name of our choice, the reply goes to
 * `<src>/rpc`); frames as devices sent them: iobroker-community-adapters/ioBroker.shelly#1592 (`NotifyStatus`), #813
 * (`NotifyFullStatus`). A switch that is told what it does already notifies nobody, so every command asks as well.
 * `T/online` may say false while the device speaks (eclipse-mosquitto#3376): only a hint, as for every family.
 */
export const shelly: Family = {
  name: 'shelly',
  qos: 1,
  hears: ['online', 'events/rpc', 'status/+', 'gateway/rpc'],
  driver({ topic, channels }) {
    const call = (method: string, params: object): Message => ({
      subtopic: 'rpc',
      payload: JSON.stringify({ id: 1, src: `${topic}/gateway`, method, params }),
    });
    const ask = (channel: number) => call('Switch.GetStatus', { id: channel - 1 });
    const on = (channel: number, leaseSeconds: number) => [
      call('Switch.Set', { id: channel - 1, on: true, toggle_after: leaseSeconds }),
      ask(channel),
    ];
    return {
      on,
      renew: on,
      off: (channel) => [call('Switch.Set', { id: channel - 1, on: false }), ask(channel)],
      measure: (channel) => [ask(channel)],
      identify: () => [call('Shelly.GetDeviceInfo', {})],
      ask: () => everyChannel(channels, ask),
      decode: (subtopic, payload) => decode(subtopic, payload, channels),
    };
  },
};

function decode(subtopic: string, payload: string, channels: number): readonly Fact[] | null {
  if (subtopic === 'online') {
    if (payload === 'true') return [{ kind: 'availability', online: true }];
    return payload === 'false' ? [{ kind: 'availability', online: false }] : null;
  }
  const root = parseObject(payload);
  if (!root) return null;
  if (subtopic === 'gateway/rpc') {
    const result = objectIn(root, 'result');
    if (typeof result?.ver === 'string') return firmwareFact(result.ver);
    // `was_on` of Switch.Set tells of before; an error, that it was not understood.
    return result && 'output' in result ? ofSwitch(result, Number(result.id) + 1, channels) : [];
  }
  if (subtopic === 'events/rpc') return ofComponents(objectIn(root, 'params') ?? {}, channels);
  return ofComponents({ [subtopic.slice('status/'.length)]: root }, channels);
}

/** `{"switch:0": {…}, "wifi": {…}}`, whole or only what changed. */
function ofComponents(components: Readonly<Record<string, unknown>>, channels: number): readonly Fact[] | null {
  const facts: Fact[] = [];
  for (const name of Object.keys(components)) {
    const part = objectIn(components, name);
    const number = /^switch:(\d)$/.exec(name)?.[1];
    if (number !== undefined) {
      const said = part && ofSwitch(part, Number(number) + 1, channels);
      if (!said) return null;
      facts.push(...said);
    }
    const rssi = name === 'wifi' ? part?.rssi : undefined;
    if (typeof rssi === 'number') facts.push({ kind: 'wifi', percent: percentOfDbm(rssi) });
  }
  return facts;
}

function ofSwitch(
  { output, apower }: Readonly<Record<string, unknown>>,
  channel: number,
  channels: number,
): readonly Fact[] | null {
  if (output !== undefined && typeof output !== 'boolean') return null;
  if (!(channel >= 1 && channel <= channels)) return [];
  const facts: Fact[] = output === undefined ? [] : [{ kind: 'said', channel, on: output }];
  return [...facts, ...powerFact(channel, apower)];
}
