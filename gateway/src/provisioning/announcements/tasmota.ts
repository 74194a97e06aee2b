import { parseObject } from '../../core/json-text.ts';
import { type Announcement, countOf, ipv4Of, isPlainTopic, macOf, shortText } from './announcement.ts';

/** Retained, ten seconds after the first connection and after each reconnect. */
export const tasmotaTopics = ['tasmota/discovery/+/config'];

/**
 * `tasmota/discovery/<MAC>/config`: `{"ip","dn","fn":[…],"hn","mac","md","ty","if","ofln","onln","state":[…],"sw","t",
 * "ft","tp":["cmnd","stat","tele"],"rl":[1,0,…],"swc","swn","btn","so":{…},"lk","lt_st","sho","ver":1}`. `rl`: 1 is a relay, 2 a
 * light, 3 a shutter. Source: arendst/Tasmota xdrv_12_discovery.ino, TasDiscoverMessage.
 */
export function readTasmota(topic: string, payload: string): Announcement | null {
  const [, place] = /^tasmota\/discovery\/([0-9A-Fa-f]{12})\/config$/.exec(topic) ?? [];
  const said = place === undefined ? undefined : parseObject(payload);
  if (!said) return null;
  const mac = macOf(said['mac']);
  // A device announces itself, not another.
  if (mac === null || mac !== macOf(place)) return null;
  const names: unknown[] = Array.isArray(said['fn']) ? said['fn'] : [];
  const relays: unknown[] = Array.isArray(said['rl']) ? said['rl'] : [];
  return {
    family: 'tasmota',
    key: mac,
    name: shortText(said['dn']) ?? shortText(names[0]) ?? shortText(said['t']) ?? mac,
    model: shortText(said['md']),
    mac,
    address: ipv4Of(said['ip']),
    firmware: shortText(said['sw']),
    channels: countOf(relays.slice(0, 64).filter((kind) => kind === 1).length),
    speak: commandTopic(said['ft'], said['t'], said['tp']),
  };
}

/** Where its commands are heard, with the slash at its end: FullTopic filled in as MQTT.md says. */
function commandTopic(fullTopic: unknown, topic: unknown, prefixes: unknown): string | null {
  const prefix: unknown = Array.isArray(prefixes) ? prefixes[0] : undefined;
  if (typeof fullTopic !== 'string' || typeof topic !== 'string' || typeof prefix !== 'string') return null;
  if (fullTopic.length > 100) return null;
  const filled = fullTopic.replaceAll('%prefix%', () => prefix).replaceAll('%topic%', () => topic);
  const whole = filled.endsWith('/') ? filled : `${filled}/`;
  return isPlainTopic(whole) && !whole.includes('%') ? whole : null;
}
