import { describe, expect, it } from 'vitest';
import { generic as genericButton } from '../../../gateway/src/buttons/drivers/generic.ts';
import { generic } from '../../../gateway/src/relays/drivers/generic.ts';
import { zigbee2mqtt } from '../../../gateway/src/relays/drivers/zigbee2mqtt.ts';
import { jsonBoard, stubbornBoard } from '../../support/board-templates.ts';
import { readYaml } from '../../support/esphome-schema.ts';
import { buttonFiles, buttonPlace, relayFiles, relayPlace, tlsGateway, wickedName } from '../../support/rendered.ts';

const topic = 'loa-thon/ngot/relay/loa-01';

describe('the configuration of a Zigbee2MQTT bridge', () => {
  const config = readYaml(relayFiles(relayPlace('zigbee2mqtt', 2))['zigbee2mqtt']!);

  it('is an account of its own, whose base topic is the relay’s', () => {
    expect(config['mqtt']).toEqual({
      server: 'mqtt://192.168.1.10:1883',
      base_topic: topic,
      client_id: 'relay-loa-01',
      user: 'relay-loa-01',
      password: 'k3yk3yk3yk3yk3yk3yk3yk3yk3',
      keepalive: 15,
      version: 4,
      include_device_information: false,
    });
    expect(zigbee2mqtt.driver({ topic, channels: 2 }).on(2, 90)[0]?.subtopic).toBe('plug/channel-2/set');
    expect(zigbee2mqtt.hears).toContain('bridge/state');
  });

  it('brings no state from before, keeps none, and says who is away', () => {
    expect(config).toMatchObject({
      advanced: { cache_state_persistent: false, cache_state_send_on_startup: false, output: 'json' },
      availability: { enabled: true },
      device_options: { retain: false },
      homeassistant: { enabled: false },
    });
  });

  it('knows the gateway over TLS by its authority', () => {
    const files = relayFiles(relayPlace('zigbee2mqtt', 1, { name: wickedName }), tlsGateway);
    expect(readYaml(files['zigbee2mqtt']!)['mqtt']).toMatchObject({
      server: 'mqtts://192.168.1.10:8883',
      reject_unauthorized: true,
    });
    expect(files['authority']).toBe(tlsGateway.tls?.authorityPem);
  });
});

describe('the page for a board of one’s own', () => {
  it('names every topic that the driver speaks and hears', () => {
    const page = relayFiles(relayPlace('generic', 4))['topics']!;
    const driver = generic.driver({ topic, channels: 4 });
    for (const { subtopic } of [...driver.on(1, 90), ...driver.ask()]) {
      expect(page).toContain(`${topic}/${subtopic.replace(/^\d+/, '<channel>')}`);
    }
    for (const heard of generic.hears) expect(page).toContain(`${topic}/${heard.replace('+', '<channel>')}`);
    for (const fact of ['relay-loa-01', 'k3yk3yk3yk3yk3yk3yk3yk3yk3', '192.168.1.10:1883', '1 to 4', ', 90']) {
      expect(page).toContain(fact);
    }
  });

  it('names the topics and payloads of its template instead, with the lease they say', () => {
    const json = relayFiles(relayPlace('generic', 2, { template: jsonBoard }))['topics']!;
    for (const line of [
      `last will  ${topic}/link  0 `,
      `publish    ${topic}/report  JSON relays.<index>.on: true | false `,
      `publish    ${topic}/report  JSON relays.<index>.watts: 118.2  watts`,
      `subscribe  ${topic}/cmd  {"relay":<index>,"on":true,"for":90} | {"relay":<index>,"on":false} `,
      `subscribe  ${topic}/cmd  {"report":true}  say your state`,
      'lease      OFF by itself 90 s after the last ON',
      '<index>    counts the same channels from 0',
    ]) {
      expect(json).toContain(line);
    }
    expect(json).not.toContain('/hold');
    const plain = relayFiles(relayPlace('generic', 1, { template: stubbornBoard }))['topics']!;
    expect(plain).toContain(`subscribe  ${topic}/relay<channel>/set  1 | 0 `);
    expect(plain).toContain('lease      none');
    expect(plain).not.toContain('last will');
  });

  it('of a button says what it must speak', () => {
    const page = buttonFiles(buttonPlace('generic'))['topics']!;
    const button = 'loa-thon/ngot/button/nha-van-hoa';
    for (const heard of genericButton.hears) expect(page).toContain(`${button}/${heard.replace('+', '<key>')}`);
    for (const fact of [`${button}/command  STATE`, 'button-nha-van-hoa', '3 s without a pause'])
      expect(page).toContain(fact);
  });
});
