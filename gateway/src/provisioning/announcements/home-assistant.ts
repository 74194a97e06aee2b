import { objectIn, parseObject } from '../../core/json-text.ts';
import { type Announcement, macOf, shortText } from './announcement.ts';

/** Home Assistant's discovery topics, `<prefix>/<component>/[<node>/]<object>/config`. */
export const homeAssistantTopics = ['homeassistant/+/+/config', 'homeassistant/+/+/+/config'];

type Said = Readonly<Record<string, unknown>>;

/** One thing of a device: a switch counts as a channel. */
export interface HomeAssistantThing {
  readonly device: Announcement;
  /** Names the channel among the device's; null: it is none. */
  readonly channel: string | null;
}

/**
 * One discovery message of an ESPHome board (`"dev":{"ids":"<mac>","name","sw","mdl","mf":"Espressif"}`; source: esphome/esphome
 * mqtt_component.cpp) or of a Zigbee2MQTT bridge (`"origin":{"name":"Zigbee2MQTT","sw"}`; source: zigbee2mqtt dist/extension/
 * homeassistant.js). Keys may be short or long (Home Assistant's documentation, MQTT discovery). Others are none of ours.
 */
export function readHomeAssistant(topic: string, payload: string): HomeAssistantThing | null {
  const [, component] = /^homeassistant\/([a-z_]+)\/(?:[\w-]+\/)?[\w-]+\/config$/.exec(topic) ?? [];
  const said = component === undefined ? undefined : parseObject(payload);
  const device = said && (objectIn(said, 'dev') ?? objectIn(said, 'device'));
  if (!said || !device) return null;
  const channel = component === 'switch' ? (shortText(said['cmd_t']) ?? shortText(said['command_topic'])) : null;
  const about = ofBridge(said) ?? ofBoard(device);
  return about && { device: about, channel };
}

function ofBridge(said: Said): Announcement | null {
  const origin = objectIn(said, 'o') ?? objectIn(said, 'origin');
  if (origin?.['name'] !== 'Zigbee2MQTT') return null;
  const base = baseTopic(said);
  if (base === null) return null;
  return {
    family: 'zigbee2mqtt',
    key: base,
    name: base,
    model: null,
    mac: null,
    address: null,
    firmware: shortText(origin['sw']) ?? shortText(origin['sw_version']),
    channels: null,
    speak: null,
  };
}

/** `zigbee2mqtt` of its availability at `zigbee2mqtt/bridge/state`. */
function baseTopic(said: Said): string | null {
  const list: unknown[] = Array.isArray(said['availability']) ? said['availability'].slice(0, 4) : [];
  const topics = [...list.map((one) => (one as Said | null)?.['topic']), said['state_topic']];
  for (const topic of topics) {
    const base = typeof topic === 'string' ? /^(.{1,60})\/bridge\/state$/.exec(topic)?.[1] : undefined;
    if (base !== undefined) return shortText(base);
  }
  return null;
}

function ofBoard(device: Said): Announcement | null {
  const maker = device['mf'] ?? device['manufacturer'];
  const version = shortText(device['sw']) ?? shortText(device['sw_version']);
  const mac = macOf(device['ids']) ?? macOf(Array.isArray(device['ids']) ? device['ids'][0] : null);
  const isEsphome = /^esphome\b/i.test(version ?? '') || /^espressif$/i.test(typeof maker === 'string' ? maker : '');
  if (mac === null || !isEsphome) return null;
  return {
    family: 'esphome',
    key: mac,
    name: shortText(device['name']) ?? mac,
    model: shortText(device['mdl']) ?? shortText(device['model']),
    mac,
    address: null,
    // `esphome v2024.11.3 Nov 20 2024, …` up to 2025, then the version alone.
    firmware: version?.replace(/^esphome v?(\S+).*$/i, '$1') ?? null,
    channels: null,
    speak: null,
  };
}
