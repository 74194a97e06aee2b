import Type, { type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { parse, type ScalarTag } from 'yaml';

/**
 * The options of ESPHome that our templates use, closed: a key that is not here is a mistake. Stands in for `esphome config`,
 * which is no package that npm or apt could install (`firmware-config/esphome/check.sh` runs it where it is). Source:
 * esphome/esphome components/{mqtt,switch,gpio,template,script,globals,i2s_audio,media_player,esp32,wifi,ota}/__init__.py,
 * config_validation.py @33fdbbe (2024.11).
 */

/** `!secret name` and `!lambda "…"`, told apart from plain text. */
const tag = (name: string): ScalarTag => ({
  tag: `!${name}`,
  resolve: (text: string) => ({ [name]: text }),
});

export function readYaml(text: string): Record<string, unknown> {
  return parse(text, { customTags: [tag('secret'), tag('lambda')], strict: true, uniqueKeys: true }) as Record<
    string,
    unknown
  >;
}

/** What ESPHome's own substitutions do: `${name}` anywhere in a text. */
export function substituted(config: Record<string, unknown>): Record<string, unknown> {
  const words = (config['substitutions'] ?? {}) as Record<string, string>;
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
        if (words[name] === undefined) throw new Error(`'${name}' is no substitution`);
        return words[name];
      });
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(config) as Record<string, unknown>;
}

const closed = (properties: Record<string, TSchema>) => Type.Object(properties, { additionalProperties: false });
const maybe = Type.Optional;
const text = Type.String({ minLength: 1 });
const id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' });
const duration = Type.String({ pattern: '^[0-9]+(ms|s|min)$' });
const topic = Type.String({ pattern: '^[^#+\\u0000]+$' });
const qos = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]);
const secret = closed({ secret: text });
const lambda = closed({ lambda: text });
/** GPIO6 to 11 are the flash, 34 to 39 inputs; those that decide how the chip starts are not for relays either. */
const outputPin = Type.String({ pattern: '^GPIO(4|13|14|16|17|18|19|21|22|23|25|26|27|32|33)$' });
const inputPin = Type.String({ pattern: '^GPIO(4|13|14|16|17|18|19|21|22|23|25|26|27|3[2-9])$' });

const message = closed({ topic, payload: text, qos, retain: Type.Boolean() });
const condition = Type.Union([
  closed({ 'switch.is_on': id }),
  closed({ not: closed({ 'script.is_running': id }) }),
  closed({
    and: Type.Array(
      Type.Union([
        closed({ 'wifi.connected': Type.Null() }),
        closed({ 'media_player.is_idle': id }),
        closed({ not: closed({ 'media_player.is_playing': id }) }),
      ]),
    ),
  }),
]);
const simpleAction = Type.Union([
  closed({ 'script.execute': id }),
  closed({ 'script.stop': id }),
  closed({ 'switch.turn_on': id }),
  closed({ 'switch.turn_off': id }),
  closed({ delay: Type.Union([duration, lambda]) }),
  closed({ lambda: text }),
  closed({ wait_until: closed({ condition }) }),
  closed({
    'mqtt.publish': closed({
      topic,
      payload: Type.Union([text, lambda]),
      qos: maybe(qos),
      retain: maybe(Type.Boolean()),
    }),
  }),
  closed({
    'media_player.play_media': closed({
      id,
      media_url: Type.String({ pattern: '^https?://' }),
      announcement: maybe(Type.Boolean()),
    }),
  }),
]);
const actions = Type.Array(
  Type.Union([simpleAction, closed({ if: closed({ condition, then: Type.Array(simpleAction) }) })]),
);

const mqttOf = (framework: 'esp-idf' | 'arduino') =>
  closed({
    broker: text,
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    // "certificate_authority … only with esp-idf" (mqtt/__init__.py).
    ...(framework === 'esp-idf' && {
      certificate_authority: maybe(Type.String({ pattern: '^-----BEGIN CERTIFICATE-----\\n' })),
      skip_cert_cn_check: maybe(Type.Boolean()),
    }),
    username: text,
    password: secret,
    client_id: text,
    clean_session: Type.Literal(true),
    keepalive: duration,
    reboot_timeout: duration,
    topic_prefix: topic,
    discovery: Type.Literal(false),
    discover_ip: Type.Literal(false),
    log_topic: Type.Null(),
    birth_message: message,
    will_message: message,
    shutdown_message: message,
    on_connect: maybe(actions),
    on_disconnect: maybe(actions),
    on_message: Type.Array(closed({ topic, qos, payload: maybe(text), then: actions })),
  });

