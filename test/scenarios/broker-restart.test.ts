import { expect, it } from 'vitest';
import type { Health, Relay } from '../../gateway/src/contract/index.ts';
import { until } from '../support/gateway-process.ts';
import { openSecureMosquitto, passwordOf } from '../support/mqtt-brokers.ts';
import {
  airLogOf,
  broadcastNow,
  quietPlace,
  recordTone,
  sounds,
  startVillage,
  wireZone,
} from '../support/village-on-the-wire.ts';

it('Mosquitto is killed in the middle of a broadcast and comes back: the sound goes on, the amplifier stays on and goes off at the end', async () => {
  const { broker, url, authorityPem, env } = await openSecureMosquitto({
    'ngot-gateway': { prefix: 'loa-thon/ngot', publishes: true },
    'relay-am-ly-xom-dinh': { prefix: 'loa-thon/ngot/relay/am-ly-xom-dinh', publishes: true },
  });
  const { api, gateway } = await startVillage(await quietPlace(), env);
  const reached = { url, passwordOf, authorityPem };
  const zone = await wireZone({ api, gateway }, { name: 'Xóm Đình', driver: 'tasmota', broker: reached });
  const recording = await recordTone(api, 'Lời nhắn', 30);
  const connected = async () => (await api.get<Health>('/api/health')).mqtt.connected;
  const relay = () => api.get<Relay>(`/api/relays/${zone.relay.id}`);

  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [zone]);
  await until('it sounds', () => sounds(zone));
  await broker.kill();
  await until('the gateway has noticed', async () => !(await connected()));
  expect(zone.relay.isOn(1)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await broker.startAgain();
  await until('the gateway is back', connected);
  await until('the relay is back, ON, and without a fault', async () => {
    const { availability, channels } = await relay();
    return availability === 'online' && channels[0]?.state === 'on' && channels[0].fault === null;
  });

  const entry = await airLogOf(api, broadcast);
  console.log(
    `outcome ${entry.outcome.kind} ${entry.outcome.code ?? ''}, ${entry.airedMs} ms, ${JSON.stringify(entry.zones)}`,
  );
  await until('the amplifier is off, and says so', async () => {
    return !zone.relay.isOn(1) && (await relay()).channels[0]?.state === 'off';
  });
  expect(zone.relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
  expect(entry.airedMs).toBeGreaterThan(29_900);
  expect(await gateway.end('SIGTERM')).toBe(0);
}, 120_000);
