import { Aedes, type AedesOptions, type AuthenticateError, type Client, type PublishPacket } from 'aedes';
import type { Socket } from 'node:net';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import { isTasmotaGroup, mayPublish, maySubscribe, type Rights, type Standing } from './access-rules.ts';
import { refuse } from './connack.ts';
import { type BrokerLimits, defaultLimits } from './broker-limits.ts';
import { createConnectionGate, isOwnAddress } from './connection-gate.ts';
import { addressOf, createDoor, type Door, type TlsPair } from './door.ts';
import { createGuests, type Guests } from './guests.ts';
import type { Knock, KnockReason, LetIn } from './knocks.ts';
import { createRefusals } from './refusals.ts';
import { createRetainedQuota } from './retained-quota.ts';
import { createRouter } from './router.ts';
import { createSubscriptionQuota } from './subscription-quota.ts';
import { tlsTroubleOf } from './tls-trouble.ts';
import { createTalkQuota } from './talk-quota.ts';

/** Who may come in. Asked at every login, so it answers from memory. */
export interface BrokerAccess {
  signIn(username: string, password: Buffer): Standing | null;
  /** The very rights that `signIn` gave, until account or password is another. */
  rightsOf(username: string): Standing | undefined;
  has(username: string): boolean;
  isPassword(text: string): boolean;
}

export interface BrokerParts {
  /** The address to listen on: `0.0.0.0` for the village's network. */
  readonly host: string;
  /** 0: any free one, see what `start` resolves with. */
  readonly port: number;
  /** Of the door with TLS, which opens with the first certificate. */
  readonly tlsPort?: number;
  readonly access: BrokerAccess;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<BrokerLimits>;
}

export interface EmbeddedBroker {
  /** Listens; resolves with the real port. Rejects with `mqtt.port-in-use`, `mqtt.listen`. */
  start(): Promise<{ port: number }>;
  /** Opens the door with TLS, or goes on there with another certificate; who is in stays in. Rejects as `start` does. */
  secure(pair: TlsPair): Promise<{ port: number }>;
  /** Closes every connection, then the port. Safe twice. */
  stop(): Promise<void>;
  isConnected(username: string): boolean;
  /**
   * Whoever is in under that name is put out, and everything it had retained is cleared: its account is gone, or has another
   * password because somebody else may know the old one. Its last will is said, so that it is known to be gone, but not kept.
   */
  forget(username: string): void;
  /** Who is in by the pairing account. */
  readonly guests: Pick<Guests, 'tell' | 'putOut' | 'watch'>;
  /** Hears of whoever is turned away, or let in after all. Returns the way to stop. */
  onKnock(listener: (knock: Knock | LetIn) => void): () => void;
  /** How often what was refused, since the start. */
  refusals(): Readonly<Record<string, number>>;
}

/** Where a message goes that its sender may not send: nobody's prefix, so nobody can listen there. */
const blackHole = '$refused';

/** Stands for a name that is a password: somebody took one field for the other. */
const hidden = '…';

/** QoS 2 messages of one connection that wait for their PUBREL: each is in memory, and no firmware of ours says any. */
const halfSaid = 8;

