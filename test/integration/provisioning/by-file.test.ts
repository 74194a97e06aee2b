import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import type { ChangeEvents } from '../../../gateway/src/contract/index.ts';
import { createMqttLink } from '../../../gateway/src/mqtt/mqtt-link.ts';
import { createProvisioning } from '../../../gateway/src/provisioning/provisioning-service.ts';
import { openMosquitto, passwordOf } from '../../support/mqtt-brokers.ts';
import { openRaw, publishPacket } from '../../support/mqtt.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { until } from '../relays/village.ts';
import { openVillage, type PairingVillage, technician } from './village.ts';

/** Devices that cannot be sent their settings: they are listed as what they are, and get their file. */
let village: PairingVillage;
beforeEach(async () => {
  village = await openVillage();
});
afterEach(() => village.end());

const board = (channel: number) => ({
  topic: `homeassistant/switch/cot-dinh/channel_${channel}/config`,
  payload: {
    cmd_t: `cot-dinh/switch/channel_${channel}/command`,
    dev: {
      ids: 'a8032ab12345',
      name: 'cot-dinh',
      sw: 'esphome v2024.11.3 Nov 20 2024',
      mdl: 'esp32dev',
      mf: 'espressif',
    },
  },
});
const plug = (name: string) => ({
  topic: `homeassistant/switch/${name}/switch/config`,
  payload: {
    availability: [{ topic: 'zigbee2mqtt/bridge/state' }],
    command_topic: `zigbee2mqtt/${name}/set`,
    device: { identifiers: [`zigbee2mqtt_${name}`], name },
    origin: { name: 'Zigbee2MQTT', sw: '2.14.1' },
  },
});

it.each([
  ['an ESPHome board', 'esphome', 'cot-dinh', [board(1), board(2), board(3)], 'secrets.yaml'],
  [
    'a Zigbee2MQTT bridge',
    'zigbee2mqtt',
    'zigbee2mqtt',
    [plug('0x01'), plug('0x02'), plug('0x03')],
    'configuration.yaml',
  ],
] as const)('%s is listed with its channels, and gets an account and a file', async (_, family, name, said, file) => {
  const { username, password } = await village.open();
  const client = await village.raw();
  await client.login({ clientId: 'mqttjs_8f2a', username, password });
  for (const { topic, payload } of said) client.send(publishPacket(topic, JSON.stringify(payload), { retain: true }));
  const seen = await village.newcomer('it', ({ channels }) => channels === 3);
  expect(seen).toMatchObject({ family, name, configurable: false, obstacle: null });
  const { relay, credentials } = await village.commands.adopt(seen.id, { name: 'Cột đình', channels: 3 });
  expect(relay.driver).toBe(family);
  expect(credentials.files.map((one) => one.name)).toContain(file);
  expect(village.newcomers()).toEqual([]);
});

it('on a Mosquitto of another’s the gateway hears who announces itself while it listens', async () => {
  const broker = await openMosquitto({
    'ngot-gateway': { prefix: 'tasmota', publishes: true },
    sonoff: { prefix: 'tasmota', publishes: true },
  });
  const clock = createSystemClock();
  const changes = createChanges<ChangeEvents>();
  const link = createMqttLink({
    ...{ url: `mqtt://127.0.0.1:${broker.port}`, username: 'ngot-gateway', password: passwordOf('ngot-gateway') },
    ...{ clientId: 'ngot-gateway', statusTopic: 'tasmota/gateway/status', clock, log: quietLog },
  });
  const provisioning = createProvisioning({
    ...{ hearing: { broker: 'external', link }, relays: village.relays, clock, changes, log: quietLog },
    advertised: () => ({ host: '192.168.1.10', port: 1883 }),
  });
  const device = await openRaw(broker.port);
  try {
    const about = { mac: 'A8032A12AB34', dn: 'Ổ cắm', t: 'o-cam', ft: '%prefix%/%topic%/', tp: ['cmnd'], rl: [1] };
    await device.login({ clientId: 'sonoff', username: 'sonoff', password: passwordOf('sonoff') });
    device.send(publishPacket('tasmota/discovery/A8032A12AB34/config', JSON.stringify(about), { retain: true }));
    await device.ping();
    link.start();
    provisioning.start();
    await until('the line', () => link.connected);
    expect((await provisioning.commands.open(technician)).account).toBeNull();
    await until('the device', () => provisioning.commands.get().newcomers.length === 1);
    expect(provisioning.commands.get().newcomers).toMatchObject([{ name: 'Ổ cắm', configurable: false }]);
    await provisioning.commands.close();
    expect(provisioning.commands.get().newcomers).toEqual([]);
    expect(link.connected).toBe(true);
  } finally {
    device.drop();
    provisioning.stop();
    await link.stop();
    await broker.stop();
  }
});
