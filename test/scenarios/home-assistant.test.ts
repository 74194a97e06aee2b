import { expect, it, onTestFinished } from 'vitest';
import type { HomeAssistantInput, HomeAssistantState, Relay, Zone } from '../../gateway/src/contract/index.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { homeAccounts, openHomeAssistant } from '../support/home-assistant-line.ts';
import { openMosquitto, passwordOf } from '../support/mqtt-brokers.ts';
import { broadcastNow, recordTone, startVillage, wireZone } from '../support/village-on-the-wire.ts';

it('a Home Assistant sees a broadcast, a relay that is lost, a gateway that dies, and can command nothing', async () => {
  const broker = await openMosquitto(homeAccounts);
  onTestFinished(() => broker.stop());
  const village = await startVillage();
  const { api } = village;
  const zone = await wireZone(village, { name: 'Xóm Đình' });
  const recording = await recordTone(api, 'Lời nhắn', 4);
  const there = await openHomeAssistant(broker);
  const shows = (device: string, name: string, wanted: string) =>
    until(`${device}: ${name} is ${wanted}`, async () => {
      return (await there.home()).entity(device, name)?.state === wanted;
    });

  // A technician turns it on.
  const place = { host: '127.0.0.1', port: broker.port, tls: false, authority: null, username: 'loa-thon' };
  const input: HomeAssistantInput = {
    on: true,
    prefix: 'homeassistant',
    language: 'vi',
    broker: place,
    password: passwordOf('loa-thon'),
  };
  const answer = await api.put<HomeAssistantState>('/api/home-assistant', input);
  expect(JSON.stringify(answer)).not.toContain(passwordOf('loa-thon'));
  await shows('Xóm Đình', 'Đang phát', 'off');
  await shows('Âm ly Xóm Đình', 'Kết nối', 'on');

  // It follows a broadcast, and what it says has no name of a person in it.
  await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [zone]);
  await shows('Xóm Đình', 'Âm ly', 'on');
  await shows('Xóm Đình', 'Đang phát', 'on');
  expect((await there.home()).entity('Xóm Đình', 'Nội dung đang phát')?.state).toBe('Lời nhắn');
  await shows('Xóm Đình', 'Đang phát', 'off');
  await shows('Âm ly Xóm Đình', 'Đóng điện', 'off');

  // Nobody there switches anything: not by our topics, not by those that relays listen to in the village.
  for (const topic of ['relay', 'ha/relay', 'ha/zone'].map((part) => `loa-thon/ngot/${part}/${zone.relay.id}/1`)) {
    for (const end of ['command', 'set', 'state']) await there.say(`${topic}/${end}`, 'ON');
  }
  const { id: relayId } = (await api.get<{ items: Relay[] }>('/api/relays')).items[0]!;
  const before = zone.relay.story.length;
  await there.restart(); // it takes at least a birth message and what follows
  await shows('Xóm Đình', 'Đang phát', 'off');
  expect(zone.relay.story).toHaveLength(before);

  // A relay is lost, and comes back.
  zone.relay.cutPower();
  await shows('Âm ly Xóm Đình', 'Kết nối', 'off');
  await shows('Âm ly Xóm Đình', 'Đóng điện', 'unavailable');
  await until('the alert is there', async () =>
    JSON.stringify((await there.home()).entity('Thôn Ngọt', 'Cảnh báo')?.attributes ?? '').includes('mất kết nối'),
  );
  zone.relay.start();
  await shows('Âm ly Xóm Đình', 'Kết nối', 'on');

  // The power of the gateway is cut: everything of it is unavailable at once, and there again after it.
  await village.gateway.end('SIGKILL');
  await shows('Xóm Đình', 'Đang phát', 'unavailable');
  await startGateway(village.place);
  await shows('Xóm Đình', 'Đang phát', 'off');

  // Renamed, removed, turned off.
  await api.patch<Zone>(`/api/zones/${zone.zone.id}`, { name: 'Xóm Chợ' });
  await shows('Xóm Chợ', 'Đang phát', 'off');
  expect((await there.home()).devices()).not.toContain('Xóm Đình');
  await api.delete(`/api/zones/${zone.zone.id}`);
  await until('the zone is gone', async () => !(await there.home()).devices().includes('Xóm Chợ'));
  expect((await there.home()).devices()).toContain('Âm ly Xóm Đình');
  const { password: _password, ...off } = { ...input, on: false };
  await api.put('/api/home-assistant', off);
  expect((await there.home()).devices()).toEqual([]);
  expect(await there.retained('loa-thon/#')).toEqual([]);
  const relay = () => api.get<Relay>(`/api/relays/${relayId}`);
  await until('the relay is back by itself', async () => (await relay()).availability === 'online');

  const { items } = await api.get<{ items: { action: string; result: string }[] }>('/api/audit-log');
  expect(items.filter(({ action }) => action === 'changeHomeAssistant').map(({ result }) => result)).toEqual([
    'ok',
    'ok',
  ]);
});
