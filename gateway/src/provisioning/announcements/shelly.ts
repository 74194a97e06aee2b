import { objectIn, parseObject } from '../../core/json-text.ts';
import { type Announcement, countOf, ipv4Of, isPlainTopic, macOf, shortText } from './announcement.ts';

/** We ask under this name: answers come on `<name>/rpc` (Shelly's Gen2 API documentation, RPC Protocol). */
export const ourName = 'loa-thon-pairing';
/** It says on the first two that it is there; who it is has to be asked. */
export const shellyTopics = ['+/online', '+/events/rpc', `${ourName}/rpc`];

/** Its topic prefix when it says that it is there: by default its id, as `shellyplus1-a8032ab12345`. */
export function shellyThatCame(topic: string, payload: string): string | null {
  const [, prefix, word] = /^(.+)\/(online|events\/rpc)$/.exec(topic) ?? [];
  if (prefix === undefined || !isPlainTopic(prefix) || prefix.includes('%') || prefix.includes('?')) return null;
  if (word === 'online') return payload === 'true' ? prefix : null;
  return typeof parseObject(payload)?.['method'] === 'string' ? prefix : null;
}

/** Asks who it is, and what it has. */
export function askShelly(prefix: string): { readonly topic: string; readonly payload: string }[] {
  return ['Shelly.GetDeviceInfo', 'Shelly.GetStatus'].map((method, index) => ({
    topic: `${prefix}/rpc`,
    payload: JSON.stringify({ id: index + 1, src: ourName, method, params: {} }),
  }));
}

/**
 * The answer to the first question: `{"id":1,"src":"shellyplus1-…","dst":…,"result":{"id","mac","model","gen","fw_id","ver",
 * "app","auth_en",…}}`. `src` is its id, which is its topic prefix unless somebody changed that.
 */
export function readShelly(topic: string, payload: string, prefix: string): Announcement | null {
  if (topic !== `${ourName}/rpc`) return null;
  const said = parseObject(payload);
  const result = said?.['id'] === 1 ? objectIn(said, 'result') : undefined;
  const mac = macOf(result?.['mac']);
  const generation = result?.['gen'];
  if (!result || mac === null || typeof generation !== 'number' || generation < 2) return null;
  const id = shortText(result['id']) ?? prefix;
  const kind = shortText(result['app']);
  const model = shortText(result['model']);
  return {
    family: 'shelly',
    key: mac,
    name: shortText(result['name']) ?? id,
    model: kind !== null && model !== null ? `${kind} (${model})` : (kind ?? model),
    mac,
    address: null,
    firmware: shortText(result['ver']),
    channels: null,
    speak: prefix,
  };
}

/** The answer to the second: its switches, `switch:0` …, and its address, `wifi.sta_ip`. */
export function readShellyStatus(topic: string, payload: string): Pick<Announcement, 'channels' | 'address'> | null {
  if (topic !== `${ourName}/rpc`) return null;
  const said = parseObject(payload);
  const result = said?.['id'] === 2 ? objectIn(said, 'result') : undefined;
  if (!result) return null;
  const switches = Object.keys(result).filter((name) => /^switch:\d$/.test(name));
  return { channels: countOf(switches.length), address: ipv4Of(objectIn(result, 'wifi')?.['sta_ip']) };
}

/** Who answers, on a broker where all answers come to one topic: its id, which is its topic prefix unless that was changed. */
export function sourceOf(topic: string, payload: string): string | null {
  const source = topic === `${ourName}/rpc` ? parseObject(payload)?.['src'] : undefined;
  return typeof source === 'string' && isPlainTopic(source) ? source : null;
}
