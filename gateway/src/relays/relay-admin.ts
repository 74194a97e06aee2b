import { isDeepStrictEqual } from 'node:util';
import type {
  ChangeEvents,
  MqttCredentials,
  Relay,
  RelayInput,
  RelayTemplate,
  RelayTestResult,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf, reasonOf } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Services } from '../http/ports.ts';
import type { MqttAccounts, MqttLink } from '../mqtt/link.ts';
import type { Device } from './device.ts';
import type { Fleet } from './fleet.ts';
import type { RelayHistory } from './history.ts';
import type { Keeper } from './keeper.ts';
import type { Listening } from './listening.ts';
import type { RelayFirmware } from './ports.ts';
import { newRelay, type RelayRow, type RelayStore } from './relay-store.ts';
import { refuseTemplate } from './template.ts';
import type { RelayTiming } from './timing.ts';
import { relayError } from './trouble.ts';

export interface AdminParts {
  readonly fleet: Fleet;
  readonly history: RelayHistory;
  readonly listening: Listening;
  readonly store: RelayStore;
  readonly accounts: MqttAccounts;
  readonly link: MqttLink;
  readonly clock: Clock;
  readonly changes: Changes<ChangeEvents>;
  readonly firmware: RelayFirmware;
  readonly advertised: () => Pick<MqttCredentials, 'host' | 'port' | 'tls'>;
  readonly timing: RelayTiming;
  /** Throws what speaks against switching it ON now. */
  refuseUnreachable(device: Device, channel: number): void;
}

/** A device counts its seconds by its own clock. */
const earlyMs = 500;

/** Tasmota's group topic: a relay of that name would hear what is meant for all of them. */
const reservedIds = ['tasmotas'];

