import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { it } from 'vitest';
import type {
  AirLogEntry,
  MqttCredentials,
  Output,
  PageOf,
  Recording,
  RelayWithCredentials,
  SavedProgramme,
  Slot,
  Village,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { toLocal } from '../../gateway/src/core/village-time.ts';
import { createTasmotaRelay } from '../../gateway/src/simulator/relays/tasmota.ts';
import { setUpVillage } from '../support/api.ts';
import { gatewayPlace, startGateway, until, type AtTheEnd, type GatewayProcess } from '../support/gateway-process.ts';
import { openSecureMosquitto, passwordOf } from '../support/mqtt-brokers.ts';
import { listenToRtp, toneShare } from '../support/rtp-listener.ts';
import { tempFolder } from '../support/temp-folder.ts';

const clock = createSystemClock();
const timeZone = 'Asia/Ho_Chi_Minh';
const toneHz = 880;
const musicHz = 1_700;
const seconds = 4;
/** Of the zone. */
const volumeDb = -6;

/** Some seconds of a tone as somebody's phone would send it. */
async function mp3(hz: number, atTheEnd: AtTheEnd): Promise<Buffer> {
  const file = join(await tempFolder(atTheEnd), 'loi-nhan.mp3');
  const tone = `sine=frequency=${hz}:duration=${seconds}`;
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', tone, '-c:a', 'libmp3lame', file]);
  return readFile(file);
}

/** Of its power, under full scale. */
function levelDb(samples: Int16Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length);
}

/** The minute in which a programme can still be prepared in peace. */
function nextMinute(): { date: string; time: string; at: number } {
  const at = Math.ceil((Date.now() + 16_000) / 60_000) * 60_000;
  return { ...toLocal(at, timeZone), at };
}

/** mosquitto_sub, with an account of its own: a witness that is none of our code. */
function outsideWitness(
  { host, port, username, password }: MqttCredentials,
  authorityFile: string | null,
  atTheEnd: AtTheEnd,
) {
  const lines: { at: number; topic: string; payload: string }[] = [];
  const child = spawn('mosquitto_sub', [
    '-h',
    host,
    '-p',
    String(port),
    '-u',
    username,
    '-P',
    password,
    '-i',
    username,
    '-t',
    'loa-thon/ngot/#',
    '-F',
    '%U %t %p',
    ...(authorityFile ? ['--cafile', authorityFile] : []),
  ]);
  atTheEnd(async () => void child.kill('SIGKILL'));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [at = '', topic = '', ...payload] = line.split(' ');
    lines.push({ at: Number(at) * 1_000, topic, payload: payload.join(' ') });
  });
  return lines;
}

/** Where gateway, device and witness meet: the gateway's own broker, or one of the village's. */
interface Meeting {
  readonly env: NodeJS.ProcessEnv;
  readonly url: (gateway: GatewayProcess) => string;
  /** Of an account that the gateway made, or whoever keeps the other broker. */
  readonly loginOf: (made: MqttCredentials) => MqttCredentials;
  readonly authorityFile: string | null;
}

const meetings: Record<string, (atTheEnd: AtTheEnd) => Promise<Meeting>> = {
  'its own broker': async () => ({
    env: {},
    url: ({ mqttPort }) => `mqtt://127.0.0.1:${mqttPort}`,
    loginOf: (made) => made,
    authorityFile: null,
  }),
  'a Mosquitto with TLS and passwords': async (atTheEnd) => {
    const accounts = {
      'ngot-gateway': { prefix: 'loa-thon/ngot', publishes: true },
      'relay-am-ly-dinh': { prefix: 'loa-thon/ngot/relay/am-ly-dinh', publishes: true },
      'nguoi-xem': { prefix: 'loa-thon/ngot', publishes: false },
    };
    const { broker, authorityFile, url, env } = await openSecureMosquitto(accounts, atTheEnd);
    return {
      env,
      url: () => url,
      loginOf: (made) => ({ ...made, port: broker.port, password: passwordOf(made.username) }),
      authorityFile,
    };
  },
};

