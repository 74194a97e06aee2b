import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProgrammeKind, QuietHours, Rule } from '../contract/index.ts';
import { createSystemClock } from '../core/clock/system-clock.ts';
import { messageOf } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { addDays, minuteMs, toLocal } from '../core/village-time.ts';
import { airWhenLookedAt } from './air-when-looked-at.ts';
import { openBox } from './box.ts';
import { startDemoCameras } from './demo-cameras.ts';
import { createListeningSink } from './listening-sink.ts';
import { createTasmotaButton } from './buttons/tasmota.ts';
import { createPanelClient, type PanelClient } from './panel-client.ts';
import { createGenericRelay } from './relays/generic.ts';
import { createTasmotaRelay } from './relays/tasmota.ts';
import { createStation } from './station.ts';
import { villagePicture } from './village-picture.ts';

/**
 * `npm run demo`: a whole village over the wire, on a machine without sound card or hardware. The gateway is the real
 * one, in a process of its own (`demo-gateway.ts`); relays, loudspeakers and cameras are simulated and speak MQTT, the listening-sink
 * protocol, ONVIF and RTSP.
 */
const timeZone = 'Asia/Ho_Chi_Minh';
const village = 'ngot';
const account = { login: 'truong-thon', password: 'thon-ngot-2026' };
const soonPlaylist = 'daily-chieu';

const places = [
  { name: 'Đầu thôn', driver: 'tasmota', watts: 118, volumeDb: 0, onMap: { x: 0.07, y: 0.65 } },
  { name: 'Xóm Đình', driver: 'tasmota', watts: 96, volumeDb: -3, onMap: { x: 0.46, y: 0.2 } },
  { name: 'Nhà văn hóa', driver: 'generic', watts: 140, volumeDb: -2, onMap: { x: 0.55, y: 0.7 } },
  { name: 'Cuối thôn', driver: 'tasmota', watts: 101, volumeDb: 0, onMap: { x: 0.91, y: 0.46 } },
] as const;

const clock = createSystemClock();
const say = (line: string) => process.stdout.write(`${line}\n`);
const stamp = () => toLocal(clock.now(), timeZone).time;

async function main(): Promise<void> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'loa-thon-demo-'));
  const httpPort = await freePort(Number(process.env.LOA_THON_HTTP_PORT ?? 8080));
  const securePort = await freePort(Number(process.env.LOA_THON_HTTP_SECURE_PORT ?? 8443));
  const mqttPort = await freePort(Number(process.env.LOA_THON_MQTT_PORT ?? 1883));
  const mqttTlsPort = await freePort(Number(process.env.LOA_THON_MQTT_TLS_PORT ?? 8883));
  const ending: (() => Promise<unknown>)[] = [];
  const gateway = startGateway(stateFolder, { httpPort, securePort, mqttPort, mqttTlsPort });
  let ended = false;
  const end = async (code: number): Promise<void> => {
    if (ended) return;
    ended = true;
    await stopGateway(gateway.process);
    await Promise.allSettled(ending.map((stop) => stop()));
    rmSync(stateFolder, { recursive: true, force: true });
    process.exit(code);
  };
  process.once('SIGINT', () => void end(0));
  process.once('SIGTERM', () => void end(0));
  gateway.process.once('exit', () => void end(1));

  try {
    await live(await gateway.setUpCode, httpPort, mqttPort, ending);
  } catch (error) {
    if (!ended) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    await end(1);
  }
}

