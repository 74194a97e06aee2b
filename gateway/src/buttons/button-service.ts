import type {
  ButtonInput,
  ButtonWithCredentials,
  ChangeEvents,
  EmergencyButton,
  MqttCredentials,
} from '../contract/index.ts';
import { createThrottle } from '../core/alarm.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Services } from '../http/ports.ts';
import type { MqttAccounts, MqttLink } from '../mqtt/link.ts';
import type { Storage } from '../storage/storage.ts';
import { type ButtonRow, createButtonStore } from './button-store.ts';
import { createCarryOut } from './carry-out.ts';
import { buttonRoot } from './driver.ts';
import { drivers } from './drivers/index.ts';
import type { ButtonPorts } from './ports.ts';
import { createStation, type Station } from './station.ts';
import { type ButtonTiming, buttonTiming } from './timing.ts';

export interface ButtonParts {
  readonly storage: Storage;
  readonly link: MqttLink;
  readonly accounts: MqttAccounts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
  readonly village: { readonly id: string };
  /** Where devices find the broker. */
  readonly advertised: () => Pick<MqttCredentials, 'host' | 'port' | 'tls'>;
  readonly ports: ButtonPorts;
  readonly timing?: Partial<ButtonTiming>;
}

export interface Buttons extends ButtonAdmin {
  start(): Promise<void>;
  /** Safe twice. */
  stop(): void;
  /** The buttons that a recording is the message of. */
  usedBy(recordingId: string): { kind: 'button'; title: string }[];
}
type ButtonAdmin = Services['buttons'];

interface Kept {
  readonly station: Station;
  readonly announce: { ask(): void; stop(): void };
}

/** Tasmota's group topic: a button of that name would hear what is meant for all of them. */
const reservedIds = ['tasmotas'];

