import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  AirLogEntry,
  Broadcast,
  Output,
  PageOf,
  Recording,
  Relay,
  RelayDriver,
  RelayWithCredentials,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { families } from '../../gateway/src/relays/drivers/index.ts';
import { simulatedRelays } from '../../gateway/src/simulator/relays/index.ts';
import type { RelayOrder } from '../../gateway/src/simulator/relays/relay-order.ts';
import type { SimulatedRelay, StoryLine } from '../../gateway/src/simulator/relays/simulated-relay.ts';
import { createApi, head, setUpVillage, type Api } from './api.ts';
import { startGateway, until, type AtTheEnd, type GatewayPlace, type GatewayProcess } from './gateway-process.ts';
import { hurriedEnv } from './hurried-gateway.ts';
import { tempFolder } from './temp-folder.ts';
import { quietPlace, recordTone } from './village-on-the-wire.ts';

export const everyFamily = Object.keys(families) as RelayDriver[];

/** A zone with one relay of a family, not plugged in yet. */
export interface AddedZone {
  readonly family: RelayDriver;
  readonly zoneId: string;
  readonly account: RelayOrder['relays'][number];
}

/** The same, with its relay on the wire. */
export interface FamilyZone extends AddedZone {
  /** What the contact really did. */
  story(): readonly StoryLine[];
  isOn(): boolean;
}

/** The relay itself is at hand too. */
export interface NearZone extends FamilyZone {
  readonly relay: SimulatedRelay;
}

/** A real gateway with hurried relay times, and what its panel said of each relay so far. */
export interface FaultyVillage {
  readonly api: Api;
  readonly gateway: GatewayProcess;
  readonly place: GatewayPlace;
  readonly recording: Recording;
  /** Codes of the relay's faults, and of its absence, in the order in which they first showed. */
  said(relayId: string): readonly string[];
  /** After its end: once more in the same place. */
  startAgain(): Promise<void>;
}

export interface Opening {
  readonly atTheEnd: AtTheEnd;
  readonly env?: NodeJS.ProcessEnv;
  readonly folder?: string;
}

/** Longer than a lease: what it ends, it ends while the broadcast goes on. */
export const airSeconds = 20;
const lookEveryMs = 1_000;

export async function openFaultyVillage({ atTheEnd, env = {}, folder }: Opening): Promise<FaultyVillage> {
  const place = await quietPlace(folder ?? (await tempFolder(atTheEnd)));
  const run = () => startGateway(place, { ...hurriedEnv, ...env }, atTheEnd);
  let gateway = await run();
  let api = await setUpVillage(gateway.url, gateway.setUpCode);
  const said = new Map<string, Set<string>>();
  const over = new AbortController();
  atTheEnd(async () => over.abort());
  void watch();

  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      // A gateway that is dead or cut off says nothing.
      const { items } = await api.get<PageOf<Relay>>('/api/relays').catch(() => ({ items: [] }));
      for (const { id, availability, channels } of items) {
        const codes = said.get(id) ?? said.set(id, new Set()).get(id);
        const fault = channels[0]?.fault?.code;
        if (fault) codes?.add(fault);
        else if (availability === 'offline') codes?.add('relay.offline');
      }
      await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }

  return {
    get api() {
      return api;
    },
    get gateway() {
      return gateway;
    },
    place,
    recording: await recordTone(api, 'Bản tin', airSeconds),
    said: (relayId) => [...(said.get(relayId) ?? [])],
    async startAgain() {
      gateway = await run();
      api = createApi(gateway.url);
      await api.post('/api/session', { login: head.login, password: head.password });
    },
  };
}

/** A zone for each family, all of them on one output, which sends to where nobody listens. */
export async function addZones({ api }: FaultyVillage, name: string, atTheEnd: AtTheEnd): Promise<AddedZone[]> {
  const nobody = createSocket('udp4').bind(0, '127.0.0.1');
  await once(nobody, 'listening');
  atTheEnd(async () => void nobody.close());
  const output = await api.post<Output>('/api/outputs', {
    name: `Loa ${name}`,
    sink: { kind: 'rtp', host: '127.0.0.1', port: nobody.address().port, codec: 'PCMU', ttl: 1 },
  });
  const zones: AddedZone[] = [];
  for (const family of everyFamily) {
    const { relay, credentials } = await api.post<RelayWithCredentials>('/api/relays', {
      name: `${name} ${family}`,
      driver: family,
      channels: 1,
    });
    const zone = await api.post<Zone>('/api/zones', {
      name: `${name} ${family}`,
      channels: [{ relayId: relay.id, channel: 1 }],
      outputId: output.id,
      warmupMs: 300,
      cooldownMs: 500,
      quietHours: { from: '00:00', to: '00:00' },
    });
    const { username, password } = credentials;
    const account = { id: relay.id, driver: family, username, password, channels: 1 };
    zones.push({ family, zoneId: zone.id, account });
  }
  return zones;
}

/** Their relays in this very process, so that their knobs can be turned. */
export function plugIn(zones: readonly AddedZone[], url: string, atTheEnd: AtTheEnd): NearZone[] {
  return zones.map((zone) => {
    const { driver, ...account } = zone.account;
    const parts = { ...account, url, village: 'ngot', clock: createSystemClock(), retryMs: 500 };
    const relay = simulatedRelays[driver](parts);
    relay.start();
    atTheEnd(() => relay.stop());
    return { ...zone, relay, story: () => relay.story, isOn: () => relay.isOn(1) };
  });
}

/** Every relay is there and known to be OFF. */
export async function known({ api }: FaultyVillage, zones: readonly FamilyZone[]): Promise<void> {
  const ids = new Set(zones.map(({ account }) => account.id));
  await until('every relay is there and OFF', async () => {
    const { items } = await api.get<PageOf<Relay>>('/api/relays');
    const ours = items.filter(({ id }) => ids.has(id));
    return ours.every(({ availability, channels }) => availability === 'online' && channels[0]?.state === 'off');
  });
}

/** Tells all of them the bulletin. */
export function tellEveryone({ api, recording }: FaultyVillage, zones: readonly FamilyZone[]): Promise<Broadcast> {
  return api.post<Broadcast>('/api/broadcasts', {
    id: newId(),
    content: { kind: 'recording', recordingId: recording.id },
    zoneIds: zones.map(({ zoneId }) => zoneId),
    priority: 'normal',
  });
}

/** Its line in the air log, however long the village takes. */
export function outcomeOf({ api }: FaultyVillage, { id }: Broadcast): Promise<AirLogEntry> {
  let askedAt = -Infinity;
  return until(
    'the outcome is in the air log',
    async () => {
      if (performance.now() - askedAt < 1_000) return null;
      askedAt = performance.now();
      const { items } = await api.get<PageOf<AirLogEntry>>('/api/air-log').catch(() => ({ items: [] }));
      return items.find((entry) => entry.broadcastId === id);
    },
    90_000,
  );
}

export const urlOf = ({ gateway }: FaultyVillage) => `mqtt://127.0.0.1:${gateway.mqttPort}`;
