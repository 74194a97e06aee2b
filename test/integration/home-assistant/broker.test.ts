import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChangeEvents, HomeAssistantInput, HomeBroker } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createHomeAssistant } from '../../../gateway/src/home-assistant/home-assistant-service.ts';
import { createMqttLink } from '../../../gateway/src/mqtt/mqtt-link.ts';
import { relay, village, zone } from '../../support/fake-services.ts';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/gateway-process.ts';
import { homeAccounts, openHomeAssistant } from '../../support/home-assistant-line.ts';
import {
  openEmbedded,
  openMosquitto,
  openSecureMosquitto,
  passwordOf,
  type RunningMosquitto,
} from '../../support/mqtt-brokers.ts';
import { quietLog } from '../../support/quiet-log.ts';

const clock = createSystemClock();

/** The service on a line of its own to a real broker; what happens in the village is emitted by the test. */
async function tell(
  { port, ...place }: Partial<HomeBroker> & Pick<HomeBroker, 'port'>,
  username = 'loa-thon',
  password = passwordOf(username),
) {
  const changes = createChanges<ChangeEvents>();
  const service = createHomeAssistant({
    village: { id: 'ngot', timeZone: 'Asia/Ho_Chi_Minh', version: '0.1.0' },
    settings: { get: async () => null, set: async () => undefined },
    changes,
    clock,
    log: quietLog,
    luck: () => 0,
    ports: {
      village: () => village,
      zones: async () => [zone],
      relays: async () => [relay],
      broadcasts: async () => [],
      slots: async () => [],
      panelUrl: () => 'http://127.0.0.1:8080',
      openLine: (place) => createMqttLink({ ...place, clientId: 'loa-thon-ngot-home', clock, log: quietLog }),
    },
  });
  onTestFinished(() => service.stop());
  const { host = '127.0.0.1', tls = false, authority = null } = place;
  const input: HomeAssistantInput = {
    on: true,
    prefix: 'homeassistant',
    language: 'vi',
    broker: { host, port, tls, authority, username },
    password,
  };
  await service.commands.change(input);
  return { changes, service, input, state: service.commands.state };
}

async function opened(opening: Promise<RunningMosquitto>): Promise<RunningMosquitto> {
  const broker = await opening;
  onTestFinished(() => broker.stop());
  return broker;
}

const settled = (state: Awaited<ReturnType<typeof tell>>['state']) =>
  until('the broker has everything', () => {
    const { line, devices } = state();
    return line === 'connected' && devices.wanted === 3 && devices.kept === 3;
  });

it('an account that may do no more than is asked for is enough', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const { state } = await tell(broker);
  await settled(state);
  const home = await (await openHomeAssistant(broker)).home();
  expect(home.devices()).toEqual([village.name, zone.name, relay.name].sort());
});

it('an alert appears and goes, and a zone that is removed is gone from the broker too', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const { changes, state } = await tell(broker);
  const there = await openHomeAssistant(broker);
  const alertIs = (wanted: string) =>
    until(
      `the alert is ${wanted}`,
      async () => (await there.home()).entity(village.name, 'Cảnh báo')?.state === wanted,
    );
  await settled(state);
  await alertIs('off');
  const reasons = [{ code: 'village.relay-offline', params: { relay: 'Cột Đình' } }];
  changes.emit('village.changed', { ...village, light: { colour: 'red', reasons } });
  await alertIs('on');
  expect((await there.home()).entity(village.name, 'Tình hình')?.state).toBe('Rơ-le “Cột Đình” mất kết nối');
  changes.emit('village.changed', village);
  await alertIs('off');

  changes.emit('zone.removed', { id: zone.id });
  await until('the zone is gone', async () => !(await there.home()).devices().includes(zone.name));
  const left = ['relay/cot-1', 'status', 'village'].map((part) => `loa-thon/ngot/ha/${part}`);
  await until('its state too', async () => (await there.retained('loa-thon/ngot/ha/#')).join() === left.join());
});

it('a Home Assistant that starts later, or again, knows everything', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const { state } = await tell(broker);
  await settled(state);
  const there = await openHomeAssistant(broker);
  const shows = () =>
    until('it shows the zone', async () => (await there.home()).entity(zone.name, 'Đang phát')?.state === 'off');
  await shows();
  await there.restart();
  await shows();
});

