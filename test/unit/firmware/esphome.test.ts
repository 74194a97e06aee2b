import { describe, expect, it } from 'vitest';
import { mostChannels } from '../../../gateway/src/core/relays/families.ts';
import { esphome } from '../../../gateway/src/relays/drivers/esphome.ts';
import { generic as genericButton } from '../../../gateway/src/buttons/drivers/generic.ts';
import { relaySetUp } from '../../../gateway/src/firmware/recipes.ts';
import { readYaml, substituted, troubles } from '../../support/esphome-schema.ts';
import {
  buttonFiles,
  buttonPlace,
  plainGateway,
  relayFiles,
  relayPlace,
  templates,
  tlsGateway,
  wickedName,
} from '../../support/rendered.ts';

const boards = [
  ['esphome', 1],
  ['esphome-speaker-arduino', 1],
  ['esphome-speaker-idf', 1],
  ['esphome-lines', 4],
  ['esphome-interlock', 4],
  ['esphome-lines', mostChannels.esphome],
] as const;
const yamlOf = (kind: string, channels: number, gateway = plainGateway) =>
  relayFiles(relayPlace('esphome', channels), gateway)[kind]!;
const topic = 'loa-thon/ngot/relay/loa-01';

describe.each(boards)('the ESPHome file %s for %i channels', (kind, channels) => {
  it.each([
    ['plain', plainGateway],
    ['over TLS', tlsGateway],
  ])('has only options that ESPHome knows, %s', (_, gateway) => {
    expect(troubles(yamlOf(kind, channels, gateway))).toEqual([]);
  });

  it('is a device of its own account, with last will, that starts OFF and goes OFF unless renewed', () => {
    const config = substituted(readYaml(yamlOf(kind, channels)));
    expect(config['mqtt']).toMatchObject({
      username: 'relay-loa-01',
      client_id: 'relay-loa-01',
      password: { secret: 'relay-loa-01-mqtt' },
      will_message: { topic: `${topic}/status`, payload: 'offline', retain: true },
      birth_message: { topic: `${topic}/status`, payload: 'online', retain: true },
    });
    const switches = config['switch'] as Record<string, unknown>[];
    expect(switches.filter(({ platform }) => platform === 'gpio')).toHaveLength(channels);
    const pins = switches.flatMap(({ platform, pin }) => (platform === 'gpio' ? [JSON.stringify(pin)] : []));
    expect(new Set(pins).size).toBe(channels);
    for (const one of switches) expect(one['restore_mode']).toBe('ALWAYS_OFF');
    const contacts = switches.filter(({ platform }) => platform === 'gpio');
    expect(contacts.map((one) => one['on_turn_on'])).toEqual(
      contacts.map((_, index) => [{ 'script.execute': `lease_${index + 1}` }]),
    );
    const scripts = config['script'] as { id: string; mode: string; then: object[] }[];
    const script = (id: string) => scripts.find((one) => one.id === id);
    expect(script('lease_1')).toEqual({
      id: 'lease_1',
      mode: 'restart',
      then: [{ delay: { lambda: 'return id(hold_1) * 1000;' } }, { 'switch.turn_off': 'channel_1' }],
    });
    expect(script('line_lost')?.then[0]).toEqual({ delay: '60s' });
    expect(script('line_lost')?.then).toHaveLength(channels + 1);
    expect(script('rest_1')?.then).toEqual([{ delay: '5s' }]);
  });

  it('speaks and hears exactly what the driver does', () => {
    const config = substituted(readYaml(yamlOf(kind, channels)));
    const said = topicsUnder(config, ['state_topic']);
    const heard = [
      ...topicsUnder(config, ['command_topic']),
      ...(config['mqtt'] as { on_message: { topic: string }[] }).on_message.map((one) => one.topic),
    ];
    const driver = esphome.driver({ topic, channels });
    for (let channel = 1; channel <= channels; channel++) {
      const commands = [
        ...driver.on(channel, 90),
        ...driver.renew(channel, 90),
        ...driver.off(channel),
        ...driver.ask(),
      ];
      for (const { subtopic } of commands) expect(heard).toContain(`${topic}/${subtopic}`);
    }
    for (const each of said.filter((one) => one.includes('/switch/'))) {
      expect(driver.decode(each.slice(topic.length + 1), 'ON')).toMatchObject([{ kind: 'said', on: true }]);
    }
    expect(said.filter((one) => one.includes('/switch/'))).toHaveLength(channels);
    expect(driver.decode('sensor/wifi_signal/state', '-60')).toMatchObject([{ kind: 'wifi' }]);
    expect(said).toContain(`${topic}/sensor/wifi_signal/state`);
    expect(driver.decode('sensor/version/state', '2025.5.0')).toMatchObject([{ kind: 'firmware' }]);
    expect(said).toContain(`${topic}/sensor/version/state`);
    for (const each of [...said, ...heard]) expect(each.startsWith(`${topic}/`)).toBe(true);
  });

  it('keeps a name inside its quotes, whatever it is', () => {
    const wicked = relayFiles(relayPlace('esphome', channels, { name: wickedName }))[kind]!;
    expect(troubles(wicked)).toEqual([]);
    const plain = readYaml(yamlOf(kind, channels));
    expect({ ...readYaml(wicked), esphome: null }).toEqual({ ...plain, esphome: null });
    expect(readYaml(wicked)['esphome']).toEqual({
      name: 'relay-loa-01',
      friendly_name: `Loa "đình"; Restart 1 - ＄{{ ＄x }} #' <<password>> </script>`,
    });
  });
});