/** Furnishes the village through the panel's API, then lets it live. */
async function live(
  code: string,
  httpPort: number,
  mqttPort: number,
  ending: (() => Promise<unknown>)[],
): Promise<void> {
  const url = `http://127.0.0.1:${httpPort}`;
  const cameras = startDemoCameras((line) => say(`${stamp()}  ${line}`));
  ending.push(cameras.stop);
  const panel = createPanelClient(url);
  await panel.setUp({ ...account, code, villageName: 'Thôn Ngọt', name: 'Ông Tư' });
  const zoneIds: string[] = [];
  for (const place of places) {
    const { zoneId, stop } = await addPlace(panel, place, mqttPort);
    zoneIds.push(zoneId);
    ending.push(stop);
  }
  await panel.putMapPicture(villagePicture());
  ending.push(await addStation(panel));
  await addProgrammes(panel, zoneIds);
  const button = await addButton(panel, mqttPort);
  const aboutCameras = await cameras.register(panel, zoneIds);
  const box = openBox({ url: `mqtt://127.0.0.1:${mqttPort}`, clock, say: (line) => say(`${stamp()}  ${line}`) });
  const hands = createInterface({ input: process.stdin });
  hands.on('line', button.typed);
  hands.on('line', box.typed);
  hands.on('line', cameras.typed);
  ending.push(async () => hands.close(), button.stop, box.stop);

  say('');
  say(`The village is ready:  ${url}`);
  say(`Sign in as             ${account.login}`);
  say(`with the password      ${account.password}`);
  say('A programme airs within a minute of opening the page. Ctrl+C ends the demo.');
  say('Type b and Enter: somebody holds the emergency button of the culture house.');
  say(
    'Open pairing in the panel, type t or s, a blank, its password and Enter: it is typed into a new Tasmota or Shelly.',
  );
  aboutCameras.forEach(say);
  say('');
  await airWhenLookedAt({
    clock,
    panels: async () => (await panel.health()).panels,
    async airSoon() {
      // Right after the start its sound is still being prepared.
      while (!(await panel.playlistReady(soonPlaylist))) await clock.sleep(500);
      await airSoon(panel, zoneIds);
    },
    onRefused: (error) => say(`${stamp()}  not aired now, tried again: ${messageOf(error)}`),
  });
}

/** A relay with an amplifier behind it, an output with a loudspeaker that listens to itself, and the zone of both. */
async function addPlace(panel: PanelClient, place: (typeof places)[number], mqttPort: number) {
  const speaker = createListeningSink({ clock });
  await speaker.start();
  speaker.onHeard((heard) => {
    if (heard.kind === 'onset') say(`${stamp()}  ${place.name}: the horn sounds`);
    if (heard.kind === 'end') say(`${stamp()}  ${place.name}: silence`);
  });
  const { relay, credentials } = await panel.addRelay({
    name: `Âm ly ${place.name}`,
    driver: place.driver,
    channels: 1,
  });
  const create = place.driver === 'tasmota' ? createTasmotaRelay : createGenericRelay;
  const device = create({
    url: `mqtt://127.0.0.1:${mqttPort}`,
    id: relay.id,
    village,
    username: credentials.username,
    password: credentials.password,
    channels: 1,
    clock,
    watts: place.watts,
    onStory: (line) => say(`${stamp()}  ${place.name}: the amplifier is ${line.state}`),
  });
  device.start();
  const output = await panel.addOutput({
    name: `Loa ${place.name}`,
    sink: { kind: 'listening', host: '127.0.0.1', port: speaker.port },
  });
  const zone = await panel.addZone({
    name: place.name,
    channels: [{ relayId: relay.id, channel: 1 }],
    outputId: output.id,
    volumeDb: place.volumeDb,
    quietHours: quietHoursAwayFromNow(),
    place: place.onMap,
  });
  return { zoneId: zone.id, stop: () => Promise.all([device.stop(), speaker.stop()]) };
}

/** An emergency button on the wall of the culture house; held by whoever types `b` and Enter. */
async function addButton(panel: PanelClient, mqttPort: number) {
  const { button, credentials } = await panel.addButton({
    ...{ name: 'Nhà văn hóa', driver: 'tasmota', holdSeconds: 3, gesture: 'hold', title: 'Khẩn cấp', siren: true },
    ...{ recordingId: null, zoneIds: null, drill: false, maintenance: false },
    allClear: { by: 'same-key', title: 'Báo yên' },
  });
  const { username, password } = credentials;
  const url = `mqtt://127.0.0.1:${mqttPort}`;
  const device = createTasmotaButton({ url, id: button.id, village, username, password, clock, holdSeconds: 3 });
  device.start();
  return {
    typed(line: string) {
      if (line.trim() !== 'b') return;
      say(`${stamp()}  somebody holds the button of the culture house`);
      device.press('hold');
    },
    stop: () => device.stop(),
  };
}

