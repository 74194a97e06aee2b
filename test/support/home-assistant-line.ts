import { onTestFinished } from 'vitest';
import { playHomeAssistant, type PlayedHomeAssistant } from './home-assistant.ts';
import { openRaw, publishPacket, type RawClient } from './mqtt.ts';
import { passwordOf, type RunningBroker } from './mqtt-brokers.ts';

/** What Home Assistant's broker has accounts for: Home Assistant, and the gateway with no more rights than it needs. */
export const homeAccounts = {
  'home-assistant': ['topic readwrite #'],
  'loa-thon': [
    'topic readwrite homeassistant/device/+/config',
    'topic read homeassistant/status',
    'topic write loa-thon/ngot/ha/#',
  ],
} as const;

export interface HomeOnTheWire {
  /** What it has made of everything that it has heard. */
  home(): Promise<PlayedHomeAssistant>;
  /** What its broker keeps under a filter, as somebody who comes anew is told. */
  retained(filter: string): Promise<string[]>;
  /** Says something, as whoever is in Home Assistant could. */
  say(topic: string, payload: string): Promise<void>;
  /** Leaves something on its broker. */
  keep(topic: string, payload: string): Promise<void>;
  /** It is gone without a word, and comes back with its birth message. */
  restart(): Promise<void>;
}

/** Plays Home Assistant on a real broker: it listens to discovery, then to what the configs name, and says its birth message. */
export async function openHomeAssistant({ port }: Pick<RunningBroker, 'port'>): Promise<HomeOnTheWire> {
  let line = await join();
  onTestFinished(() => line.client.drop());

  async function enter(clientId: string): Promise<RawClient> {
    const client = await openRaw(port);
    const username = 'home-assistant';
    const will = { topic: 'homeassistant/status', payload: 'offline' };
    const answer = await client.login({ clientId, username, password: passwordOf(username), will });
    if (answer !== 0) throw new Error(`the broker refuses Home Assistant: ${answer}`);
    return client;
  }

  async function join() {
    const client = await enter('0aFqPzXw3bRt7LmKcV5nYd');
    const played = playHomeAssistant();
    const topics = new Set<string>();
    await client.subscribe(played.topics());
    client.send(publishPacket('homeassistant/status', 'online'));
    return { client, played, topics, read: 0 };
  }

  return {
    async home() {
      const { client, played, topics } = line;
      for (;;) {
        for (const { topic, payload } of client.heard.slice(line.read)) played.hear(topic, payload);
        line.read = client.heard.length;
        const added = played.topics().filter((topic) => !topics.has(topic));
        if (added.length === 0) return played;
        for (const topic of added) topics.add(topic);
        await client.subscribe(added);
        await client.ping();
      }
    },

    async retained(filter) {
      const witness = await enter('witness');
      await witness.subscribe([filter]);
      await witness.ping();
      witness.drop();
      return witness.heard.flatMap(({ topic, retain }) => (retain ? [topic] : [])).sort();
    },

    async say(topic, payload) {
      line.client.send(publishPacket(topic, payload));
      await line.client.ping();
    },

    async keep(topic, payload) {
      line.client.send(publishPacket(topic, payload, { retain: true }));
      await line.client.ping();
    },

    async restart() {
      line.client.drop();
      line = await join();
    },
  };
}