it('a broker that forgets everything when it is killed is told again', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const { state } = await tell(broker);
  await settled(state);
  await broker.kill();
  await until('the line is down', () => state().line === 'connecting');
  await broker.startAgain();
  await settled(state);
  expect(await (await openHomeAssistant(broker)).retained('homeassistant/#')).toHaveLength(3);
});

it('what was removed while there was no line is cleared when there is one again', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const there = await openHomeAssistant(broker);
  const before = await tell(broker);
  await settled(before.state);
  await before.service.stop(); // the gateway is off; somebody removes the zone, say by restoring a backup
  const stale = 'homeassistant/device/loa-thon_ngot_zone_xua/config';
  const others = 'homeassistant/device/loa-thon_ngot-2_zone_xua/config';
  for (const topic of [stale, others]) await there.keep(topic, '{}');
  const { state } = await tell(broker);
  await settled(state);
  await until('the stale one is gone', async () => !(await there.retained('homeassistant/#')).includes(stale));
  expect(await there.retained('homeassistant/#')).toContain(others);
});

it('turned off, nothing of us is left there: neither devices nor a last will', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const { service, input, state } = await tell(broker);
  await settled(state);
  await service.commands.change({ ...input, on: false });
  const there = await openHomeAssistant(broker);
  expect([...(await there.retained('homeassistant/#')), ...(await there.retained('loa-thon/#'))]).toEqual([]);
});

it('a broker that freezes is told the rest when it thaws, and keeps nobody waiting who turns it off', async () => {
  const broker = await opened(openMosquitto(homeAccounts));
  const { changes, service, input, state } = await tell(broker);
  const there = await openHomeAssistant(broker);
  await settled(state);
  process.kill(broker.pid(), 'SIGSTOP');
  onTestFinished(() => void process.kill(broker.pid(), 'SIGCONT'));
  for (let volumeDb = -40; volumeDb < 0; volumeDb++) {
    changes.emit('zone.changed', { ...zone, volumeDb });
    await clock.sleep(25);
  }
  process.kill(broker.pid(), 'SIGCONT');
  await until('the last volume', async () => (await there.home()).entity(zone.name, 'Âm lượng')?.state === '-1');

  process.kill(broker.pid(), 'SIGSTOP');
  const began = clock.monotonic();
  await service.commands.change({ ...input, on: false });
  expect(clock.monotonic() - began).toBeLessThan(9_000);
  process.kill(broker.pid(), 'SIGCONT');
});

it('over TLS the broker is believed by its authority, and nobody else is', async () => {
  const { broker, authorityPem } = await openSecureMosquitto(homeAccounts);
  const { state } = await tell({ port: broker.port, tls: true, authority: authorityPem });
  await settled(state);
  const mistrusting = await tell({ port: broker.port, tls: true, authority: null });
  await until('the fault is named', () => mistrusting.state().fault?.code === 'home-assistant.not-trusted');
});

describe('why there is no line is named:', () => {
  async function isNamed(code: string, ...place: Parameters<typeof tell>): Promise<void> {
    const { state } = await tell(...place);
    await until(code, () => state().fault?.code === `home-assistant.${code}`, 20_000);
    expect(state().line).toBe('connecting');
  }

  it('a wrong password', async () => {
    await isNamed('login', await opened(openMosquitto(homeAccounts)), 'loa-thon', 'sai');
  });

  // Mosquitto lets everybody subscribe and then says nothing; others refuse.
  it('an account that may not listen', async () => {
    const name = 'loa-thon-ngot-home';
    const broker = await openEmbedded({ [name]: { prefix: 'elsewhere', publishes: true } });
    onTestFinished(() => broker.stop());
    await isNamed('not-allowed', broker, name);
  });

  it('TLS where there is none', async () => {
    const { port } = await opened(openMosquitto(homeAccounts));
    await isNamed('hung-up', { port, tls: true });
  });

  it('a port where nobody listens', async () => {
    await isNamed('nobody-there', { port: await freePort() });
  });

  it('a name that nobody has', async () => {
    await isNamed('no-such-host', { port: 1883, host: 'khong-co.invalid' });
  });
});

it('a broker that keeps nothing of ours is not said to have it', async () => {
  const mute = homeAccounts['loa-thon'].map((rule) => rule.replace('readwrite', 'read'));
  const broker = await opened(openMosquitto({ ...homeAccounts, 'loa-thon': mute }));
  const { state } = await tell(broker);
  await until('it is connected', () => state().line === 'connected');
  await clock.sleep(1_000);
  expect(state()).toMatchObject({ line: 'connected', devices: { wanted: 3, kept: 0 } });
});