/** The embedded MQTT 3.1.1 broker: aedes with accounts, and with each of its known weaknesses closed. */
export function createBroker(parts: BrokerParts): EmbeddedBroker {
  const { host, access, clock, log } = parts;
  const limits = { ...defaultLimits, ...parts.limits };
  const gate = createConnectionGate(limits);
  const quota = createRetainedQuota(limits.retainedTopics);
  const subscriptions = createSubscriptionQuota(limits.subscriptions);
  const talk = createTalkQuota(clock, limits);
  const refusals = createRefusals({ clock, log });
  const guests = createGuests(limits);
  const knockListeners = new Set<(knock: Knock | LetIn) => void>();
  const rightsOf = new WeakMap<Client, Rights>();
  /** Put out: what they still say is not kept. */
  const putOut = new WeakSet<Client>();
  const online = new Map<string, Client>();
  let running: { readonly aedes: Aedes; readonly plain: Door; readonly tls: Door } | null = null;

  /** The broker holds what is retained in memory: neither many topics nor long ones. */
  function mayBeKept(username: string, { topic, payload }: PublishPacket): boolean {
    return payload.length <= limits.packetBytes && quota.admit(username, topic, payload);
  }

  /** Programs beside the gateway, and the gateway itself, say and ask what they like. */
  function mayTalk(client: Client, bytes: number): boolean {
    const address = addressOf(client.conn as Socket);
    // Guests call themselves what they like, and each name would be remembered.
    const who = guests.isGuest(client) ? `guest ${address}` : client.id;
    if (isOwnAddress(address) || talk.admit(who, bytes)) return true;
    refusals.note('talk', client.id);
    return false;
  }

  function tellKnock(knock: Knock | LetIn): void {
    for (const hear of knockListeners) hear(knock);
  }

  function onStranger(address: string, code: string | undefined): void {
    const why = tlsTroubleOf(code);
    if (why) tellKnock({ clientId: '', username: null, address, why });
  }

  const rules: AedesOptions = {
    connectTimeout: limits.loginMs,
    // Second net below `unreadBytes`: aedes' 60 s would hold every command back for as long.
    drainTimeout: 5_000,
    maxInflightInbound: halfSaid,

    /** A kept session would get an old ON when its relay comes back, and its queue has no bound. */
    preConnect(_client, packet, done) {
      packet.clean = true;
      done(null, true);
    },

    authenticate(client, username, password, done) {
      const address = addressOf(client.conn as Socket);
      const turnAway = (error: AuthenticateError, why: KnockReason) => {
        const name = username && access.isPassword(username) ? hidden : username;
        refusals.note('login', address, { username: name, reason: error.message });
        tellKnock({ clientId: client.id, username: name ?? null, address, why });
        done(error, false);
      };
      if (!username || !password) return turnAway(refuse.anonymous(), 'no-name');
      const standing = access.signIn(username, password);
      if (!standing) return turnAway(refuse.password(), access.has(username) ? 'wrong-password' : 'unknown-account');
      if (standing === 'guest') {
        // It brings a client id of its own, but takes nobody's place by it.
        if (access.has(client.id)) return turnAway(refuse.identifier(), 'client-id');
        if (!guests.admit(client, client.id, address)) return turnAway(refuse.crowded(), 'crowded');
        return done(null, true);
      }
      // One account, one device: a copied password can't be used beside the real one unseen.
      if (client.id !== username) return turnAway(refuse.identifier(), 'client-id');
      rightsOf.set(client, standing);
      done(null, true);
    },

    /**
     * Also asked for last wills, then perhaps without a client. A refusal must not be an error: aedes would close the
     * socket, and a device that says one wrong thing at each connect would reconnect for ever and never hear a command.
     */
    authorizePublish(client, packet, done) {
      if (client && guests.isGuest(client)) {
        const talks = mayTalk(client, packet.payload.length);
        if (talks && !guests.said(client, packet)) refusals.note('guest', client.id, { topic: packet.topic });
        swallow(packet);
        return talks ? done(null) : talk.later(() => done(null));
      }
      const rights = client && rightsOf.get(client);
      if (!rights || !mayPublish(rights, packet.topic)) {
        refusals.note('publish', client?.id ?? 'nobody', { topic: packet.topic });
        swallow(packet);
      } else if (!mayTalk(client, packet.payload.length)) {
        swallow(packet);
        return talk.later(() => done(null));
      } else if (putOut.has(client)) {
        packet.retain = false;
      } else if (packet.retain && !mayBeKept(client.id, packet)) {
        refusals.note('retain', client.id, { topic: packet.topic });
        packet.retain = false;
      }
      done(null);
    },

    /** `null` answers SUBACK 128; an error would close the socket. */
    authorizeSubscribe(client, subscription, done) {
      // For each the broker looks through everything that is retained.
      if (!mayTalk(client, 0)) return talk.later(() => done(null, null));
      if (guests.isGuest(client)) {
        guests.hears(client, subscription);
        return done(null, subscription);
      }
      const rights = rightsOf.get(client);
      const allowed = rights !== undefined && maySubscribe(rights, subscription.topic);
      if (allowed && (rights.ours || subscriptions.admit(client, subscription.topic))) return done(null, subscription);
      if (!isTasmotaGroup(subscription.topic)) refusals.note('subscribe', client.id, { filter: subscription.topic });
      done(null, null);
    },

    /**
     * aedes waits for each subscriber's socket before it takes more from the publisher, so one that never reads would
     * stop everybody. Its buffer is made large (`door.ts`), and who lets half of it fill up is let go.
     */
    authorizeForward(client, packet) {
      const socket = client.conn as Socket;
      if (socket.destroyed) return null;
      if (socket.writableLength <= limits.unreadBytes) return packet;
      refusals.note('slow subscriber', client.id);
      socket.destroy();
      return null;
    },
  };

  function watch(aedes: Aedes): void {
    // Before its CONNACK leaves, so that who is told "you are in" is known to be in.
    aedes.on('client', (client) => {
      tellKnock({ clientId: client.id, address: addressOf(client.conn as Socket), why: null });
      // It calls itself what it likes, perhaps as its account will be called: that is not in by it.
      if (guests.isGuest(client)) return guests.came(client);
      // Its account went, or got another password, between its login and now.
      if (access.rightsOf(client.id) !== rightsOf.get(client)) {
        rightsOf.delete(client);
        return client.close();
      }
      online.set(client.id, client);
    });
    aedes.on('unsubscribe', (filters, client) => subscriptions.release(client, filters));
    aedes.on('clientDisconnect', (client) => {
      guests.left(client);
      if (online.get(client.id) === client) online.delete(client.id);
    });
    aedes.on('clientError', (client, error) => log.debug({ client: client.id, err: error }, 'mqtt client error'));
    aedes.on('connectionError', (_client, error) => log.debug({ err: error }, 'mqtt connection error'));
    aedes.on('error' as 'closed', (error?: Error) => log.error({ err: error }, 'mqtt broker error'));
  }

  async function stop(): Promise<void> {
    if (!running) return;
    const { aedes, plain, tls } = running;
    running = null;
    await new Promise<void>((resolve) => aedes.close(resolve));
    await Promise.all([plain.close(), tls.close()]);
  }

  return {
    async start() {
      const aedes = await Aedes.createBroker({ ...rules, mq: createRouter() });
      watch(aedes);
      const handle = (socket: Socket) => aedes.handle(socket);
      const door = { host, gate, refusals, limits, onStranger, handle };
      const plain = createDoor({ ...door, port: parts.port });
      running = { aedes, plain, tls: createDoor({ ...door, port: parts.tlsPort ?? 0 }) };
      try {
        const port = await plain.open();
        log.info({ host, port }, 'mqtt broker listening');
        return { port };
      } catch (error) {
        await stop();
        throw error;
      }
    },

    async secure(pair) {
      if (!running) throw new Error('the broker is not running');
      const { tls } = running;
      tls.secure(pair);
      const open = tls.port();
      if (open !== null) return { port: open };
      const port = await tls.open();
      log.info({ host, port }, 'mqtt broker listening with TLS');
      return { port };
    },

    stop,

    isConnected: (username) => online.has(username),

    forget(username) {
      const client = online.get(username);
      if (client) {
        putOut.add(client);
        client.close();
      }
      for (const topic of quota.forget(username)) {
        running?.aedes.publish(emptyRetained(topic), () => undefined);
      }
    },

    guests,

    onKnock(listener) {
      knockListeners.add(listener);
      return () => knockListeners.delete(listener);
    },

    refusals: () => refusals.counts(),
  };
}

function swallow(packet: PublishPacket): void {
  packet.topic = blackHole;
  packet.payload = '';
  packet.retain = false;
}

function emptyRetained(topic: string): PublishPacket {
  return { cmd: 'publish', topic, payload: Buffer.alloc(0), qos: 0, retain: true, dup: false };
}