const gpioSwitch = closed({
  platform: Type.Literal('gpio'),
  id,
  internal: Type.Literal(true),
  pin: closed({ number: outputPin, inverted: Type.Boolean() }),
  restore_mode: Type.Literal('ALWAYS_OFF'),
  interlock: maybe(Type.Array(id)),
  interlock_wait_time: maybe(duration),
  on_turn_on: actions,
  on_turn_off: actions,
});
const templateSwitch = closed({
  platform: Type.Literal('template'),
  id,
  name: text,
  lambda: text,
  restore_mode: Type.Literal('ALWAYS_OFF'),
  turn_on_action: actions,
  turn_off_action: actions,
  state_topic: topic,
  command_topic: topic,
  qos,
  retain: Type.Boolean(),
});
const press = Type.String({ pattern: '^(ON|OFF) for at (most|least) [0-9]+(ms|s)$' });
const key = closed({
  platform: Type.Literal('gpio'),
  id,
  internal: Type.Literal(true),
  pin: closed({
    number: inputPin,
    inverted: Type.Boolean(),
    mode: closed({ input: Type.Literal(true), pullup: Type.Literal(true) }),
  }),
  filters: Type.Array(Type.Union([closed({ delayed_on: duration }), closed({ delayed_off: duration })])),
  on_multi_click: Type.Array(closed({ timing: Type.Array(press, { minItems: 1 }), then: actions })),
});
const wifiSignal = closed({
  platform: Type.Literal('wifi_signal'),
  id,
  name: text,
  update_interval: duration,
  state_topic: topic,
  qos,
  retain: Type.Boolean(),
});
const version = closed({
  platform: Type.Literal('version'),
  id,
  name: text,
  hide_timestamp: Type.Boolean(),
  state_topic: topic,
  qos,
  retain: Type.Boolean(),
});

const configOf = (framework: 'esp-idf' | 'arduino') =>
  closed({
    substitutions: maybe(Type.Record(Type.String(), Type.String())),
    // validate_hostname: 31 characters.
    esphome: closed({ name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,29}[a-z0-9]$' }), friendly_name: text }),
    esp32: closed({ board: text, framework: closed({ type: Type.Literal(framework) }) }),
    psram: maybe(Type.Null()),
    logger: closed({ level: Type.Literal('INFO') }),
    ota: Type.Array(closed({ platform: Type.Literal('esphome'), password: secret })),
    wifi: closed({ ssid: secret, password: secret, reboot_timeout: duration }),
    mqtt: mqttOf(framework),
    globals: maybe(
      Type.Array(closed({ id, type: Type.Literal('int'), restore_value: Type.Literal(false), initial_value: text })),
    ),
    script: maybe(
      Type.Array(closed({ id, mode: Type.Union([Type.Literal('single'), Type.Literal('restart')]), then: actions })),
    ),
    switch: maybe(Type.Array(Type.Union([gpioSwitch, templateSwitch]))),
    sensor: maybe(Type.Array(wifiSignal)),
    text_sensor: maybe(Type.Array(version)),
    binary_sensor: maybe(Type.Array(key)),
    interval: maybe(Type.Array(closed({ interval: duration, then: actions }))),
    i2s_audio: maybe(closed({ i2s_lrclk_pin: outputPin, i2s_bclk_pin: outputPin })),
    speaker: maybe(
      Type.Array(
        closed({
          platform: Type.Literal('i2s_audio'),
          id,
          dac_type: Type.Literal('external'),
          i2s_dout_pin: outputPin,
          channel: Type.Literal('mono'),
          sample_rate: Type.Integer(),
        }),
      ),
    ),
    media_player: maybe(
      Type.Array(
        framework === 'arduino'
          ? closed({
              platform: Type.Literal('i2s_audio'),
              id,
              name: text,
              dac_type: Type.Literal('external'),
              i2s_dout_pin: outputPin,
              mode: Type.Literal('mono'),
            })
          : closed({
              platform: Type.Literal('speaker'),
              id,
              name: text,
              announcement_pipeline: closed({
                speaker: id,
                format: Type.Literal('MP3'),
                sample_rate: Type.Integer(),
                num_channels: Type.Integer(),
              }),
            }),
      ),
    ),
  });

const schemas = { 'esp-idf': configOf('esp-idf'), arduino: configOf('arduino') };

/** What ESPHome would refuse, a line each, as far as our small schema knows it; empty: nothing. */
export function troubles(yaml: string): string[] {
  const config = substituted(readYaml(yaml));
  const { framework } = config['esp32'] as { framework: { type: keyof typeof schemas } };
  const schema = schemas[framework.type];
  const broken = Value.Check(schema, config)
    ? []
    : Value.Errors(schema, config).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  return [...broken, ...danglingIds(config), ...pinsTwice(config)];
}

/** Every id that something refers to is declared. */
function danglingIds(config: Record<string, unknown>): string[] {
  const declared = new Set<string>();
  const used = new Set<string>();
  const look = (value: unknown, key = ''): void => {
    if (typeof value === 'string') {
      if (key === 'id') declared.add(value);
      if (/^(script|switch|media_player)\.|^(speaker|interlock)$/.test(key)) used.add(value);
      for (const [, name = ''] of value.matchAll(/\bid\((\w+)\)/g)) used.add(name);
    } else if (Array.isArray(value)) for (const one of value) look(one, key);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) look(inner, name);
    }
  };
  look(config);
  return [...used].filter((name) => !declared.has(name)).map((name) => `nothing is called '${name}'`);
}

function pinsTwice(config: Record<string, unknown>): string[] {
  const pins = [...JSON.stringify({ ...config, substitutions: null }).matchAll(/GPIO\d+/g)].map(([pin]) => pin);
  return pins.filter((pin, at) => pins.indexOf(pin) !== at).map((pin) => `${pin} is used twice`);
}
