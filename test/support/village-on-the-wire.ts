import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type {
  AirLogEntry,
  Broadcast,
  Content,
  Output,
  OutputInput,
  PageOf,
  Priority,
  ProgrammeInput,
  Recording,
  Relay,
  RelayWithCredentials,
  SavedProgramme,
  Slot,
  Zone,
  ZoneChange,
} from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { minuteMs, toLocal } from '../../gateway/src/core/village-time.ts';
import { createListeningSink, type ListeningSink } from '../../gateway/src/simulator/listening-sink.ts';
import { simulatedRelays } from '../../gateway/src/simulator/relays/index.ts';
import type { SimulatedRelay } from '../../gateway/src/simulator/relays/simulated-relay.ts';
import { setUpVillage, type Api } from './api.ts';
import {
  gatewayPlace,
  startGateway,
  until,
  type AtTheEnd,
  type GatewayPlace,
  type GatewayProcess,
} from './gateway-process.ts';
import { tone, wavBytes } from './sound.ts';
import { tempFolder } from './temp-folder.ts';

const clock = createSystemClock();

/** A real gateway, set up, with nothing in its playlists folder: it has only the work that a story gives it. */
export interface VillageOnTheWire {
  readonly place: GatewayPlace;
  readonly gateway: GatewayProcess;
  readonly api: Api;
}

/** A zone with its amplifier's relay plugged in and online. */
export interface PoweredZone {
  readonly zone: Zone;
  readonly relay: SimulatedRelay;
  readonly output: Output;
}

/** The same, and whoever listens to its output. */
export interface WiredZone extends PoweredZone {
  readonly sink: ListeningSink;
}

interface Wiring {
  readonly name: string;
  readonly driver?: 'generic' | 'tasmota';
  readonly broker?: Broker;
  readonly atTheEnd?: AtTheEnd;
}

interface Broker {
  readonly url: string;
  readonly passwordOf: (username: string) => string;
  /** When it has TLS. */
  readonly authorityPem?: string;
}

/** Folders and ports of a gateway whose playlists folder is empty. */
export async function quietPlace(folder?: string): Promise<GatewayPlace> {
  const inside = folder ?? (await tempFolder());
  const playlistsFolder = join(inside, 'nothing-to-prepare');
  await mkdir(playlistsFolder);
  return { ...(await gatewayPlace(inside)), playlistsFolder };
}

export async function startVillage(place?: GatewayPlace, env: NodeJS.ProcessEnv = {}): Promise<VillageOnTheWire> {
  const at = place ?? (await quietPlace());
  const gateway = await startGateway(at, env);
  return { place: at, gateway, api: await setUpVillage(gateway.url, gateway.setUpCode) };
}

/** A zone that somebody listens to. */
export async function wireZone(village: Pick<VillageOnTheWire, 'api' | 'gateway'>, wiring: Wiring): Promise<WiredZone> {
  const sink = createListeningSink({ clock });
  await sink.start();
  (wiring.atTheEnd ?? onTestFinished)(() => sink.stop());
  const target = { kind: 'listening', host: '127.0.0.1', port: sink.port } as const;
  return { ...(await powerZone(village, { ...wiring, sink: target })), sink };
}

/** Adds relay, output and zone as a technician does, plugs them in, and waits until the relay is there. */
export async function powerZone(
  { api, gateway }: Pick<VillageOnTheWire, 'api' | 'gateway'>,
  {
    name,
    sink,
    driver = 'generic',
    broker,
    atTheEnd = onTestFinished,
    change = {},
  }: Wiring & { sink: OutputInput['sink']; change?: ZoneChange },
): Promise<PoweredZone> {
  const output = await api.post<Output>('/api/outputs', { name: `Loa ${name}`, sink });
  const { relay: added, credentials } = await api.post<RelayWithCredentials>('/api/relays', {
    name: `Âm ly ${name}`,
    driver,
    channels: 1,
  });
  const zone = await api.post<Zone>('/api/zones', {
    name,
    channels: [{ relayId: added.id, channel: 1 }],
    outputId: output.id,
    warmupMs: 300,
    cooldownMs: 1_000,
    quietHours: { from: '00:00', to: '00:00' },
    ...change,
  });
  const { username } = credentials;
  const relay = simulatedRelays[driver]({
    url: broker?.url ?? `mqtt://127.0.0.1:${gateway.mqttPort}`,
    ...(broker?.authorityPem && { authorityPem: broker.authorityPem }),
    id: added.id,
    village: 'ngot',
    username,
    password: broker?.passwordOf(username) ?? credentials.password,
    channels: 1,
    clock,
    retryMs: 500,
  });
  relay.start();
  atTheEnd(() => relay.stop());
  await until(`the relay of ${name} is there`, async () => {
    const { availability, channels } = await api.get<Relay>(`/api/relays/${added.id}`);
    return availability === 'online' && channels[0]?.state === 'off';
  });
  return { zone, relay, output };
}

/** A tone in the library, ready to air. */
export async function recordTone(api: Api, title: string, seconds: number, hz = 440): Promise<Recording> {
  const wav = wavBytes(tone(seconds * 1_000, hz));
  const { id } = await api.upload<Recording>(`/api/recordings?fileName=loi-nhan.wav&title=${title}`, wav);
  return until(`${title} is ready`, async () => {
    const recording = await api.get<Recording>(`/api/recordings/${id}`);
    return recording.state === 'ready' && recording;
  });
}

/** Starts a broadcast now, in these zones. */
export function broadcastNow(
  api: Api,
  content: Content,
  zones: readonly PoweredZone[],
  priority: Priority = 'normal',
): Promise<Broadcast> {
  const zoneIds = zones.map(({ zone }) => zone.id);
  return api.post<Broadcast>('/api/broadcasts', { id: newId(), content, zoneIds, priority });
}

/** A programme whose one slot is put at an instant, ms: saved for a minute to come and moved, so that no test waits for a full minute. */
export async function planAt(api: Api, programme: Omit<ProgrammeInput, 'rule'>, instant: number): Promise<Slot> {
  const { date, time } = toLocal(Date.now() + 10 * minuteMs, 'Asia/Ho_Chi_Minh');
  const rule = { repeat: 'once', date, times: [time] };
  const saved = await api.post<SavedProgramme>('/api/programmes', { ...programme, rule });
  const { items } = await api.get<{ items: Slot[] }>(`/api/slots?from=${date}&to=${date}`);
  const slot = items.find(({ programmeId }) => programmeId === saved.programme.id);
  return api.post<Slot>(`/api/slots/${slot?.id}/move`, { startsAt: new Date(instant).toISOString() });
}

/** Its line in the air log, once it is there. */
export function airLogOf(api: Api, { id }: Pick<Broadcast, 'id'>): Promise<AirLogEntry> {
  return until('the outcome is in the air log', async () =>
    (await api.get<PageOf<AirLogEntry>>('/api/air-log')).items.find((entry) => entry.broadcastId === id),
  );
}

/** True once something sounds at the sink that began at or after `since` (epoch ms). */
export function sounds({ sink }: WiredZone, since = 0): boolean {
  return sink.story().some((heard) => heard.kind === 'onset' && heard.at >= since);
}
