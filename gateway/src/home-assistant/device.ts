import type { Words } from './words/words.ts';

/** Where and how this village is told to Home Assistant. */
export interface Telling {
  readonly villageId: string;
  readonly timeZone: string;
  readonly version: string;
  /** Where the panel is opened. */
  readonly panelUrl: string;
  readonly prefix: string;
  readonly words: Words;
}

export type Kind = 'village' | 'zone' | 'relay';

/** A device of ours as Home Assistant is to know it: the two messages that its broker keeps. */
export interface Device {
  readonly configTopic: string;
  readonly config: string;
  readonly stateTopic: string;
  readonly state: string;
}

/** One entity, by the options of its platform: home-assistant.io/integrations/binary_sensor.mqtt and sensor.mqtt. */
export interface Component {
  readonly platform: 'binary_sensor' | 'sensor';
  readonly name: string;
  /** Its key in the state; with `attributes`, that of an object beside it. */
  readonly value: string;
  readonly attributes?: string;
  readonly deviceClass?: string;
  readonly unit?: string;
  readonly measured?: boolean;
  readonly diagnostic?: boolean;
  /** Means something only while the state's `connection` is on. */
  readonly whileConnected?: boolean;
}

export interface Description {
  readonly kind: Kind;
  /** Of the zone or relay; the village has none. */
  readonly id?: string;
  readonly name: string;
  readonly components: readonly Component[];
  readonly state: Readonly<Record<string, unknown>>;
}

/** Home Assistant's own limit of a state; a longer one is refused as a whole. */
const longestState = 255;

export function statusTopic(villageId: string): string {
  return `loa-thon/${villageId}/ha/status`;
}

/** Ids have no underscore, so that no village's things are ever taken for another's. */
function objectIdOf(villageId: string, kind: Kind, id?: string): string {
  return ['loa-thon', villageId, kind, ...(id === undefined ? [] : [id])].join('_');
}

function topicsOf({ villageId, prefix }: Pick<Telling, 'villageId' | 'prefix'>, kind: Kind, id?: string) {
  const objectId = objectIdOf(villageId, kind, id);
  return {
    objectId,
    configTopic: `${prefix}/device/${objectId}/config`,
    stateTopic: `loa-thon/${villageId}/ha/${kind}${id === undefined ? '' : `/${id}`}`,
  };
}

/** Every device of anybody, so that ours are found which are no more. */
export function anyConfig(prefix: string): string {
  return `${prefix}/device/+/config`;
}

/** The topics of a device of this village, from that of its config; null: it is somebody else's. */
export function readConfigTopic(topic: string, telling: Pick<Telling, 'villageId' | 'prefix'>) {
  const { villageId, prefix } = telling;
  if (!topic.startsWith(`${prefix}/device/`) || !topic.endsWith('/config')) return null;
  const [product, village, kind, id, ...more] = topic.slice(`${prefix}/device/`.length, -'/config'.length).split('_');
  if (product !== 'loa-thon' || village !== villageId || more.length > 0) return null;
  if (kind === 'village' && id === undefined) return topicsOf(telling, kind);
  return (kind === 'zone' || kind === 'relay') && id ? topicsOf(telling, kind, id) : null;
}

/**
 * Device-based discovery (Home Assistant 2024.11 and later): one message a device, so that its entities come and go
 * together. Full names of the options rather than abbreviations: somebody will read them in a broker one day.
 */
export function describe(telling: Telling, { kind, id, name, components, state }: Description): Device {
  const { villageId, version, panelUrl, words } = telling;
  const { objectId, configTopic, stateTopic } = topicsOf(telling, kind, id);
  const config = {
    device: {
      identifiers: [objectId],
      name,
      manufacturer: 'Loa Thôn',
      model: words.models[kind],
      ...(kind === 'village' ? { sw_version: version } : { via_device: objectIdOf(villageId, 'village') }),
      configuration_url: panelUrl,
    },
    origin: { name: 'Loa Thôn', sw_version: version },
    availability: [{ topic: statusTopic(villageId) }],
    state_topic: stateTopic,
    components: Object.fromEntries(
      components.map((component) => [component.value, entity(component, { objectId, stateTopic, villageId })]),
    ),
  };
  return { configTopic, config: JSON.stringify(config), stateTopic, state: JSON.stringify(state) };
}

function entity(
  component: Component,
  { objectId, stateTopic, villageId }: { objectId: string; stateTopic: string; villageId: string },
) {
  const { platform, name, value, attributes, deviceClass, unit, measured, diagnostic, whileConnected } = component;
  return {
    platform,
    unique_id: `${objectId}_${value}`,
    name,
    value_template: `{{ value_json.${value} }}`,
    ...(deviceClass && { device_class: deviceClass }),
    ...(unit && { unit_of_measurement: unit }),
    ...(measured && { state_class: 'measurement' }),
    ...(diagnostic && { entity_category: 'diagnostic' }),
    ...(attributes && {
      json_attributes_topic: stateTopic,
      json_attributes_template: `{{ value_json.${attributes} | tojson }}`,
    }),
    // Stands in place of the device's own list.
    ...(whileConnected && {
      availability_mode: 'all',
      availability: [
        { topic: statusTopic(villageId) },
        { topic: stateTopic, value_template: "{{ 'online' if value_json.connection == 'ON' else 'offline' }}" },
      ],
    }),
  };
}

/** What a binary sensor reads; null: it is not known. */
export function onOff(on: boolean | null): 'ON' | 'OFF' | null {
  return on === null ? null : on ? 'ON' : 'OFF';
}

/** Cut between characters: half an emoji is no text for Home Assistant. */
export function stateText(text: string): string {
  return text.length <= longestState ? text : `${text.slice(0, longestState - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
