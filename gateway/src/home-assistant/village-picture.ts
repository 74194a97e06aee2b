import type { Broadcast, ChangeEvents, Relay, Slot, Zone } from '../contract/index.ts';
import { createThrottle } from '../core/alarm.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { dayMs, minuteMs } from '../core/village-time.ts';
import type { Device, Telling } from './device.ts';
import { isOver } from './on-air.ts';
import type { HomeAssistantPorts } from './ports.ts';
import type { Publisher } from './publisher.ts';
import { relayDevice } from './relay-device.ts';
import { villageDevice } from './village-device.ts';
import { zoneDevice } from './zone-device.ts';

export interface FollowingParts {
  readonly ports: Omit<HomeAssistantPorts, 'openLine' | 'panelUrl'>;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publisher: Pick<Publisher, 'show' | 'remove'>;
  readonly as: Telling;
}

export interface Following {
  stop(): void;
}

/** However often something changes: whoever looks on need not know within less. */
const drawEveryMs = 500;
/** Whoever changes a programme changes many slots. */
const readSlotsEveryMs = 5_000;
/** The plan moves on by itself. */
const slotsLastMs = 15 * minuteMs;
/** Far enough for what comes once a week. */
const aheadMs = 8 * dayMs;

/** Draws the village anew as it changes, by the same events as the panels hear: only what an event concerns. */
export async function followVillage(parts: FollowingParts): Promise<Following> {
  const { ports, changes, clock, log, publisher, as } = parts;
  const zones = new Map<string, Zone>();
  const relays = new Map<string, Relay>();
  const broadcasts = new Map<string, Broadcast>();
  let slots: readonly Slot[] = [];
  let village = ports.village();
  /** Relay id → its channels with a meter. */
  const metered = new Map<string, Set<number>>();
  const shown = new Map<string, Device>();
  /** Keys of `draw` that are no longer true. */
  const stale = new Set<string>();
  let drawable = false;

  function readSlots(): Promise<readonly Slot[]> {
    return ports.slots(clock.now(), clock.now() + aheadMs);
  }

  function meteredOf({ id, channels }: Relay): ReadonlySet<number> {
    const known = metered.get(id) ?? new Set();
    for (const { channel, powerW } of channels) if (powerW !== null) known.add(channel);
    metered.set(id, known);
    return known;
  }

  function draw(name: string): Device | null {
    const [kind, id = ''] = name.split(' ');
    const picture = { broadcasts: [...broadcasts.values()], slots, now: clock.now() };
    const zone = zones.get(id);
    if (kind === 'zone') return zone ? zoneDevice(as, { zone, ...picture }) : null;
    const relay = relays.get(id);
    if (kind === 'relay') return relay ? relayDevice(as, { relay, metered: meteredOf(relay) }) : null;
    return villageDevice(as, { village, ...picture });
  }

  function drawStale(): void {
    for (const name of stale) {
      const device = draw(name);
      const before = shown.get(name);
      if (device) {
        shown.set(name, device);
        publisher.show(device);
      } else if (before) {
        shown.delete(name);
        publisher.remove(before);
      }
    }
    stale.clear();
  }

  const drawing = createThrottle(clock, drawEveryMs, drawStale);
  function changed(...names: string[]): void {
    for (const name of names) stale.add(name);
    if (drawable) drawing.ask();
  }
  const airChanged = () => changed('village', ...[...zones.keys()].map(zoneName));

  async function rereadSlots(): Promise<void> {
    try {
      slots = await readSlots();
      airChanged();
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'home assistant is not told of the next slots');
    }
  }
  const reading = createThrottle(clock, readSlotsEveryMs, () => void rereadSlots());

  function keepBroadcast(broadcast: Broadcast): void {
    if (isOver(broadcast)) broadcasts.delete(broadcast.id);
    else broadcasts.set(broadcast.id, broadcast);
    airChanged();
  }

  const ends = [
    changes.on('village.changed', (now) => {
      village = now;
      changed('village');
    }),
    changes.on('zone.changed', (zone: Zone) => {
      zones.set(zone.id, zone);
      changed(zoneName(zone.id));
    }),
    changes.on('zone.removed', ({ id }) => {
      zones.delete(id);
      changed(zoneName(id));
    }),
    changes.on('relay.changed', (relay) => {
      relays.set(relay.id, relay);
      changed(relayName(relay.id));
    }),
    changes.on('relay.removed', ({ id }) => {
      relays.delete(id);
      metered.delete(id);
      changed(relayName(id));
    }),
    changes.on('broadcast.changed', keepBroadcast),
    changes.on('slot.changed', () => reading.ask()),
    changes.on('slot.removed', () => reading.ask()),
    clock.every(slotsLastMs, () => reading.ask()),
  ];

  function stop(): void {
    drawable = false;
    for (const end of ends) end();
    drawing.stop();
    reading.stop();
  }

  // Listening already: what is heard while this is read is the newer.
  try {
    for (const zone of await ports.zones()) if (!zones.has(zone.id)) zones.set(zone.id, zone);
    for (const relay of await ports.relays()) if (!relays.has(relay.id)) relays.set(relay.id, relay);
    for (const one of await ports.broadcasts()) if (!broadcasts.has(one.id)) broadcasts.set(one.id, one);
    slots = await readSlots();
  } catch (error) {
    stop();
    throw error;
  }
  drawable = true;
  // The village first: the others name it.
  stale.clear();
  changed('village', ...[...zones.keys()].map(zoneName), ...[...relays.keys()].map(relayName));

  return { stop };
}

const zoneName = (id: string) => `zone ${id}`;
const relayName = (id: string) => `relay ${id}`;