/** Side by side: most of it is waiting for the minute. */
const story = 'amplifier on, the file’s sound at its instant, music below it, amplifier off, and the log says so';
it.concurrent.for(Object.entries(meetings))(`a programme airs end to end over %s: ${story}`, async ([, meet], test) => {
  const { expect, onTestFinished: atTheEnd } = test;
  const { env, url: brokerOf, loginOf, authorityFile } = await meet(atTheEnd);
  const gateway = await startGateway(await gatewayPlace(await tempFolder(atTheEnd)), env, atTheEnd);
  const api = await setUpVillage(gateway.url, gateway.setUpCode);

  // A technician adds a relay, an output and the zone of both; the relay is plugged in.
  const { relay, credentials } = await api.post<RelayWithCredentials>('/api/relays', {
    name: 'Âm ly đình',
    driver: 'tasmota',
    channels: 1,
  });
  const device = createTasmotaRelay({
    url: brokerOf(gateway),
    ...(authorityFile && { authorityPem: await readFile(authorityFile, 'utf8') }),
    id: relay.id,
    village: 'ngot',
    username: credentials.username,
    password: loginOf(credentials).password,
    channels: 1,
    clock,
  });
  device.start();
  atTheEnd(() => device.stop());
  const receiver = await listenToRtp();
  atTheEnd(async () => receiver.close());
  const output = await api.post<Output>('/api/outputs', {
    name: 'Loa đình',
    sink: { kind: 'rtp', host: '127.0.0.1', port: receiver.port, codec: 'L16', ttl: 1 },
  });
  const quietHours = { from: '00:00', to: '00:00' };
  const zone = await api.post<Zone>('/api/zones', {
    name: 'Xóm Đình',
    channels: [{ relayId: relay.id, channel: 1 }],
    outputId: output.id,
    volumeDb,
    cooldownMs: 2_000,
    quietHours,
  });
  const witness = await api.post<{ credentials: MqttCredentials }>('/api/mqtt-accounts', { name: 'Người xem' });
  const seen = outsideWitness({ ...loginOf(witness.credentials), host: '127.0.0.1' }, authorityFile, atTheEnd);

  // The village head uploads a recording and plans it.
  const upload = async (title: string, hz: number) => {
    const uploaded = await api.upload<Recording>(
      `/api/recordings?fileName=${hz}.mp3&title=${title}`,
      await mp3(hz, atTheEnd),
    );
    return until(`'${title}' is ready`, async () => {
      const now = await api.get<Recording>(`/api/recordings/${uploaded.id}`);
      return now.state === 'ready' && now;
    });
  };
  const [recording, music] = await Promise.all([upload('Lời nhắn', toneHz), upload('Sáo trúc', musicHz)]);
  const { url } = gateway;
  const file = await fetch(`${url}/api/recordings/${recording.id}/audio`, { headers: { cookie: api.cookie } });
  // Its third second, after the header.
  const kept = new Int16Array((await file.arrayBuffer()).slice(44 + 2 * 96_000, 44 + 2 * 144_000));
  expect(recording.loudness?.outputLufs).toBeCloseTo(-16, 0);
  await until(
    'the relay is in',
    async () => (await api.get<{ availability: string }>(`/api/relays/${relay.id}`)).availability === 'online',
  );
  const village = await until('the light is green', async () => {
    const now = await api.get<Village>('/api/village');
    return now.light.colour === 'green' && now;
  });
  expect(village.light.reasons).toEqual([]);

  const { date, time, at } = nextMinute();
  const saved = await api.post<SavedProgramme>('/api/programmes', {
    title: 'Bản tin thử',
    kind: 'bulletin',
    content: { kind: 'recording', recordingId: recording.id },
    zoneIds: [zone.id],
    priority: 'normal',
    chimes: { opening: 'none', closing: 'none' },
    bedRecordingId: music.id,
    rule: { repeat: 'once', date, times: [time] },
  });
  expect(saved).toMatchObject({ programme: { nextAt: new Date(at).toISOString(), problem: null }, clashes: [] });

  const entry = await until(
    'the broadcast is in the air log',
    async () => (await api.get<PageOf<AirLogEntry>>('/api/air-log')).items[0],
    120_000,
  );
  await until('the amplifier is off', () => !device.isOn(1));

  // The log: aired, in full, at its instant.
  expect(entry).toMatchObject({
    title: 'Bản tin thử',
    outcome: { kind: 'aired' },
    zones: [{ name: 'Xóm Đình', confirmed: true, fault: null }],
  });
  const inLog = Date.parse(entry.startedAt ?? '') - at;
  expect(Math.abs(inLog)).toBeLessThanOrEqual(20);
  expect(entry.airedMs).toBeGreaterThan(seconds * 1_000 - 100);
  expect(entry.airedMs).toBeLessThan(seconds * 1_000 + 200);
  const slots = await api.get<{ items: Slot[] }>(`/api/slots?from=${date}&to=${date}`);
  expect(slots.items.filter((slot) => slot.programmeId === saved.programme.id)).toMatchObject([
    { state: 'ended', outcome: { kind: 'aired' } },
  ]);

  // The sound: nothing before the instant, the tone at it, and all of it; the music well below it, and alone after it.
  const loud = receiver.packets.filter((packet) => packet.samples.some((sample) => Math.abs(sample) > 500));
  const first = loud[0]?.at ?? 0;
  const last = loud.at(-1)?.at ?? 0;
  expect(Math.abs(first - at)).toBeLessThan(40);
  expect(last - first).toBeGreaterThan(seconds * 1_000 - 300);
  const heardFrom = (ms: number) => {
    const packets = receiver.packets.filter((packet) => packet.at >= first + ms).slice(0, 200);
    return Int16Array.from(packets.flatMap((packet) => [...packet.samples]));
  };
  const words = heardFrom(1_000);
  expect(toneShare(words, toneHz, 48_000)).toBeGreaterThan(0.93);
  expect(toneShare(words, toneHz * 1.3, 48_000)).toBeLessThan(0.05);
  expect(toneShare(words, musicHz, 48_000)).toBeGreaterThan(0.01);
  expect(toneShare(words, musicHz, 48_000)).toBeLessThan(0.07);
  // As loud as its zone, and a little more for the music.
  expect(Math.abs(levelDb(words) - levelDb(kept) - volumeDb)).toBeLessThan(0.5);
  // While it fades it is no pure tone any more.
  const after = heardFrom(seconds * 1_000 + 300);
  expect(toneShare(after, musicHz, 48_000)).toBeGreaterThan(0.6);
  expect(toneShare(after, toneHz, 48_000)).toBeLessThan(0.05);

  // The witness outside: ON before the sound, OFF after it.
  const power = await until('the witness saw the relay go off', () => {
    const said = seen.filter(
      ({ topic, payload }) => topic.endsWith('/stat/POWER') && (payload === 'ON' || payload === 'OFF'),
    );
    return said.some(({ payload }) => payload === 'ON') && said.at(-1)?.payload === 'OFF' && said;
  });
  const on = power.find(({ payload }) => payload === 'ON');
  const off = power.at(-1);
  expect(on?.at).toBeLessThan(first - 2_900);
  expect(off?.at).toBeGreaterThan(last + 1_900);
  expect(device.story.map((line) => line.state)).toEqual(['on', 'off']);
  expect(await gateway.end('SIGTERM')).toBe(0);
});
