import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type {
  AuditEntry,
  Broadcast,
  ButtonInput,
  ButtonWithCredentials,
  EmergencyButton,
  MqttAccount,
  MqttCredentials,
  PageOf,
  Village,
} from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createTasmotaButton } from '../../gateway/src/simulator/buttons/tasmota.ts';
import type { Api } from '../support/api.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { openMosquitto, passwordOf } from '../support/mqtt-brokers.ts';
import { airLogOf, quietPlace, sounds, startVillage, wireZone } from '../support/village-on-the-wire.ts';

const run = promisify(execFile);
const input: ButtonInput = {
  name: 'Nhà văn hóa',
  driver: 'generic',
  holdSeconds: 1,
  gesture: 'hold',
  title: 'Cháy',
  siren: true,
  recordingId: null,
  zoneIds: null,
  drill: false,
  allClear: null,
  maintenance: false,
};

/** `mosquitto_pub` as firmware-config/buttons/README.md has it: none of our code plays the button. */
type Account = Pick<MqttCredentials, 'username' | 'password' | 'port'>;
const publish = ({ username, password, port }: Account, topic: string, message: string, ...more: string[]) =>
  run('mosquitto_pub', [
    ...['-h', '127.0.0.1', '-p', String(port), '-i', username, '-u', username, '-P', password],
    ...['-t', topic, '-m', message, ...more],
  ]);

const buttonOf = (api: Api, { id }: { id: string }) => api.get<EmergencyButton>(`/api/buttons/${id}`);
const onAir = async (api: Api) => (await api.get<PageOf<Broadcast>>('/api/broadcasts')).items;
/** Longer than a device that has just come is not obeyed: five seconds and its hold. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 6_500));

it('a board on the wall: too early is refused, tried is shown, held starts the siren once, and all of it is written down', async () => {
  const village = await startVillage();
  const { api } = village;
  const zone = await wireZone(village, { name: 'Xóm Đình' });
  const { button, credentials } = await api.post<ButtonWithCredentials>('/api/buttons', input);
  const topic = `loa-thon/ngot/button/${button.id}`;
  const last = async () => (await buttonOf(api, button)).lastPress;
  const pressed = (did: string) => until(did, async () => (await last())?.did === did && last());

  await publish(credentials, `${topic}/status`, 'online', '-r');
  await publish(credentials, `${topic}/1/press`, 'hold');
  expect(await pressed('refused')).toMatchObject({ reason: { code: 'button.just-back' } });
  await until('the light says so', async () => (await api.get<Village>('/api/village')).light.reasons.length > 0);
  await settled();
  // Each of these connects anew, so the button speaks all the while.
  await api.post(`/api/buttons/${button.id}/test`);
  await publish(credentials, `${topic}/1/press`, 'hold');
  await pressed('tested');
  await api.delete(`/api/buttons/${button.id}/test`);
  await new Promise((resolve) => setTimeout(resolve, 15_500));
  expect(await onAir(api)).toEqual([]);

  // Somebody who may only look cannot press.
  const observer = await api.post<{ account: MqttAccount; credentials: MqttCredentials }>('/api/mqtt-accounts', {
    name: 'Xem',
  });
  await publish(observer.credentials, `${topic}/1/press`, 'hold');
  await publish(credentials, `${topic}/1/press`, 'single');
  await pressed('ignored');
  expect(await onAir(api)).toEqual([]);

  const heldAt = Date.now();
  for (let again = 0; again < 3; again++) await publish(credentials, `${topic}/1/press`, 'hold');
  await pressed('started');
  const [emergency, ...others] = await onAir(api);
  expect(others).toEqual([]);
  expect(emergency).toMatchObject({ title: 'Cháy', priority: 'emergency', startedBy: 'button:Nhà văn hóa' });
  await until('the siren is heard', () => sounds(zone, heldAt));
  await api.post('/api/broadcasts/stop-all');
  const line = await airLogOf(api, emergency as Broadcast);
  expect(line).toMatchObject({ startedBy: 'button:Nhà văn hóa', reason: 'Cháy (Nhà văn hóa)', drill: false });
  const { items } = await api.get<PageOf<AuditEntry>>('/api/audit-log');
  const deeds = items.filter(({ who }) => who === 'button:Nhà văn hóa').map(({ action, result }) => [action, result]);
  expect(deeds).toEqual([
    ['startEmergency', 'ok'],
    ['pressButton', 'button.just-back'],
  ]);
}, 90_000);

it('a Tasmota on a broker of the village’s own: a press that the broker kept starts nothing, a fresh one does', async () => {
  const topic = 'loa-thon/ngot/button/nha-van-hoa';
  const broker = await openMosquitto({
    'ngot-gateway': { prefix: 'loa-thon', publishes: true },
    'button-nha-van-hoa': { prefix: topic, publishes: true },
    'relay-am-ly-xom-dinh': { prefix: 'loa-thon/ngot/relay/am-ly-xom-dinh', publishes: true },
  });
  onTestFinished(() => broker.stop());
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const env = {
    LOA_THON_MQTT_URL: url,
    LOA_THON_MQTT_USERNAME: 'ngot-gateway',
    LOA_THON_MQTT_PASSWORD: passwordOf('ngot-gateway'),
  };
  const village = await startVillage(await quietPlace(), env);
  const { api } = village;
  const zone = await wireZone(village, { name: 'Xóm Đình', broker: { url, passwordOf } });
  const { button } = await api.post<ButtonWithCredentials>('/api/buttons', { ...input, driver: 'tasmota' });
  const account = { username: 'button-nha-van-hoa', password: passwordOf('button-nha-van-hoa') };
  const device = createTasmotaButton({
    ...{ url, id: button.id, village: 'ngot', clock: createSystemClock(), holdSeconds: 1 },
    ...account,
    retryMs: 500,
  });
  device.start();
  onTestFinished(() => device.stop());
  await until('it is online', async () => (await buttonOf(api, button)).availability === 'online');
  const said = JSON.stringify({ Button1: { Action: 'HOLD' } });
  // As if ButtonRetain had been on: kept by the broker, and given to the gateway whenever it comes.
  await device.stop();
  await publish({ ...account, port: broker.port }, `${topic}/stat/RESULT`, said, '-r');
  await until('it was seen', async () => (await buttonOf(api, button)).lastPress?.did === 'refused');
  device.start();
  await village.gateway.end('SIGKILL');
  await startGateway(village.place, env);
  await until('the button is back', async () => (await buttonOf(api, button)).availability === 'online');
  await settled();
  expect(await onAir(api)).toEqual([]);
  expect((await buttonOf(api, button)).lastPress).toBeNull();
  const heldAt = Date.now();
  device.press('hold');
  await until('it started', async () => (await buttonOf(api, button)).lastPress?.did === 'started');
  await until('the siren is heard', () => sounds(zone, heldAt));
  await api.post('/api/broadcasts/stop-all');
}, 120_000);
