import { connect, type MqttClient } from 'mqtt';
import type { Socket } from 'node:net';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { pauseBeforeRetryMs } from '../core/back-off.ts';
import type { MqttLink, MqttListener } from './link.ts';
import { createTopicTree } from './topic-tree.ts';

export interface GatewayMqttLink extends MqttLink {
  /** Connects, and goes on trying until stopped. */
  start(): void;
  /** Hangs up; the broker says our last will. Safe twice. */
  stop(): Promise<void>;
  /** Says goodbye first, so that the broker says no last will. */
  leave(): Promise<void>;
}

export interface MqttLinkParts {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  /** Whom a broker at `mqtts:` must have its certificate from; null: from one that the computer trusts. */
  readonly authorityPem?: string | null;
  /** Retained `online` while the line is up, `offline` by last will: `loa-thon/<village>/gateway/status`. */
  readonly statusTopic: string;
  /** Hears each time why there is no line. */
  readonly onFailure?: (error: unknown) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The broker waits one and a half times this: a main thread that hangs for half a minute must not lose the line over it. */
const keepAliveSeconds = 30;
const connectTimeoutMs = 10_000;
/** A line that held this long was good: after it the pauses begin small again. */
const healthyMs = 10_000;
/** A broker that does not take our goodbye by then says our last will. */
const goodbyeMs = 2_000;

/**
 * The gateway's line to its broker, embedded or external. Every connection is a new MQTT.js client that never
 * reconnects: what it still had to send goes with it, so a command can't come late, and the pauses are ours
 * (MQTT.js knocks every second, or never again after a refused login).
 */
export function createMqttLink(parts: MqttLinkParts): GatewayMqttLink {
  const { url, username, password, clientId, authorityPem, statusTopic, onFailure, clock, log } = parts;
  const listeners = createTopicTree<{ readonly hear: MqttListener }>();
  const watchers = new Set<(connected: boolean) => void>();
  /** Publishers who wait for the present line; told when it breaks. */
  const waiting = new Set<() => void>();
  const stopping = new AbortController();
  /** The line from CONNACK to its end; `connected` only once it listens to everything. */
  let line: MqttClient | null = null;
  let connected = false;
  let ended: Promise<void> = Promise.resolve();

  async function keepLine(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const heldMs = await holdLine(signal);
      failures = heldMs > healthyMs ? 1 : failures + 1;
      await clock.sleep(pauseBeforeRetryMs(failures, Math.random()), signal).catch(() => undefined);
    }
  }

  /** One connection from the first SYN to its end; resolves with how long it was up. */
  async function holdLine(signal: AbortSignal): Promise<number> {
    const client = connect(url, {
      username,
      password,
      clientId,
      clean: true,
      ...(authorityPem && { ca: authorityPem }),
      keepalive: keepAliveSeconds,
      connectTimeout: connectTimeoutMs,
      reconnectPeriod: 0,
      queueQoSZero: false,
      log: () => undefined, // its tracing costs a tenth of the time of a fan-out, printed or not
      will: { topic: statusTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    const hangUp = () => client.end(true);
    signal.addEventListener('abort', hangUp, { once: true });
    let upSince: number | null = null;
    client.on('error', (error) => {
      log.warn({ url, err: error }, 'mqtt line failed');
      onFailure?.(error);
    });
    client.on('message', (topic, payload, packet) => dispatch(topic, payload, packet.retain));
    client.on('connect', () => {
      // Without it a command waits for the ACK of the one before: 57 instead of 8 ms for nine relays.
      (client.stream as unknown as Socket).setNoDelay(true);
      line = client;
      upSince = clock.monotonic();
      greet(client).catch((error: unknown) => {
        if (line === client) {
          log.warn({ url, err: error }, 'mqtt line refused our subscriptions');
          onFailure?.(error);
        }
        hangUp();
      });
    });
    await new Promise<void>((resolve) => client.once('close', resolve));
    signal.removeEventListener('abort', hangUp);
    line = null;
    say(false);
    for (const lost of waiting) lost();
    waiting.clear();
    hangUp();
    return upSince === null ? 0 : clock.monotonic() - upSince;
  }

  /** Listens first, then says that we are there: so the answer to the first command is heard. */
  async function greet(client: MqttClient): Promise<void> {
    const filters = listeners.filters();
    if (filters.length > 0) await client.subscribeAsync(filters);
    await client.publishAsync(statusTopic, 'online', { retain: true });
    if (line === client) say(true);
  }

  function say(now: boolean): void {
    if (connected === now) return;
    connected = now;
    log.info({ url, connected }, 'mqtt line changed');
    for (const watcher of [...watchers]) watcher(now);
  }

  /** A listener that throws has a bug; the others still hear. One that asked for it by two filters hears it once. */
  function dispatch(topic: string, payload: Buffer, retained: boolean): void {
    for (const hear of new Set(listeners.match(topic).map((entry) => entry.hear))) {
      try {
        hear(topic, payload, { retained });
      } catch (error) {
        log.error({ topic, err: error }, 'mqtt listener failed');
      }
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await ended;
  }

  const offline = (cause?: unknown) =>
    new AppError('mqtt.offline', 503, 'The gateway is not connected to its MQTT broker; nothing was sent.', { cause });

  return {
    get connected() {
      return connected;
    },

    publish(topic, payload, { qos = 0, retain = false } = {}) {
      const client = line;
      if (!connected || !client) return Promise.reject(offline());
      return new Promise((resolve, reject) => {
        const lost = () => reject(offline());
        waiting.add(lost);
        client.publish(topic, payload, { qos, retain }, (error) => {
          waiting.delete(lost);
          if (error) reject(offline(error));
          else resolve();
        });
      });
    },

    async subscribe(filter, listener) {
      const entry = { hear: listener };
      const stop = () => {
        if (listeners.remove(filter, entry)) line?.unsubscribe(filter);
      };
      listeners.add(filter, entry);
      const client = line;
      if (!client) return stop;
      // Asked again even when another listener has this filter: only so does the new one get what is retained.
      try {
        await client.subscribeAsync(filter);
      } catch (error) {
        if (line !== client) return stop; // the line broke: the next one asks again
        stop();
        throw new AppError('mqtt.refused', 502, `The MQTT broker does not let the gateway listen to '${filter}'.`, {
          cause: error,
          params: { filter },
        });
      }
      return stop;
    },

    onConnection(listener) {
      watchers.add(listener);
      listener(connected);
      return () => watchers.delete(listener);
    },

    start() {
      ended = keepLine(stopping.signal);
    },

    stop,

    async leave() {
      const client = line;
      if (client) {
        await Promise.race([
          new Promise<void>((resolve) => client.end(false, () => resolve())),
          clock.sleep(goodbyeMs),
        ]);
        client.stream.destroy(); // of a client that is ending already MQTT.js takes no second, harder end
      }
      await stop();
    },
  };
}

/** Where a broker of that address listens: the port in it, or the usual one. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port || (protocol === 'mqtts:' ? 8883 : 1883));
}
