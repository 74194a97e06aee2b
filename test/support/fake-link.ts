import type { MqttAccounts, MqttLink, MqttListener } from '../../gateway/src/mqtt/link.ts';
import { AppError, notFound } from '../../gateway/src/core/errors.ts';

export interface FakeLink extends MqttLink {
  /** Everything handed to the broker, as `topic payload`, oldest first; the reader may empty it. */
  readonly sent: string[];
  /** A device says something, which everybody subscribed to it hears. */
  say(topic: string, payload: string | Buffer, facts?: { retained: boolean }): void;
  /** Called with every message handed to the broker: a device that answers. */
  onSent(answer: (topic: string, payload: string) => void): void;
  setConnected(connected: boolean): void;
}

/** The line to a broker in memory, up from the start. */
export function createFakeLink(): FakeLink {
  const listeners = new Set<{ filter: RegExp; listener: MqttListener }>();
  const watchers = new Set<(connected: boolean) => void>();
  const answerers: ((topic: string, payload: string) => void)[] = [];
  const sent: string[] = [];
  let connected = true;
  return {
    sent,
    get connected() {
      return connected;
    },
    async publish(topic, payload) {
      if (!connected) throw new AppError('mqtt.offline', 503, 'The line to the broker is down.');
      sent.push(`${topic} ${payload.toString()}`.trimEnd());
      for (const answer of answerers) answer(topic, payload.toString());
    },
    async subscribe(filter, listener) {
      const entry = { filter: asPattern(filter), listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    onConnection(listener) {
      watchers.add(listener);
      listener(connected);
      return () => void watchers.delete(listener);
    },
    say(topic, payload, facts = { retained: false }) {
      if (!connected) return;
      const hearing = [...listeners].filter(({ filter }) => filter.test(topic)).map(({ listener }) => listener);
      for (const listener of new Set(hearing)) listener(topic, Buffer.from(payload), facts);
    },
    onSent(answer) {
      answerers.push(answer);
    },
    setConnected(now) {
      connected = now;
      for (const watcher of [...watchers]) watcher(now);
    },
  };
}

function asPattern(filter: string): RegExp {
  const levels = filter.split('/').map((level) => (level === '+' ? '[^/]*' : level === '#' ? '.*' : level));
  return new RegExp(`^${levels.join('/')}$`);
}

/** Accounts that let everybody in, and remember whom. */
export function createFakeAccounts(): MqttAccounts & { readonly names: Map<string, string> } {
  const names = new Map<string, string>();
  return {
    names,
    async create({ id, prefix }) {
      names.set(id, prefix);
      return { password: 'first-secret' };
    },
    async rotate(id) {
      if (!names.has(id)) throw notFound('mqtt-account', id);
      return { password: 'second-secret' };
    },
    async remove(id) {
      names.delete(id);
    },
    async keepOnly(kind, ids) {
      for (const id of names.keys()) if (id.startsWith(`${kind}-`) && !ids.includes(id)) names.delete(id);
    },
  };
}
