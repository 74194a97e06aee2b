import type { ChannelRef, Relay, RelayEvent } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { MqttLink } from '../mqtt/link.ts';
import { createThrottle } from '../core/alarm.ts';
import { createDevice, type Device } from './device.ts';
import { relayRoot } from './driver.ts';
import { families } from './drivers/index.ts';
import type { Keeper } from './keeper.ts';
import type { RelayRow, RelayStore } from './relay-store.ts';
import type { RelayTiming } from './timing.ts';

/** Every relay as it is now, listening below the village's relay topic. */
export interface Fleet {
  all(): Device[];
  /** Refuses with `relay.not-found`. */
  device(id: string): Device;
  /** Refuses with `relay.not-found`, `relay.no-channel`. */
  channel(ref: ChannelRef): { readonly device: Device; readonly keeper: Keeper };
  /** Resolves when the gateway listens to it. */
  add(row: RelayRow): Promise<Device>;
  /** What is ON is told OFF once more, and whoever holds it that it is gone; then it is heard of no more. */
  drop(device: Device): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface FleetParts {
  readonly village: string;
  readonly store: RelayStore;
  readonly link: MqttLink;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing: RelayTiming;
  announce(relay: Relay): void;
  lost(channel: ChannelRef, code: string): void;
  doubted(channel: ChannelRef, code: string): void;
  note(relayId: string, event: Omit<RelayEvent, 'at'>): void;
}

/** A thousand relays that come back together are one write, not a thousand. */
const rememberEveryMs = 60_000;

export function createFleet(parts: FleetParts): Fleet {
  const { village, store, link, clock, log, timing, announce, lost, doubted } = parts;
  const root = relayRoot(village);
  const devices = new Map<string, Device>();
  const toRemember = new Set<Device>();
  const remembering = createThrottle(clock, rememberEveryMs, () => void remember());
  const stopListening: (() => void)[] = [];
  /** How to stop listening to what only one relay says. */
  const ownLines = new Map<Device, () => void>();

  function hear(topic: string, payload: Buffer, { retained }: { readonly retained: boolean }): void {
    const [id = '', ...rest] = topic.slice(root.length + 1).split('/');
    const subtopic = rest.join('/');
    const device = devices.get(id);
    // The rest of what reaches us there is our own commands, spoken as its template wants them.
    if (device && (device.hears === null || device.hears.includes(subtopic))) device.hear(subtopic, payload, retained);
  }

  /** To everything below its topic, where what it says is its own: one filter, whatever its template. */
  async function listenTo(device: Device): Promise<void> {
    if (device.hears === null) return;
    const stop = await link.subscribe(`${device.topic}/#`, hear);
    if (devices.get(device.row.id) === device) ownLines.set(device, stop);
    else stop();
  }

  function leave(device: Device): void {
    ownLines.get(device)?.();
    ownLines.delete(device);
  }

  /** When each was last seen, for the panel after a restart: nothing depends on it, so a failure is only told. */
  async function remember(): Promise<void> {
    const sights = [...toRemember].flatMap(({ row, lastSeenAt }) =>
      lastSeenAt ? [{ id: row.id, at: lastSeenAt }] : [],
    );
    toRemember.clear();
    await store.seen(sights).catch((error: unknown) => log.error({ err: error }, 'last sight of relays not stored'));
  }

  function device(id: string): Device {
    const found = devices.get(id);
    if (!found) throw notFound('relay', id);
    return found;
  }

  async function add(row: RelayRow): Promise<Device> {
    const added: Device = createDevice({
      row,
      topic: `${root}/${row.id}`,
      family: families[row.driver],
      link,
      clock,
      log,
      timing,
      announce,
      lost: (channel, code) => lost({ relayId: row.id, channel }, code),
      doubted: (channel, code) => doubted({ relayId: row.id, channel }, code),
      note: (event) => parts.note(row.id, event),
      cameOrWent() {
        toRemember.add(added);
        remembering.ask();
      },
    });
    devices.set(row.id, added);
    await listenTo(added);
    return added;
  }

  return {
    all: () => [...devices.values()],
    device,
    add,

    channel({ relayId, channel }) {
      const found = device(relayId);
      const keeper = found.keepers[channel - 1];
      if (keeper) return { device: found, keeper };
      const { name, channels } = found.row;
      throw new AppError('relay.no-channel', 404, `Relay '${name}' has ${channels} channels, not ${channel}.`, {
        params: { relay: name, channels, channel },
      });
    },

    drop(gone) {
      // Somebody may have begun to hold or to try it a moment ago.
      for (const keeper of gone.keepers) {
        keeper.takeAway('relay.offline');
        keeper.releaseAll().catch(() => undefined);
      }
      gone.stop();
      leave(gone);
      devices.delete(gone.row.id);
      toRemember.delete(gone);
    },

    async start() {
      for (const row of await store.list()) await add(row);
      for (const filter of new Set(Object.values(families).flatMap((family) => family.hears))) {
        stopListening.push(await link.subscribe(`${root}/+/${filter}`, hear));
      }
      stopListening.push(
        link.onConnection((connected) => {
          for (const each of devices.values()) each.lineChanged(connected);
        }),
      );
    },

    async stop() {
      for (const stop of stopListening) stop();
      remembering.stop();
      for (const each of devices.values()) {
        each.stop();
        leave(each);
        toRemember.add(each);
      }
      await remember();
    },
  };
}
