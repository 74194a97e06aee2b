import type { ChangeEvents, ChannelRef, MqttCredentials } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import type { Services } from '../http/ports.ts';
import type { MqttAccounts, MqttLink } from '../mqtt/link.ts';
import type { Storage } from '../storage/storage.ts';
import type { Device } from './device.ts';
import { createFleet } from './fleet.ts';
import { createRelayHistory } from './history.ts';
import { createListening } from './listening.ts';
import type { RelayFirmware, RelayPower } from './ports.ts';
import { accountOf, createRelayAdmin } from './relay-admin.ts';
import { createRelayStore, lacksFailSafe } from './relay-store.ts';
import { type RelayTiming, relayTiming } from './timing.ts';
import { relayError } from './trouble.ts';

export interface RelayParts {
  readonly storage: Storage;
  readonly link: MqttLink;
  readonly accounts: MqttAccounts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
  readonly village: { readonly id: string };
  readonly firmware: RelayFirmware;
  /** Where devices find the broker. */
  readonly advertised: () => Pick<MqttCredentials, 'host' | 'port' | 'tls'>;
  readonly timing?: Partial<RelayTiming>;
}

/** The relays of the village: power for whoever holds it, and what the panel does with them. */
export interface Relays extends RelayPower, RelayAdmin {
  /** Commands OFF whatever nobody holds, now and whenever a relay comes back; from then on keeps each as wanted. */
  start(): Promise<void>;
  /** Commands OFF what is held and waits for the answers, five seconds at most. Safe twice. */
  stop(): Promise<void>;
}
type RelayAdmin = Services['relays'];

export function createRelays(parts: RelayParts): Relays {
  const { storage, link, accounts, clock, log, changes, firmware, advertised } = parts;
  const timing = { ...relayTiming, ...parts.timing };
  const village = parts.village.id;
  const store = createRelayStore(storage);
  const history = createRelayHistory(storage, clock, log);
  const listening = createListening({ link, clock });
  const lostListeners = new Set<(channel: ChannelRef, code: string) => void>();
  const doubtListeners = new Set<(channel: ChannelRef, code: string) => void>();
  let stopped: Promise<void> | null = null;

  const fleet = createFleet({
    village,
    store,
    link,
    clock,
    log,
    timing,
    announce: (relay) => changes.emit('relay.changed', relay),
    note: history.note,
    lost(channel, code) {
      log.warn({ ...channel, code }, 'relay lost while held');
      for (const listener of [...lostListeners]) listener(channel, code);
    },
    doubted(channel, code) {
      log.warn({ ...channel, code }, 'relay held, but nothing is drawn');
      for (const listener of [...doubtListeners]) listener(channel, code);
    },
  });

  function refuseUnreachable(device: Device, channel: number): void {
    const code = stopped ? 'relay.stopping' : device.away;
    if (code) throw relayError(code, device.row, channel);
  }

  async function stop(): Promise<void> {
    const powered = fleet.all().flatMap((device) => device.keepers.filter((keeper) => keeper.channel.phase !== 'off'));
    const waited = new AbortController();
    await Promise.race([
      Promise.allSettled(powered.map((keeper) => keeper.releaseAll())),
      clock.sleep(timing.stopMs, waited.signal).catch(() => undefined),
    ]);
    waited.abort();
    listening.stop();
    await fleet.stop();
    await history.stop();
  }

  const admin = createRelayAdmin({
    fleet,
    history,
    listening,
    store,
    accounts,
    link,
    clock,
    changes,
    firmware,
    advertised,
    timing,
    refuseUnreachable,
  });

  return {
    ...admin,

    async hold(ref, holder, signal) {
      const { device, keeper } = fleet.channel(ref);
      if (device.row.maintenance) throw relayError('relay.maintenance', device.row, ref.channel);
      if (lacksFailSafe(device.row, ref.channel)) throw relayError('relay.no-fail-safe', device.row, ref.channel);
      refuseUnreachable(device, ref.channel);
      await keeper.hold(holder, signal);
    },

    async release(ref, holder) {
      await fleet.channel(ref).keeper.release(holder);
    },

    restMs: (ref) => fleet.channel(ref).keeper.restMs(),
    isAway: (ref) => fleet.channel(ref).device.away !== null,

    onLost(listener) {
      lostListeners.add(listener);
      return () => lostListeners.delete(listener);
    },

    onDoubt(listener) {
      doubtListeners.add(listener);
      return () => doubtListeners.delete(listener);
    },

    async start() {
      await fleet.start();
      await accounts.keepOnly(
        'relay',
        fleet.all().map(({ row }) => accountOf(row.id)),
      );
    },

    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