it('interlocked lines open the others first', () => {
  const contacts = (kind: string) =>
    (readYaml(yamlOf(kind, 4))['switch'] as Record<string, unknown>[]).filter(({ platform }) => platform === 'gpio');
  for (const one of contacts('esphome-interlock')) {
    expect(one['interlock']).toEqual(['contact_1', 'contact_2', 'contact_3', 'contact_4']);
    expect(one['interlock_wait_time']).toBe('500ms');
  }
  for (const one of contacts('esphome-lines')) expect(one).not.toHaveProperty('interlock');
});

it('the speaker plays the gateway’s stream, and over the plain port where its firmware has no TLS', () => {
  const arduino = substituted(readYaml(yamlOf('esphome-speaker-arduino', 1, tlsGateway)));
  expect(JSON.stringify(arduino['interval'])).toContain('"media_url":"http://192.168.1.10:8080/streams/loa.mp3"');
  expect(arduino['mqtt']).toMatchObject({ port: 1883 });
  expect(arduino['mqtt']).not.toHaveProperty('certificate_authority');
  expect(yamlOf('esphome-speaker-arduino', 1)).toContain('no TLS');
  const idf = readYaml(yamlOf('esphome-speaker-idf', 1, tlsGateway));
  expect(idf['mqtt']).toMatchObject({ port: 8883, certificate_authority: tlsGateway.tls!.authorityPem });
});

it('the secrets are those that the device names', () => {
  const files = relayFiles(relayPlace('esphome'));
  const secrets = readYaml(files['secrets']!);
  for (const [, name = ''] of files['esphome']!.matchAll(/!secret "?([\w-]+)/g)) expect(secrets).toHaveProperty(name);
  expect(secrets['relay-loa-01-mqtt']).toBe('k3yk3yk3yk3yk3yk3yk3yk3yk3');
  // ESPHome: an SSID of at most 32 characters, a WPA password of 8 to 63.
  expect(String(secrets['wifi_ssid']).length).toBeLessThanOrEqual(32);
  expect(String(secrets['wifi_password']).length).toBeGreaterThanOrEqual(8);
});

describe('the small schema of ESPHome’s options', () => {
  const yaml = yamlOf('esphome', 1);
  it.each([
    ['a mode that is misspelt', 'ALWAYS_OFF', 'ALWAYS_OF'],
    ['a key that is misspelt', 'clean_session', 'clean_sesion'],
    ['a relay on a pin that is only an input', 'pin_1: GPIO32', 'pin_1: GPIO36'],
    ['a relay on the flash', 'pin_1: GPIO32', 'pin_1: GPIO9'],
    ['an authority under the Arduino framework', 'type: esp-idf', 'type: arduino'],
    ['a script that is not there', 'script.execute: lease_1', 'script.execute: leese_1'],
    ['a session that is kept', 'clean_session: true', 'clean_session: false'],
    ['a duration without its unit', 'delay: 60s', 'delay: 60'],
    ['a wildcard where something is said', 'state_topic: "loa-thon', 'state_topic: "+/loa-thon'],
  ])('catches %s', (_, right, wrong) => {
    const tls = right.startsWith('type') ? yamlOf('esphome', 1, tlsGateway) : yaml;
    expect(tls).toContain(right);
    expect(troubles(tls)).toEqual([]);
    expect(troubles(tls.replace(right, wrong))).not.toEqual([]);
  });
});

describe('the ESPHome file of a button', () => {
  const yaml = buttonFiles(buttonPlace('generic'))['esphome-button']!;
  const button = 'loa-thon/ngot/button/nha-van-hoa';

  it('has only options that ESPHome knows', () => {
    expect(troubles(yaml)).toEqual([]);
    expect(troubles(buttonFiles(buttonPlace('generic'), tlsGateway)['esphome-button']!)).toEqual([]);
  });

  it('says each gesture as the driver hears it, never retained', () => {
    const config = readYaml(yaml);
    const presses = [...JSON.stringify(config['binary_sensor']).matchAll(/\{"mqtt\.publish":(\{.*?\})\}/g)].map(
      ([, json = '']) => JSON.parse(json) as { topic: string; payload: string; retain: boolean },
    );
    expect(presses).toHaveLength(6);
    for (const { topic: at, payload, retain } of presses) {
      expect(retain).toBe(false);
      expect(genericButton.decode(at.slice(button.length + 1), payload)).toMatchObject([
        { kind: 'pressed', gesture: payload },
      ]);
    }
    expect(config['mqtt']).toMatchObject({
      on_message: [{ topic: `${button}/${genericButton.ask.subtopic}`, payload: genericButton.ask.payload }],
    });
    expect(yaml).toContain('ON for at least 3s');
  });
});

function topicsUnder(value: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => topicsUnder(one, keys));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    keys.includes(key) && typeof inner === 'string' ? [inner] : topicsUnder(inner, keys),
  );
}

it('two boards whose long names begin alike have names and files of their own', () => {
  const nameOf = (id: string) => {
    const { files } = relaySetUp(relayPlace('esphome', 1, { id, username: `relay-${id}` }), plainGateway, templates);
    const { name, text } = files.find(({ kind }) => kind === 'esphome')!;
    const node = (readYaml(text)['esphome'] as { name: string }).name;
    expect(name).toBe(`${node}.yaml`);
    return node;
  };
  const [first = '', second = ''] = ['am-ly-nha-van-hoa-thon-ngot-1', 'am-ly-nha-van-hoa-thon-ngot-2'].map(nameOf);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^relay-am-ly-nha-van-hoa-[a-z-]*[0-9a-f]{4}$/);
  expect(Math.max(first.length, second.length)).toBeLessThanOrEqual(31);
});
