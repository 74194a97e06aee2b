import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject, onTestFinished } from 'vitest';
import type {
  Output,
  Recording,
  Relay,
  RelayWithCredentials,
  SavedProgramme,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import type { SimulatedRelay } from '../../gateway/src/simulator/relays/simulated-relay.ts';
import { createTasmotaRelay } from '../../gateway/src/simulator/relays/tasmota.ts';
import { createApi, head, type Api } from '../support/api.ts';
import { seen, type Page } from '../support/browser.ts';
import { startGateway, until, type GatewayPlace, type GatewayProcess } from '../support/gateway-process.ts';
import { listenToRtp, toneShare, type RtpListener } from '../support/rtp-listener.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { quietPlace } from '../support/village-on-the-wire.ts';
import type {} from './prepared-village.ts';

/** A village where it is one in the afternoon: midnight and the quiet hours are far away whenever the tests run. */
export const timeZone = zoneWhereItIs(13, new Date());
export const afternoon = { LOA_THON_TIME_ZONE: timeZone };

/** POSIX signs: `Etc/GMT-7` is seven hours ahead of Greenwich. */
function zoneWhereItIs(hour: number, now: Date): string {
  const ahead = hour - now.getUTCHours();
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

export interface Village {
  readonly place: GatewayPlace;
  readonly gateway: GatewayProcess;
  /** The village head at the API, for what a story takes for granted. */
  readonly api: Api;
  readonly amplifier: SimulatedRelay;
  readonly receiver: RtpListener;
  readonly zone: Zone;
  readonly recording: Recording;
}

/** A village with nothing in it, and its head at the API. */
export async function bareVillage(): Promise<Pick<Village, 'place' | 'gateway' | 'api'>> {
  const { stateFolder, playlistsFolder } = inject('preparedVillage');
  // Only read: what the panel writes into it would be the next test's.
  const place = { ...(await quietPlace()), playlistsFolder };
  await cp(stateFolder, place.stateFolder, { recursive: true });
  const gateway = await startGateway(place, afternoon);
  const api = createApi(gateway.url);
  await api.post('/api/session', { login: head.login, password: head.password });
  return { place, gateway, api };
}

/** A village that can air: Xóm Đình with its amplifier, and a recording of so many seconds, “Lời nhắn”. */
export async function furnishedVillage({ seconds }: { seconds: number }): Promise<Village> {
  const { place, gateway, api } = await bareVillage();
  const added = await api.post<RelayWithCredentials>('/api/relays', {
    name: 'Cột đình',
    driver: 'tasmota',
    channels: 1,
  });
  const amplifier = plugIn(added.relay.id, added.credentials, gateway.mqttPort);
  const receiver = await loudspeaker();
  const output = await api.post<Output>('/api/outputs', {
    name: 'Loa đình',
    sink: { kind: 'rtp', host: '127.0.0.1', port: receiver.port, codec: 'L16', ttl: 1 },
  });
  const zone = await api.post<Zone>('/api/zones', {
    name: 'Xóm Đình',
    channels: [{ relayId: added.relay.id, channel: 1 }],
    outputId: output.id,
    cooldownMs: 1_000,
  });
  const sound = await readFile(await mp3(seconds));
  const { id } = await api.upload<Recording>('/api/recordings?fileName=loi-nhan.mp3&title=Lời nhắn', sound);
  const recording = await until('the recording is ready', async () => {
    const now = await api.get<Recording>(`/api/recordings/${id}`);
    return now.state === 'ready' && now;
  });
  await until('the relay is in', async () => {
    return (await api.get<Relay>(`/api/relays/${added.relay.id}`)).availability === 'online';
  });
  return { place, gateway, api, amplifier, receiver, zone, recording };
}

/** A simulated Tasmota with what somebody typed into it. */
export function plugIn(
  id: string,
  { username, password }: { username: string; password: string },
  mqttPort: number,
): SimulatedRelay {
  const url = `mqtt://127.0.0.1:${mqttPort}`;
  const clock = createSystemClock();
  const relay = createTasmotaRelay({ url, id, village: 'ngot', username, password, channels: 1, clock });
  relay.start();
  onTestFinished(() => relay.stop());
  return relay;
}

/** An IP loudspeaker. */
export async function loudspeaker(): Promise<RtpListener> {
  const receiver = await listenToRtp();
  onTestFinished(() => receiver.close());
  return receiver;
}

/** True when the loudspeaker sounded within the last half second. */
export function sounds(receiver: RtpListener): boolean {
  return loudNow(receiver).length > 0;
}

/** True when what sounds is the tone of `mp3`, and nothing else. */
export function soundsTheTone(receiver: RtpListener): boolean {
  const samples = loudNow(receiver).flatMap((packet) => [...packet.samples]);
  return toneShare(Int16Array.from(samples), toneHz, 48_000) > 0.9;
}

function loudNow({ packets }: RtpListener) {
  const since = Date.now() - 500;
  return packets.filter(({ at, samples }) => at > since && samples.some((sample) => Math.abs(sample) > 500));
}

const toneHz = 660;

/** So many seconds of a tone, as somebody's phone would have recorded them; the file is `loi-nhan.mp3`. */
export async function mp3(seconds: number): Promise<string> {
  const file = join(await tempFolder(), 'loi-nhan.mp3');
  const tone = `sine=frequency=${toneHz}:duration=${seconds}`;
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', tone, '-c:a', 'libmp3lame', file]);
  return file;
}

/** A programme of `Lời nhắn` in Xóm Đình. */
export function addProgramme(
  { api, recording, zone }: Village,
  { title, time, ...rule }: { title: string; repeat: 'once' | 'daily'; date: string; time: string },
): Promise<SavedProgramme> {
  return api.post('/api/programmes', {
    title,
    kind: 'bulletin',
    content: { kind: 'recording', recordingId: recording.id },
    zoneIds: [zone.id],
    priority: 'normal',
    rule: { ...rule, times: [time] },
  });
}

/** Comes in by the door, in Vietnamese. */
export async function signIn(page: Page, { login, password }: { login: string; password: string } = head) {
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await seen(page.getByRole('navigation', { name: 'Các mục chính' }));
}
