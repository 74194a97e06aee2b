import { expect, it, onTestFinished } from 'vitest';
import type { PairingAccess, Provisioning, Relay, RelayWithCredentials } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createFreshTasmota } from '../../gateway/src/simulator/relays/fresh-tasmota.ts';
import { createApi, head } from '../support/api.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { startVillage } from '../support/village-on-the-wire.ts';

it('a gateway that is killed while it adds a device has lost nothing: pairing is closed, the relay is there, and the device becomes its own', async () => {
  const { api, gateway, place } = await startVillage();
  const { account } = await api.post<PairingAccess>('/api/provisioning/pairing');
  const state = () => api.get<Provisioning>('/api/provisioning');
  const typed = { username: account?.username ?? '', password: account?.password ?? '' };
  const plugIn = (password: string) => {
    const device = createFreshTasmota({
      ...{ url: `mqtt://127.0.0.1:${place.mqttPort}`, username: typed.username, password },
      ...{ mac: 'A8032A12AB34', channels: 1, clock: createSystemClock() },
      ...{ announceMs: 300, restartMs: 500, retryMs: 200 },
    });
    device.start();
    onTestFinished(() => device.stop());
    return device;
  };
  const device = plugIn(typed.password);
  const seen = await until('the device is on the list', async () =>
    (await state()).newcomers.find(({ family }) => family === 'tasmota'),
  );
  await api.post<RelayWithCredentials>(`/api/provisioning/newcomers/${seen.id}/adopt`, {
    name: 'Cột đình',
    channels: 1,
  });
  // It has been told half of it: its list is cut off by the power that goes at the same time.
  await gateway.end('SIGKILL');
  await device.stop();

  const again = await startGateway(place);
  const later = createApi(again.url);
  await later.post('/api/session', { login: head.login, password: head.password });
  const now = () => later.get<Provisioning>('/api/provisioning');
  expect(await now()).toMatchObject({ pairing: { until: null, passwordAt: null }, newcomers: [] });
  expect(await later.get<Relay>('/api/relays/cot-dinh')).toMatchObject({
    driver: 'tasmota',
    availability: 'never-seen',
  });

  const back = plugIn(typed.password);
  await until('it is turned away, and why', async () => (await now()).knocks.find(({ why }) => why === 'pairing-over'));
  await back.stop();
  const opened = await later.post<PairingAccess>('/api/provisioning/pairing');
  plugIn(opened.account?.password ?? '');
  const found = await until('it is on the list again', async () =>
    (await now()).newcomers.find(({ family }) => family === 'tasmota'),
  );
  const path = `/api/provisioning/newcomers/${found.id}/adopt`;
  // The relay that never had its device gets it now.
  await later.post<RelayWithCredentials>(path, { relayId: 'cot-dinh' });
  await until('it answers as a relay', async () =>
    (await now()).newcomers.find(({ adoption }) => adoption?.step === 'answered'),
  );
  expect(await later.get<Relay>('/api/relays/cot-dinh')).toMatchObject({ availability: 'online', name: 'Cột đình' });
});