/** Emergency buttons on walls: what a technician does with them, and what their presses do. */
export function createButtons(parts: ButtonParts): Buttons {
  const { storage, link, accounts, clock, log, changes, advertised, ports } = parts;
  const timing = { ...buttonTiming, ...parts.timing };
  const root = buttonRoot(parts.village.id);
  const store = createButtonStore(storage);
  const carryOut = createCarryOut({ ports, log });
  const kept = new Map<string, Kept>();
  /** Two made at once must not take one id, nor one bring back what the other removed. */
  const inTurn = createTurns();
  const auditedAtMs = new Map<string, number>();
  let cancels: (() => void)[] = [];

  function add(row: ButtonRow): Station {
    const announce = createThrottle(clock, timing.announceMs, () => void tell(station));
    const station = createStation({
      row,
      topic: `${root}/${row.id}`,
      driver: drivers[row.driver],
      link,
      clock,
      log,
      timing,
      sounding: () => carryOut.isSounding(row.id),
      act: carryOut.act,
      refused: auditRefusal,
      changed: announce.ask,
      cameOrWent: () => void remember(station),
    });
    kept.set(row.id, { station, announce });
    return station;
  }

  function auditRefusal(code: string, row: ButtonRow): void {
    const last = auditedAtMs.get(row.id) ?? -Infinity;
    if (clock.monotonic() < last + timing.auditMs) return;
    auditedAtMs.set(row.id, clock.monotonic());
    carryOut.refused(row, code);
  }

  /** When it was last seen, for the panel after a restart: nothing depends on it, so a failure is only told. */
  async function remember({ row, lastSeenAt }: Station): Promise<void> {
    if (lastSeenAt === null) return;
    await store.seen(row.id, lastSeenAt).catch((error: unknown) => log.error({ err: error }, 'last sight not stored'));
  }

  async function view(station: Station): Promise<EmergencyButton> {
    const { row, topic, lastSeenAt, lastPress, testingUntil } = station;
    const problem = await carryOut.problemOf(row);
    return { ...row, topic, availability: station.availability(), lastSeenAt, testingUntil, lastPress, problem };
  }

  async function tell(station: Station): Promise<void> {
    try {
      const button = await view(station);
      if (kept.get(button.id)?.station === station) changes.emit('button.changed', button);
    } catch (error) {
      log.error({ buttonId: station.row.id, err: error }, 'button not announced');
    }
  }

  function find(id: string): Station {
    const found = kept.get(id);
    if (!found) throw notFound('button', id);
    return found.station;
  }

  function drop(id: string): void {
    const gone = kept.get(id);
    gone?.station.stop();
    gone?.announce.stop();
    kept.delete(id);
    carryOut.forget(id);
  }

  async function credentials({ row }: Pick<Station, 'row'>, password: string): Promise<MqttCredentials> {
    const account = { username: accountOf(row.id), password };
    const { id, name, driver, holdSeconds } = row;
    return {
      ...account,
      ...advertised(),
      ...(await ports.firmware.button({ id, name, driver, holdSeconds, ...account })),
    };
  }

  async function create(input: ButtonInput): Promise<ButtonWithCredentials> {
    refuseSilent(input);
    const id = freshSlug(input.name, [...kept.keys(), ...reservedIds], 'button');
    const row: ButtonRow = { ...input, id, name: input.name.trim(), lastSeenAt: null };
    const { password } = await accounts.create({
      id: accountOf(id),
      name: row.name,
      kind: 'button',
      prefix: `${root}/${id}`,
    });
    let shown: MqttCredentials;
    try {
      shown = await credentials({ row }, password);
      await store.put(row);
    } catch (error) {
      await accounts.remove(accountOf(id));
      throw error;
    }
    const station = add(row);
    station.lineChanged(link.connected);
    const button = await view(station);
    changes.emit('button.changed', button);
    return { button, credentials: shown };
  }

  return {
    async list() {
      const all = await Promise.all([...kept.values()].map(({ station }) => view(station)));
      return all.sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    },
    get: async (id) => view(find(id)),
    create: (input) => inTurn(() => create(input)),

    change: (id, change) =>
      inTurn(async () => {
        const station = find(id);
        const row = { ...station.row, ...change, name: (change.name ?? station.row.name).trim() };
        refuseSilent(row);
        await store.put(row);
        station.row = row;
        await tell(station);
        return view(station);
      }),

    remove: (id) =>
      inTurn(async () => {
        find(id);
        await store.remove(id);
        drop(id);
        await accounts.remove(accountOf(id));
        changes.emit('button.removed', { id });
      }),

    async rotate(id) {
      const station = find(id);
      const { password } = await accounts.rotate(accountOf(id));
      return credentials(station, password);
    },

    async test(id, on) {
      const station = find(id);
      station.test(on);
      return view(station);
    },

    usedBy: (recordingId) =>
      [...kept.values()].flatMap(({ station: { row } }) =>
        row.recordingId === recordingId ? [{ kind: 'button' as const, title: row.name }] : [],
      ),

    async start() {
      for (const row of await store.list()) add(row);
      await accounts.keepOnly('button', [...kept.keys()].map(accountOf));
      for (const filter of new Set(Object.values(drivers).flatMap((driver) => driver.hears))) {
        cancels.push(
          await link.subscribe(`${root}/+/${filter}`, (topic, payload, { retained }) => {
            const [id = '', ...rest] = topic.slice(root.length + 1).split('/');
            kept.get(id)?.station.hear(rest.join('/'), payload, retained);
          }),
        );
      }
      const tellAll = () => {
        for (const { announce } of kept.values()) announce.ask();
      };
      cancels.push(
        link.onConnection((connected) => {
          for (const { station } of kept.values()) station.lineChanged(connected);
        }),
        changes.on('broadcast.changed', carryOut.heard),
        // What would keep a press from starting anything hangs on these.
        changes.on('zone.removed', tellAll),
        changes.on('recording.changed', tellAll),
      );
    },

    stop() {
      for (const cancel of cancels) cancel();
      cancels = [];
      for (const { station, announce } of kept.values()) {
        station.stop();
        announce.stop();
        void remember(station);
      }
    },
  };
}

/** Not the button's id alone: Tasmota does not take one word as both client id and topic (tasmota/docs MQTT.md). */
function accountOf(buttonId: string): string {
  return `button-${buttonId}`;
}

function refuseSilent({ siren, recordingId }: Pick<ButtonRow, 'siren' | 'recordingId'>): void {
  if (siren || recordingId !== null) return;
  throw new AppError('emergency.nothing-chosen', 422, 'Choose the siren, a message, or both.');
}
