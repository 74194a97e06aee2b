import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

/**
 * The options of Home Assistant's MQTT discovery that we use, closed: a key that is not here is a mistake. Stands in for
 * Home Assistant, which can't be installed here; one key too many at the root, and it refuses a device with everything in
 * it. Source: home-assistant.io integrations/{mqtt,binary_sensor.mqtt,sensor.mqtt,binary_sensor,sensor}; home-assistant/core
 * components/mqtt/schemas.py (DEVICE_DISCOVERY_SCHEMA, MQTT_ENTITY_DEVICE_INFO_SCHEMA, SHARED_OPTIONS).
 */
const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const maybe = Type.Optional;
const text = Type.String({ minLength: 1 });
const topic = Type.String({ pattern: '^[^#+\\u0000]+$' });
/** The only ones that our played Home Assistant can work out. */
const template = Type.String({ pattern: '^\\{\\{ [^{}]+ \\}\\}$' });
const uniqueId = Type.String({ pattern: '^[a-z0-9_-]+$' });

const availability = Type.Array(closed({ topic, value_template: maybe(template) }), { minItems: 1 });
const entity = {
  unique_id: uniqueId,
  name: text,
  value_template: template,
  entity_category: maybe(Type.Literal('diagnostic')),
  json_attributes_topic: maybe(topic),
  json_attributes_template: maybe(template),
  availability: maybe(availability),
  availability_mode: maybe(Type.Literal('all')),
};

export const Entity = Type.Union([
  closed({
    platform: Type.Literal('binary_sensor'),
    ...entity,
    device_class: maybe(
      Type.Union(
        (['connectivity', 'power', 'problem', 'running', 'safety'] as const).map((name) => Type.Literal(name)),
      ),
    ),
  }),
  closed({ platform: Type.Literal('sensor'), ...entity }),
  closed({ platform: Type.Literal('sensor'), ...entity, device_class: Type.Literal('timestamp') }),
  closed({ platform: Type.Literal('sensor'), ...entity, unit_of_measurement: Type.Literal('dB') }),
  closed({
    platform: Type.Literal('sensor'),
    ...entity,
    device_class: Type.Literal('power'),
    unit_of_measurement: Type.Literal('W'),
    state_class: Type.Literal('measurement'),
  }),
]);
export type Entity = Static<typeof Entity>;

export const DeviceConfig = closed({
  device: closed({
    identifiers: Type.Array(uniqueId, { minItems: 1 }),
    name: text,
    manufacturer: text,
    model: text,
    sw_version: maybe(text),
    via_device: maybe(uniqueId),
    configuration_url: Type.String({ pattern: '^https?://[^/]+' }),
  }),
  origin: closed({ name: text, sw_version: text }),
  availability,
  state_topic: topic,
  components: Type.Record(Type.String({ pattern: '^[a-z0-9_]+$' }), Entity),
});
export type DeviceConfig = Static<typeof DeviceConfig>;

/** A config as Home Assistant takes it; throws with what it would refuse. */
export function readDeviceConfig(payload: string): DeviceConfig {
  const config: unknown = JSON.parse(payload);
  if (Value.Check(DeviceConfig, config)) return config;
  const errors = Value.Errors(DeviceConfig, config).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  throw new Error(`Home Assistant would refuse this:\n${errors.join('\n')}`);
}
