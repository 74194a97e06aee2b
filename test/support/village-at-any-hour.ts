import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AirLogEntry, PageOf, Slot, Village, ZoneChange } from '../../gateway/src/contract/index.ts';
import { addDays, toInstant } from '../../gateway/src/core/village-time.ts';
import { setUpVillage, type Api } from './api.ts';
import { openEar, type Ear, type Stretch } from './ear.ts';
import { startGateway, until, type AtTheEnd, type GatewayPlace, type GatewayProcess } from './gateway-process.ts';
import { createSettableClock, type SettableClock } from './settable-clock.ts';
import { powerZone, quietPlace, type PoweredZone } from './village-on-the-wire.ts';

export const timeZone = 'Asia/Ho_Chi_Minh';

/** A zone with its amplifier's relay, and an ear at its loudspeaker. */
export interface HeardZone extends PoweredZone {
  readonly ear: Ear;
}

/** A real gateway that lives by a clock of its own. */
export interface VillageAtAnyHour {
  readonly clock: SettableClock;
  readonly place: GatewayPlace;
  readonly api: Api;
  readonly gateway: GatewayProcess;
  readonly zones: readonly HeardZone[];
  /** After it has ended: once more in the same place; the people stay signed in. */
  startAgain(env?: NodeJS.ProcessEnv): Promise<void>;
}

export interface Opening {
  /** What its clock shows at first, epoch ms. */
  readonly start: number;
  readonly zones: readonly { readonly name: string; readonly change?: ZoneChange }[];
  readonly env?: NodeJS.ProcessEnv;
  readonly atTheEnd: AtTheEnd;
}

/** The instant of a village time. */
export function instantOf(date: string, time: string): number {
  return toInstant({ date, time }, timeZone);
}

export async function openVillage({ start, zones, env = {}, atTheEnd }: Opening): Promise<VillageAtAnyHour> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-test-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const clock = await createSettableClock(folder, start);
  const place = await quietPlace(folder);
  const run = (more: NodeJS.ProcessEnv) => startGateway(place, { ...env, ...clock.env, ...more }, atTheEnd);
  let gateway = await run({});
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  const heard: HeardZone[] = [];
  for (const { name, change } of zones) {
    const ear = await openEar();
    atTheEnd(async () => ear.close());
    const sink = { kind: 'rtp', host: '127.0.0.1', port: ear.port, codec: 'L16', ttl: 1 } as const;
    heard.push({ ...(await powerZone({ api, gateway }, { name, sink, atTheEnd, ...(change && { change }) })), ear });
  }
  return {
    clock,
    place,
    api,
    get gateway() {
      return gateway;
    },
    zones: heard,
    async startAgain(more = {}) {
      gateway = await run(more);
      await until('the relays are back', () => heard.every(({ relay }) => relay.connected));
    },
  };
}

/** The gateway has seen that its clock stepped, and has come to believe it again. */
export async function settled({ api }: VillageAtAnyHour): Promise<void> {
  const trusted = async () => (await api.get<Village>('/api/village')).clock.trusted;
  await until('the step is seen', async () => !(await trusted()));
  await until('the clock is believed again', trusted);
}

/** Waits until the village's clock shows an instant. */
export async function comes({ clock }: VillageAtAnyHour, instant: number): Promise<void> {
  while (clock.now() < instant) await delay(instant - clock.now());
}

/** Slots of some days of the village. */
export async function slotsOf({ api }: VillageAtAnyHour, from: string, days = 1): Promise<Slot[]> {
  return (await api.get<{ items: Slot[] }>(`/api/slots?from=${from}&to=${addDays(from, days - 1)}`)).items;
}

export async function airLog({ api }: VillageAtAnyHour): Promise<AirLogEntry[]> {
  return (await api.get<PageOf<AirLogEntry>>('/api/air-log?limit=200')).items;
}

/** What was heard in a zone, by the village's clock as it went then. */
export function heardIn({ clock }: VillageAtAnyHour, { ear }: HeardZone): Stretch[] {
  return ear.heard().map(({ from, to }) => ({ from: clock.at(from), to: clock.at(from) + to - from }));
}

/** Waits until every amplifier is off. */
export async function allOff({ zones }: VillageAtAnyHour): Promise<void> {
  await until('every amplifier is off', () => zones.every(({ relay }) => !relay.isOn(1)));
}
