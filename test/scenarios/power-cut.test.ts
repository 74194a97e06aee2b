import { expect, it, onTestFinished } from 'vitest';
import type {
  AirLogEntry,
  Broadcast,
  Output,
  PageOf,
  Playlist,
  Relay,
  RelayWithCredentials,
  Slot,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import type { RelayOrder } from '../../gateway/src/simulator/relays/relay-order.ts';
import { createListeningSink } from '../../gateway/src/simulator/listening-sink.ts';
import { createApi, head, setUpVillage } from '../support/api.ts';
import { gatewayPlace, startGateway, until } from '../support/gateway-process.ts';
import { startRelaysProcess } from '../support/relays-process.ts';
import { planAt } from '../support/village-on-the-wire.ts';

const leaseMs = 90_000;

it('killed on air: every amplifier falls off by itself, and the slot has its outcome after the restart', async () => {
  const place = await gatewayPlace();
  const gateway = await startGateway(place);
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  const clock = createSystemClock();
  const sink = createListeningSink({ clock });
  await sink.start();
  onTestFinished(() => sink.stop());

  const output = await api.post<Output>('/api/outputs', {
    name: 'Loa',
    sink: { kind: 'listening', host: '127.0.0.1', port: sink.port },
  });
  const relays: RelayOrder['relays'][number][] = [];
  for (const driver of ['tasmota', 'generic'] as const) {
    const { relay, credentials } = await api.post<RelayWithCredentials>('/api/relays', {
      name: `Âm ly ${driver}`,
      driver,
      channels: 1,
    });
    const { username, password } = credentials;
    relays.push({ id: relay.id, driver, username, password, channels: 1 });
  }
  const zone = await api.post<Zone>('/api/zones', {
    name: 'Đầu thôn',
    channels: relays.map(({ id }) => ({ relayId: id, channel: 1 })),
    outputId: output.id,
    warmupMs: 500,
    quietHours: { from: '00:00', to: '00:00' },
  });
  const order = { url: `mqtt://127.0.0.1:${gateway.mqttPort}`, village: 'ngot', relays };
  const storyOf = startRelaysProcess(order, onTestFinished);
  const states = () => relays.map(({ id }) => storyOf(id).at(-1)?.state);
  await until('both relays are in', async () =>
    (await api.get<{ items: Relay[] }>('/api/relays')).items.every((relay) => relay.availability === 'online'),
  );
  await until('the shipped music is ready', async () =>
    (await api.get<Playlist>('/api/playlists/daily-sang')).items.every((item) => item.durationMs !== null),
  );

  // A slot that leaves time to prepare.
  const slot = await planAt(
    api,
    {
      title: 'Bản tin sáng',
      kind: 'bulletin',
      content: { kind: 'playlist', playlistId: 'daily-sang' },
      zoneIds: [zone.id],
      priority: 'normal',
    },
    Date.now() + 14_000,
  );
  await until('it sounds', () => sink.story().some((heard) => heard.kind === 'onset'), 90_000);
  await until('the panel says so', async () =>
    (await api.get<{ items: Broadcast[] }>('/api/broadcasts')).items.some((broadcast) => broadcast.state === 'on-air'),
  );
  expect(states()).toEqual(['on', 'on']);

  const killedAt = performance.now();
  await gateway.end('SIGKILL');
  expect(states()).toEqual(['on', 'on']);
  await until('both amplifiers are off', () => states().every((state) => state === 'off'), leaseMs + 3_000);
  const offAfterMs = performance.now() - killedAt;
  expect(offAfterMs).toBeLessThanOrEqual(leaseMs + 2_000);
  console.log(
    `kill -9 on air: the last amplifier was off after ${(offAfterMs / 1_000).toFixed(1)} s, lease ${leaseMs / 1_000} s`,
  );

  const reborn = await startGateway(place);
  const again = createApi(reborn.url);
  await again.post('/api/session', { login: head.login, password: head.password });
  const log = await again.get<PageOf<AirLogEntry>>('/api/air-log');
  expect(log.items).toMatchObject([
    { title: 'Bản tin sáng', outcome: { kind: 'aired-partly', code: 'broadcast.interrupted' } },
  ]);
  expect(await again.get<Slot>(`/api/slots/${slot.id}`)).toMatchObject({
    state: 'ended',
    outcome: { code: 'broadcast.interrupted' },
  });
  expect(sink.story().filter((heard) => heard.kind === 'onset' && heard.at > Date.now() - 5_000)).toEqual([]);

  // The village goes on: the relays come back by themselves and obey.
  await until(
    'both relays are back',
    async () =>
      (await again.get<{ items: Relay[] }>('/api/relays')).items.every((relay) => relay.availability === 'online'),
    150_000,
  );
  const id = newId();
  await again.post('/api/broadcasts', {
    id,
    content: { kind: 'playlist', playlistId: 'daily-sang' },
    zoneIds: [zone.id],
    priority: 'normal',
  });
  await until('both amplifiers are on', () => states().every((state) => state === 'on'), 30_000);
  await again.post(`/api/broadcasts/${id}/stop`);
  await until('both amplifiers are off', () => states().every((state) => state === 'off'));
}, 480_000);