/** What a technician does with relays: add, rename, try, take away. */
export function createRelayAdmin(parts: AdminParts): Services['relays'] {
  const { fleet, history, listening, store, accounts, link, clock, changes } = parts;
  const { firmware, advertised, timing, refuseUnreachable } = parts;

  async function credentials({ row, timing: own }: Device, password: string): Promise<MqttCredentials> {
    const account = { username: accountOf(row.id), password };
    const { id, name, driver, channels, template } = row;
    // The gateway lets a channel rest; the device's own, shorter rest is for when the gateway has forgotten. It must be over
    // within the time that an answer to ON is waited for.
    const times = { leaseSeconds: own.leaseSeconds, restSeconds: Math.round(timing.minOffMs / 2000) };
    return {
      ...account,
      ...advertised(),
      ...(await firmware.relay({ id, name, driver, channels, template, ...account, ...times })),
    };
  }

  async function tryOut(device: Device, keeper: Keeper, channel: number, result: RelayTestResult): Promise<void> {
    refuseUnreachable(device, channel);
    const trial = keeper.tryLease();
    result.onConfirmedMs = await trial.on;
    const fellAfterMs = await trial.fell;
    // Somebody pushed its button, or its contact bounces: that proves nothing.
    if (fellAfterMs !== null && fellAfterMs < device.timing.trialLeaseSeconds * 1000 - earlyMs) {
      throw relayError('relay.turned-off', device.row, channel);
    }
    const failSafe = fellAfterMs === null ? 'absent' : 'proved';
    result.failSafe = failSafe;
    await inTurn(() => keepProof(device, channel, failSafe));
    result.offConfirmedMs = await trial.off;
  }

  async function keepProof({ row: { id } }: Device, channel: number, state: 'proved' | 'absent'): Promise<void> {
    const at = new Date(clock.now()).toISOString();
    await store.keepProof(id, channel, state, at);
    const device = fleet.device(id);
    device.row = { ...device.row, failSafe: new Map(device.row.failSafe).set(channel, { state, at }) };
    device.announce();
  }

  /** Ids are chosen, and rows read and written, one after the other. */
  const inTurn = createTurns();

  async function change(id: string, how: (row: RelayRow) => RelayRow): Promise<Relay> {
    const device = fleet.device(id);
    const changed = how(device.row);
    await store.update(changed);
    device.row = changed;
    // Somebody is about to work at it: from now on nothing turns it ON, not even a broadcast that is on air.
    if (changed.maintenance) for (const keeper of device.keepers) keeper.takeAway('relay.maintenance');
    device.announce();
    return device.view();
  }

  /** It is another device from now on, of which nothing is known: it is told OFF as it understands it. */
  async function speakOtherwise(id: string, template: RelayTemplate | null): Promise<void> {
    const device = fleet.device(id);
    if (isDeepStrictEqual(device.row.template, template)) return;
    refuseTemplate(device.row, template);
    if (device.keepers.some((keeper) => keeper.held)) throw onAir(device);
    await store.changeTemplate(id, template);
    const { row, lastSeenAt } = device;
    fleet.drop(device);
    listening.forget(id);
    const renewed = await fleet.add({ ...row, template, lastSeenAt, failSafe: new Map() });
    renewed.lineChanged(link.connected);
  }

  async function forgetProofs(id: string): Promise<void> {
    const device = fleet.device(id);
    await store.forgetProofs(id);
    device.row = { ...device.row, failSafe: new Map() };
    device.announce();
  }

  async function rotate(id: string): Promise<MqttCredentials> {
    const device = fleet.device(id);
    const { password } = await accounts.rotate(accountOf(id)).catch((error: unknown) => {
      // A crash in the middle of adding it: it never had an account.
      if (codeOf(error) !== 'mqtt-account.not-found') throw error;
      return accounts.create(accountFor(device));
    });
    return credentials(device, password);
  }

  async function create({ name, driver, channels, maintenance = false, template = null }: RelayInput) {
    firmware.refuseTooMany(driver, channels);
    refuseTemplate({ driver, channels }, template);
    const taken = fleet.all().map((device) => device.row.id);
    const id = freshSlug(name, [...taken, ...reservedIds], 'relay');
    const row: RelayRow = { ...newRelay, id, name: name.trim(), driver, channels, maintenance, template };
    await store.insert(row);
    let account: string | null = null;
    try {
      const device = await fleet.add(row);
      const wanted = accountFor(device);
      const { password } = await accounts.create(wanted);
      account = wanted.id;
      device.lineChanged(link.connected);
      device.announce();
      return { relay: device.view(), credentials: await credentials(device, password) };
    } catch (error) {
      fleet.drop(fleet.device(id));
      await store.remove(row);
      if (account !== null) await accounts.remove(account);
      throw error;
    }
  }

  /** Whoever is gone is told OFF no more: what is on its way there is waited for, and who is there and stays ON stays here. */
  async function seeOff(device: Device): Promise<void> {
    if (device.keepers.some((keeper) => keeper.held)) throw onAir(device);
    await Promise.allSettled(device.keepers.map((keeper) => keeper.releaseAll()));
    const on = device.keepers.findIndex(({ channel }) => channel.said === 'on');
    if (on !== -1 && device.away === null) throw relayError('relay.stuck-on', device.row, on + 1);
  }

  async function remove(id: string): Promise<void> {
    const device = fleet.device(id);
    if (device.keepers.some((keeper) => keeper.held)) throw onAir(device);
    await store.remove(device.row);
    fleet.drop(device);
    listening.forget(id);
    await accounts.remove(accountOf(id));
    changes.emit('relay.removed', { id });
  }

  return {
    async list() {
      return fleet
        .all()
        .map((device) => device.view())
        .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    },

    async get(id) {
      return fleet.device(id).view();
    },

    history: (id) => history.of(fleet.device(id).row.id),

    heard: async (id) => listening.heard(fleet.device(id)),

    create: (input) => inTurn(() => create(input)),

    change: (id, { name, site, template, ...settings }) =>
      inTurn(async () => {
        if (template !== undefined) await speakOtherwise(id, template);
        return change(id, (row) => ({
          ...row,
          ...settings,
          name: name?.trim() ?? row.name,
          site: site === undefined ? row.site : (site?.trim() ?? null),
        }));
      }),

    waive(id, { reason }, { name: by }) {
      const waiver = { reason: reason.trim(), by, at: new Date(clock.now()).toISOString() };
      return inTurn(() => change(id, (row) => ({ ...row, waiver })));
    },

    withdrawWaiver: (id) => inTurn(() => change(id, (row) => ({ ...row, waiver: null }))),

    async remove(id) {
      await seeOff(fleet.device(id));
      await inTurn(() => remove(id));
    },

    rotate,

    async replaceDevice(id) {
      await inTurn(() => forgetProofs(id));
      return rotate(id);
    },

    /** To find out what is out of order is what a test is for, so that is its result; maintenance does not forbid it. */
    async test(id, channel) {
      const { device, keeper } = fleet.channel({ relayId: id, channel });
      if (keeper.held) throw onAir(device);
      const result: RelayTestResult = { onConfirmedMs: null, offConfirmedMs: null, failSafe: null, fault: null };
      try {
        await tryOut(device, keeper, channel, result);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        result.fault = reasonOf(error);
      }
      if (result.failSafe === 'absent')
        result.fault ??= reasonOf(relayError('relay.no-fail-safe', device.row, channel));
      return result;
    },
  };
}

/** Not the relay's id alone: Tasmota does not take one word as both client id and topic (tasmota/docs MQTT.md). */
export function accountOf(relayId: string): string {
  return `relay-${relayId}`;
}

function accountFor({ row: { id, name }, topic }: Device) {
  return { id: accountOf(id), name, kind: 'relay', prefix: topic } as const;
}

function onAir({ row }: Device): AppError {
  return new AppError('relay.on-air', 409, `Relay '${row.name}' is switched ON for a broadcast: wait for its end.`, {
    params: { relay: row.name },
  });
}
