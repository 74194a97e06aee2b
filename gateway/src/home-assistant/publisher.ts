import type { Clock } from '../core/clock/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { anyConfig, readConfigTopic, statusTopic, type Device } from './device.ts';
import type { HomeLine } from './ports.ts';

export interface PublisherParts {
  readonly line: Pick<HomeLine, 'publish' | 'subscribe' | 'onConnection'>;
  readonly villageId: string;
  readonly prefix: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** 0 … 1: how long it waits before it answers a Home Assistant that has just started. */
  readonly luck: () => number;
}

/** Fifty messages a second are enough for anybody who looks on; what changes meanwhile is sent as it is when its turn comes. */
const gapMs = 20;
/** Home Assistant asks those who answer its birth message not to do so all at once. */
const birthPauseMs = 3_000;
const clearWithinMs = 5_000;
/** Two for each device; somebody at that broker could make up more than there ever are. */
const mostTopics = 10_000;

/**
 * Keeps a broker's retained messages as they should be: sends what differs, one after the other, each when the broker has
 * the one before. With each new line everything is said again, and what is ours there but is no more is cleared.
 */
export function createPublisher({ line, villageId, prefix, clock, log, luck }: PublisherParts) {
  /** Topic → message, in the order in which they are sent: a device's state before its config, which makes it read. */
  const wanted = new Map<string, string>();
  const sent = new Map<string, string>();
  /** Configs that were heard from the broker: it has them. */
  const kept = new Set<string>();
  const stopping = new AbortController();
  let connected = false;
  /** It has something of us to keep. */
  let told = false;
  let working: Promise<void> | null = null;
  let greeting = false;
  let ends: (() => void)[] = [];

  function work(): void {
    if (!connected || stopping.signal.aborted) return;
    working ??= sendAll();
  }

  /** Never rejects: what was not sent is, with the next line. */
  async function sendAll(): Promise<void> {
    await Promise.resolve(); // what changes in one turn goes in one round
    try {
      while (await sendRound());
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'home assistant was not told everything');
    } finally {
      working = null;
    }
  }

  /** Everything that differs, once: so a relay that chatters keeps nobody else's news back. False: nothing did. */
  async function sendRound(): Promise<boolean> {
    let differed = false;
    for (const topic of [...wanted.keys()]) {
      const message = wanted.get(topic);
      if (message === undefined || sent.get(topic) === message) continue;
      differed = true;
      await send(topic, message);
      sent.set(topic, message);
      if (message === '' && wanted.get(topic) === '') {
        wanted.delete(topic);
        sent.delete(topic);
      }
      await clock.sleep(gapMs, stopping.signal);
    }
    return differed;
  }

  async function send(topic: string, message: string): Promise<void> {
    await line.publish(topic, message, { qos: 1, retain: true });
    told = true;
  }

  /** The config goes first: an entity that is still there would make nothing of an empty state. */
  function forget({ configTopic, stateTopic }: Pick<Device, 'configTopic' | 'stateTopic'>): void {
    for (const topic of [configTopic, stateTopic]) {
      wanted.delete(topic);
      wanted.set(topic, '');
    }
    work();
  }

  function hearConfig(topic: string, payload: Buffer): void {
    const ours = readConfigTopic(topic, { villageId, prefix });
    if (!ours) return;
    if (payload.length === 0) kept.delete(topic);
    else if (wanted.get(topic)) kept.add(topic);
    else if (!stopping.signal.aborted && wanted.size < mostTopics) forget(ours); // removed while there was no line
  }

  /** What was sent before the line broke may be lost, so all of it is sent again. */
  function onConnection(now: boolean): void {
    connected = now;
    if (!now) return;
    sent.clear();
    kept.clear();
    work();
  }

  async function hearBirth(payload: Buffer, retained: boolean): Promise<void> {
    if (greeting || retained || payload.toString() !== 'online') return;
    greeting = true;
    await clock.sleep(birthPauseMs * luck(), stopping.signal).catch(() => undefined);
    greeting = false;
    sent.clear();
    work();
  }

  return {
    /** Before the line is started: it then listens before it says that it is there. */
    async start(): Promise<void> {
      ends = [
        await line.subscribe(anyConfig(prefix), (topic, payload) => hearConfig(topic, payload)),
        await line.subscribe(`${prefix}/status`, (_topic, payload, { retained }) => void hearBirth(payload, retained)),
        line.onConnection(onConnection),
      ];
    },

    /** A device as it is now. */
    show({ configTopic, config, stateTopic, state }: Device): void {
      wanted.set(stateTopic, state);
      wanted.set(configTopic, config);
      work();
    },

    /** It is no more, and goes from Home Assistant too. */
    remove: forget,

    counts() {
      const configs = [...wanted].filter(([topic, message]) => message !== '' && isConfig(topic));
      return { wanted: configs.length, kept: configs.filter(([topic]) => kept.has(topic)).length };
    },

    /** Everything that the broker keeps of us is cleared. Never rejects, and waits for no broker that does not answer. */
    async clear(): Promise<void> {
      stopping.abort(new Error('home assistant is told nothing any more'));
      if (!told) return;
      const clearing = async () => {
        await working;
        const topics = [...wanted.keys()];
        const configs = topics.filter(isConfig);
        const others = topics.filter((topic) => !isConfig(topic));
        for (const topic of [...configs, ...others, statusTopic(villageId)]) await send(topic, '');
      };
      const deadline = clock.sleep(clearWithinMs).then(() => {
        throw new Error('the broker does not answer');
      });
      await Promise.race([clearing(), deadline]).catch((error: unknown) =>
        log.warn({ reason: messageOf(error) }, 'home assistant keeps devices of ours'),
      );
    },

    stop(): void {
      stopping.abort(new Error('the gateway stops'));
      for (const end of ends) end();
    },
  };
}

const isConfig = (topic: string) => topic.endsWith('/config');

export type Publisher = ReturnType<typeof createPublisher>;
