import type {
  ChangeEvents,
  MqttCredentials,
  Newcomer,
  NewcomerFamily,
  PairingAccess,
  Provisioning,
  RelayWithCredentials,
} from '../contract/index.ts';
import { createAlarm, createThrottle } from '../core/alarm.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Actor, Services } from '../http/ports.ts';
import type { GuestEvent } from '../mqtt/guests.ts';
import { createAdopting } from './adopting.ts';
import { ourName } from './announcements/shelly.ts';
import { createKnockBook } from './knock-book.ts';
import { askLater, createSharedListening, type SharedListening } from './listening.ts';
import { createNewcomers, type Entry, obstacleOf, shown } from './newcomers.ts';
import type { Hearing, NewRelays } from './ports.ts';
import { relayFor, type RelayWanted } from './relay-for.ts';

export interface ProvisioningParts {
  readonly hearing: Hearing;
  readonly relays: NewRelays;
  /** Where devices find the broker. */
  readonly advertised: () => { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly changes: Changes<ChangeEvents>;
  readonly log: Logger;
}

export interface ProvisioningService {
  readonly commands: Services['provisioning'];
  /** A device is on its way to this relay, and not given up. */
  isAwaited(relayId: string): boolean;
  start(): void;
  /** Closes the pairing. Safe twice. */
  stop(): void;
}

const openMs = 10 * 60_000;
/** Who is being added is not put out before its settings have arrived. */
const graceMs = 2 * 60_000;
const announceMs = 250;
/** Who has not knocked for so long has given up. */
const knockMs = 60 * 60_000;

/**
 * Unknown devices, from "it is on the list" to "it is a relay of the village". Pairing is open for ten minutes at a time; but
 * for the relays nothing of it outlives the process.
 */
export function createProvisioning(parts: ProvisioningParts): ProvisioningService {
  const { hearing, relays, advertised, clock, changes, log } = parts;
  const door = hearing.broker === 'embedded' ? hearing.door : null;
  const shared = hearing.broker === 'external' ? createSharedListening(hearing.link, heard) : null;
  const newcomers = createNewcomers();
  const throttle = createThrottle(clock, announceMs, () => changes.emit('provisioning.changed', view()));
  const alarm = createAlarm(clock, onTime);
  const adopting = createAdopting({
    clock,
    log,
    changed() {
      setAlarm();
      throttle.ask();
    },
  });
  /** What the pairing account is called, or was: before a restart too. */
  let pairingName = door?.usualName ?? null;
  const knocks = createKnockBook(() => pairingName);
  /** Those whose relay is being made. */
  const making = new Set<string>();
  const stops: (() => void)[] = [];
  let pairing: {
    untilMs: number;
    until: string;
    passwordAt: string;
    readonly by: string;
    readonly over: AbortController;
  } | null = null;

  /** Two who open it at once have one password after the other. */
  const inTurn = createTurns();
  /** Of two devices for one relay the first gets it. */
  const oneByOne = createTurns();

  const stamp = (inMs = 0) => new Date(clock.now() + inMs).toISOString();

  function tell(place: string, topic: string, payload: string): void {
    if (hearing.broker === 'embedded') hearing.door.tell(place, topic, payload);
    // What is lost on a broker of another's is asked again when pairing is opened anew.
    else hearing.link.publish(topic, payload).catch(() => undefined);
  }

  function heard(place: string, topic: string, payload: Buffer, retained: boolean): void {
    if (!pairing) return;
    const { signal } = pairing.over;
    for (const ask of newcomers.said(place, topic, payload, stamp(), retained)) {
      void askLater(clock, signal, () => tell(place, ask.topic, ask.payload));
    }
    const id = newcomers.at(place)?.id;
    if (id !== undefined && adopting.has(id)) {
      adopting.said(id, topic, payload.toString('utf8'));
      if (topic.endsWith('/RESULT') || topic === `${ourName}/rpc`) adopting.happened(id, 'heard');
    }
    throttle.ask();
  }

  function onGuest(event: GuestEvent): void {
    const { kind, guest } = event;
    if (kind === 'said') return heard(guest.place, event.topic, event.payload, false);
    log.info({ clientId: guest.clientId, address: guest.address, event: kind }, 'device to be paired');
    if (kind === 'came') {
      newcomers.came(guest, stamp());
    } else {
      newcomers.left(guest);
    }
    adopting.happened(guest.place, kind === 'came' ? 'came-back' : 'left');
    throttle.ask();
  }

  function onTime(): void {
    if (pairing && clock.monotonic() >= pairing.untilMs) close();
    adopting.timePassed();
    setAlarm();
  }

  function setAlarm(): void {
    const dues = [pairing?.untilMs ?? null, adopting.dueAtMs()].filter((due) => due !== null);
    alarm.set(dues.length === 0 ? null : Math.min(...dues));
  }

  /** Whatever was on the list of the last time is gone. */
  function begin(by: string): void {
    adopting.forget((id) => adopting.isOver(id));
    newcomers.keep(({ id }) => adopting.has(id));
    pairing = { untilMs: 0, until: '', passwordAt: stamp(), by, over: new AbortController() };
    log.info({ by }, 'pairing opened');
    lastFor(openMs);
  }

  function lastFor(ms: number): void {
    if (!pairing) return;
    pairing.untilMs = clock.monotonic() + ms;
    pairing.until = stamp(ms);
    setAlarm();
    throttle.ask();
  }

  function close(): void {
    if (!pairing) return;
    pairing.over.abort(new Error('pairing is over'));
    pairing = null;
    door?.close();
    shared?.stop();
    // Who is on its way stays: it has its own account by now, or it is told what is wrong.
    newcomers.keep(({ id }) => adopting.has(id));
    log.info({}, 'pairing closed');
    throttle.ask();
  }

  function view(): Provisioning {
    const all = newcomers.all();
    return {
      broker: hearing.broker,
      pairing: {
        until: pairing?.until ?? null,
        openedBy: pairing?.by ?? null,
        passwordAt: pairing?.passwordAt ?? null,
      },
      deaf: [...(shared?.deaf ?? [])],
      newcomers: all.map((entry): Newcomer => ({
        ...shown(entry, all, door !== null),
        adoption: adopting.shown(entry.id),
      })),
      knocks: knocks.all(stamp(-knockMs)),
    };
  }

  async function open({ name }: Actor): Promise<PairingAccess> {
    // Who is in already stays in, and on the list: only the password is another.
    if (pairing && door) lastFor(openMs);
    else begin(name);
    if (shared) await listen(shared);
    const account = door?.open() ?? null;
    if (account) pairingName = account.username;
    const passwordAt = stamp();
    if (pairing) pairing.passwordAt = passwordAt;
    throttle.ask();
    const { host, port } = advertised();
    return { host, port, passwordAt, account };
  }

  async function listen(to: SharedListening): Promise<void> {
    try {
      to.stop();
      await to.start();
      // Somebody else closed it meanwhile.
      if (!pairing) throw closed();
    } catch (error) {
      close();
      to.stop();
      throw error;
    }
  }

  /** What cannot be sent its settings is done here: the rest is its file. */
  function send({ id, place, about, there }: Entry, relayId: string, credentials: MqttCredentials): void {
    if (!door || !there || !about || about.speak === null) {
      newcomers.keep((other) => other.id !== id);
      return throttle.ask();
    }
    if (pairing && pairing.untilMs < clock.monotonic() + graceMs) lastFor(graceMs);
    adopting.begin(
      id,
      { ...about, speak: about.speak },
      {
        relayId,
        credentials,
        tell: (topic, payload) => tell(place, topic, payload),
      },
    );
  }

  function addable(id: string): { readonly entry: Entry; readonly family: NewcomerFamily } {
    const entry = newcomers.find(id);
    if (!entry) throw notFound('newcomer', id);
    if (!entry.about) throw new AppError('pairing.unknown-kind', 409, 'The device has not said yet what it is.');
    const obstacle = obstacleOf(entry, newcomers.all());
    if (obstacle) throw new AppError(obstacle.code, 409, 'The device cannot be added.');
    if (making.has(id) || (adopting.has(id) && adopting.shown(id)?.fault === null)) {
      throw new AppError('pairing.under-way', 409, 'The device is being added already.');
    }
    return { entry, family: entry.about.family };
  }

  async function give(entry: Entry, family: NewcomerFamily, wanted: RelayWanted): Promise<RelayWithCredentials> {
    const made = await relayFor(wanted, family, { relays, isAwaited: adopting.isAwaited });
    // Whoever was given up on the way there has a password that is no longer good.
    adopting.forget((id, relayId) => id !== entry.id && relayId === made.relay.id);
    send(entry, made.relay.id, made.credentials);
    return made;
  }

  return {
    commands: {
      get: view,

      open: (actor) => inTurn(() => open(actor)),

      async extend() {
        if (!pairing) throw closed();
        lastFor(openMs);
        return view();
      },

      async close() {
        close();
      },

      async adopt(id, input) {
        const { entry, family } = addable(id);
        const wanted = adopting.relayOf(id) ?? ('relayId' in input ? input.relayId : input);
        making.add(id);
        try {
          return await oneByOne(() => give(entry, family, wanted));
        } finally {
          making.delete(id);
        }
      },
    },

    isAwaited: adopting.isAwaited,

    start() {
      stops.push(
        changes.on('relay.changed', adopting.relayChanged),
        changes.on('relay.removed', ({ id: gone }) => {
          adopting.forget((_id, relayId) => relayId === gone);
          throttle.ask();
        }),
      );
      if (!door) return;
      stops.push(
        door.watch(onGuest),
        door.onKnock((knock) => {
          if (knocks.note(knock, stamp())) throttle.ask();
        }),
      );
    },

    stop() {
      close();
      for (const stop of stops.splice(0)) stop();
      adopting.stop();
      alarm.set(null);
      throttle.stop();
    },
  };
}

function closed(): AppError {
  return new AppError('pairing.closed', 409, 'Pairing is closed: open it first.');
}
