import { openCuttableNetwork, type CuttableNetwork } from './cuttable-network.ts';
import {
  addZones,
  everyFamily,
  known,
  openFaultyVillage,
  plugIn,
  urlOf,
  type AddedZone,
  type FamilyZone,
  type FaultyVillage,
} from './faulty-village.ts';
import type { AtTheEnd } from './gateway-process.ts';
import { openMosquitto, passwordOf, type RunningMosquitto } from './mqtt-brokers.ts';
import { startRelaysProcess } from './relays-process.ts';
import { createSettableClock, type SettableClock } from './settable-clock.ts';
import { tempFolder } from './temp-folder.ts';

/** A gateway on this side of a cable, its Mosquitto and its relays on the other. */
export interface OverNetworks {
  readonly village: FaultyVillage;
  readonly mosquitto: RunningMosquitto;
  /** Where a client on this side finds it. */
  readonly url: string;
  readonly network: CuttableNetwork;
  /** In a process over there. */
  readonly beyond: readonly FamilyZone[];
  /** Not plugged in yet. */
  readonly spare: readonly AddedZone[];
}

export async function openOverNetworks(atTheEnd: AtTheEnd): Promise<OverNetworks> {
  const network = openCuttableNetwork(atTheEnd);
  const relays = ['beyond', 'spare'].flatMap((name) => everyFamily.map((family) => `${name}-${family}`));
  const mosquitto = await openMosquitto(
    {
      'loa-thon': { prefix: 'loa-thon/ngot', publishes: true },
      ...Object.fromEntries(
        relays.map((id) => [`relay-${id}`, { prefix: `loa-thon/ngot/relay/${id}`, publishes: true }]),
      ),
    },
    undefined,
    { host: network.addressBeyond, wrap: network.beyond, reach: network.toBeyond },
  );
  atTheEnd(() => mosquitto.stop());
  const { host, port } = await network.toBeyond(mosquitto.port);
  const url = `mqtt://${host}:${port}`;
  const env = {
    LOA_THON_MQTT_URL: url,
    LOA_THON_MQTT_USERNAME: 'loa-thon',
    LOA_THON_MQTT_PASSWORD: passwordOf('loa-thon'),
  };
  const village = await openFaultyVillage({ atTheEnd, env });
  const add = async (name: string) => (await addZones(village, name, atTheEnd)).map(withItsOwnPassword);
  const far = `mqtt://${network.addressBeyond}:${mosquitto.port}`;
  const beyond = farAway(await add('beyond'), far, network, atTheEnd);
  const spare = await add('spare');
  await known(village, beyond);
  return { village, mosquitto, url, network, beyond, spare };
}

function withItsOwnPassword({ account, ...zone }: AddedZone): AddedZone {
  return { ...zone, account: { ...account, password: passwordOf(account.username) } };
}

/** Their relays in a process on the other side of the cable. */
export function farAway(
  zones: readonly AddedZone[],
  url: string,
  network: CuttableNetwork,
  atTheEnd: AtTheEnd,
): FamilyZone[] {
  const relays = zones.map(({ account }) => account);
  const storyOf = startRelaysProcess({ url, village: 'ngot', relays }, atTheEnd, network.beyond);
  return zones.map((zone) => {
    const story = () => storyOf(zone.account.id);
    return { ...zone, story, isOn: () => story().at(-1)?.state === 'on' };
  });
}

/** A gateway whose wall clock can be set. */
export interface ByItsClock {
  readonly village: FaultyVillage;
  readonly zones: readonly FamilyZone[];
  readonly clock: SettableClock;
}

export async function openByItsClock(atTheEnd: AtTheEnd): Promise<ByItsClock> {
  const folder = await tempFolder(atTheEnd);
  const clock = await createSettableClock(folder, Date.now());
  const village = await openFaultyVillage({ atTheEnd, env: clock.env, folder });
  const zones = plugIn(await addZones(village, 'timed', atTheEnd), urlOf(village), atTheEnd);
  await known(village, zones);
  return { village, zones, clock };
}
