import { readDeviceConfig, type DeviceConfig, type Entity } from './home-assistant-schema.ts';

/** An entity as Home Assistant would show it. */
export interface ShownEntity {
  /** `on`, `off`, a value, `unknown`, `unavailable`. */
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Known {
  readonly objectId: string;
  readonly config: DeviceConfig;
}

/**
 * Home Assistant's MQTT integration as far as our configs go: what it subscribes to, what it makes of the messages. It believes
 * only what it hears: state and availability come by the topics that the configs name.
 */
export function playHomeAssistant(prefix = 'homeassistant') {
  const devices = new Map<string, Known>();
  const heard = new Map<string, string>();

  const find = (name: string) => [...devices.values()].find(({ config }) => config.device.name === name)?.config;

  function isAvailable(config: DeviceConfig, entity: Entity): boolean {
    const list = entity.availability ?? config.availability;
    return list.every(({ topic, value_template }) => {
      const payload = heard.get(topic);
      if (payload === undefined) return false;
      return (value_template ? render(value_template, payload) : payload) === 'online';
    });
  }

  function show(config: DeviceConfig, entity: Entity): ShownEntity {
    const payload = heard.get(config.state_topic);
    const told = entity.json_attributes_topic && heard.get(entity.json_attributes_topic);
    const attributes =
      told && entity.json_attributes_template
        ? (JSON.parse(render(entity.json_attributes_template, told)) as Record<string, unknown>)
        : {};
    if (!isAvailable(config, entity)) return { state: 'unavailable', attributes };
    const value = payload === undefined ? 'None' : render(entity.value_template, payload);
    if (value === 'None') return { state: 'unknown', attributes };
    if (entity.platform === 'sensor') return { state: value, attributes };
    // Anything but payload_on and payload_off says nothing of a binary sensor.
    return { state: { ON: 'on', OFF: 'off' }[value] ?? 'unknown', attributes };
  }

  return {
    /** The names of its devices, sorted. */
    devices: () => [...devices.values()].map(({ config }) => config.device.name).sort(),
    config: find,

    /** By the names that people gave them. */
    entity(device: string, name: string): ShownEntity | undefined {
      const config = find(device);
      const entity = config && Object.values(config.components).find((one) => one.name === name);
      return config && entity && show(config, entity);
    },

    /** Every topic that it listens to: of discovery, and those that the configs name. */
    topics: () => [
      `${prefix}/+/+/config`,
      ...new Set(
        [...devices.values()].flatMap(({ config }) => [
          config.state_topic,
          ...config.availability.map(({ topic }) => topic),
          ...Object.values(config.components).flatMap(
            ({ availability }) => availability?.map(({ topic }) => topic) ?? [],
          ),
        ]),
      ),
    ],

    hear(topic: string, payload: string): void {
      const [, objectId] = /^([a-zA-Z0-9_-]+)\/config$/.exec(topic.slice(`${prefix}/device/`.length)) ?? [];
      if (!topic.startsWith(`${prefix}/device/`) || objectId === undefined) return void heard.set(topic, payload);
      if (payload === '') devices.delete(objectId);
      else devices.set(objectId, { objectId, config: readDeviceConfig(payload) });
    },
  };
}

export type PlayedHomeAssistant = ReturnType<typeof playHomeAssistant>;

/** The three forms of template that our configs use, as Jinja would fill them in. */
function render(template: string, payload: string): string {
  const json = JSON.parse(payload) as Record<string, unknown>;
  const value = (name = '') => json[name];
  const plain = /^\{\{ value_json\.(\w+) \}\}$/.exec(template);
  if (plain) return value(plain[1]) === null || value(plain[1]) === undefined ? 'None' : String(value(plain[1]));
  const asJson = /^\{\{ value_json\.(\w+) \| tojson \}\}$/.exec(template);
  if (asJson) return JSON.stringify(value(asJson[1]));
  const choice = /^\{\{ '(\w+)' if value_json\.(\w+) == '(\w+)' else '(\w+)' \}\}$/.exec(template);
  if (choice) return value(choice[2]) === choice[3] ? choice[1]! : choice[4]!;
  throw new Error(`nobody here understands the template ${template}`);
}