/** The commune's station, to be heard in _Đài nguồn_ and rebroadcast. */
async function addStation(panel: PanelClient): Promise<() => Promise<void>> {
  const file = fileURLToPath(new URL('../../../playlists/chimes/nhac-chieu.flac', import.meta.url));
  const station = await createStation({ clock, file });
  await panel.addUpstream({ name: 'Đài truyền thanh xã', urls: [station.url], fallback: null, lanAllowed: false });
  return station.stop;
}

/** The village's own 22:00–05:00; when the demo is shown at night the village sleeps at noon instead. */
function quietHoursAwayFromNow(): QuietHours {
  const { time } = toLocal(clock.now(), timeZone);
  return time > '06:00' && time < '20:00' ? { from: '22:00', to: '05:00' } : { from: '12:30', to: '16:30' };
}

async function addProgrammes(panel: PanelClient, zoneIds: string[]): Promise<void> {
  const date = addDays(toLocal(clock.now(), timeZone).date, 1);
  const add = (title: string, kind: ProgrammeKind, playlistId: string, rule: Omit<Rule, 'date'>) =>
    panel.addProgramme({
      title,
      kind,
      content: { kind: 'playlist', playlistId },
      zoneIds,
      priority: 'normal',
      rule: { ...rule, date },
      nearQuietHours: true,
    });
  await add('Bản tin sáng', 'bulletin', 'daily-sang', { repeat: 'daily', times: ['05:30'] });
  await add('Bản tin chiều', 'bulletin', 'daily-chieu', { repeat: 'daily', times: ['17:30'] });
  await add('Nhắc lịch họp thôn', 'bulletin', 'daily-chieu', { repeat: 'weekly', times: ['11:30'], weekdays: ['su'] });
  await add('Ca nhạc dân ca', 'music', 'daily-sang', {
    repeat: 'weekly',
    times: ['19:00'],
    weekdays: ['mo', 'we', 'fr'],
  });
  await add('Nhắc ngày rằm, mùng một', 'bulletin', 'daily-chieu', {
    repeat: 'lunar-monthly',
    times: ['17:00'],
    lunar: { days: [1, 15] },
  });
}

/** At the next full minute as a programme; at once when that is too near to see it coming, or too far to wait for. */
async function airSoon(panel: PanelClient, zoneIds: string[]): Promise<void> {
  const boundary = Math.ceil(clock.now() / minuteMs) * minuteMs;
  const waitMs = boundary - clock.now();
  if (waitMs < 15_000 || waitMs > 50_000) return panel.air(newId(), soonPlaylist, zoneIds);
  const { date, time } = toLocal(boundary, timeZone);
  await panel.addProgramme({
    title: 'Mời bà con nghe thử (bản demo)',
    kind: 'bulletin',
    content: { kind: 'playlist', playlistId: soonPlaylist },
    zoneIds,
    priority: 'normal',
    rule: { repeat: 'once', date, times: [time] },
    nearQuietHours: true,
  });
  say(`${stamp()}  a panel is open: a programme airs at ${time}`);
}

function startGateway(
  stateFolder: string,
  ports: { httpPort: number; securePort: number; mqttPort: number; mqttTlsPort: number },
) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../demo-gateway.js', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      LOA_THON_STATE_FOLDER: stateFolder,
      LOA_THON_HTTP_PORT: String(ports.httpPort),
      LOA_THON_HTTP_SECURE_PORT: String(ports.securePort),
      LOA_THON_MQTT_PORT: String(ports.mqttPort),
      LOA_THON_MQTT_TLS_PORT: String(ports.mqttTlsPort),
      LOA_THON_VILLAGE: village,
      LOA_THON_TIME_ZONE: timeZone,
      LOA_THON_LOG_LEVEL: process.env.LOA_THON_LOG_LEVEL ?? 'warn',
    },
  });
  const setUpCode = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const code = /^Set-up code.*:\s+(\S+)/.exec(line)?.[1];
      if (code) resolve(code);
      else if (line.startsWith('{')) say(line);
    });
  });
  return { process: child, setUpCode };
}

/** Waits for its end: it turns the amplifiers off before it goes. */
async function stopGateway(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** `wanted`, or any free one when somebody (the real gateway) has it. */
async function freePort(wanted: number): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '0.0.0.0', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
      });
    });
  return (await listen(wanted)) ?? (await listen(0)) ?? wanted;
}

await main();
