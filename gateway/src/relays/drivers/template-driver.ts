import type { RelayTemplate } from '../../contract/index.ts';
import { commandsOf, everyChannel, fillPlaces, spokenTopics, versionTopic } from '../../core/relays/template.ts';
import { type Driver, type Fact, firmwareFact, type Message } from '../driver.ts';

/** What one place of a message says. Null: it cannot be what it should be; undefined: nothing, the place is not there. */
type Reading = (text: string) => Fact | null;
interface Place {
  readonly path: string | null;
  readonly read: Reading;
}

/** Speaks as a template says. Pure. */
export function templateDriver(template: RelayTemplate, channels: number): Driver & { hears: readonly string[] } {
  const { lease, ask, power } = template;
  const places = placesOf(template, channels);
  const all = everyChannel(channels);

  const asked = (channel: number): Message[] => present(commandsOf(template, channel, 0).ask);
  /** A board that is silent when it does already what it is told is asked as well. */
  const thenAsked = (channel: number) => (ask?.afterCommand ? asked(channel) : []);

  function on(channel: number, leaseSeconds: number): Message[] {
    const { hold, on: command } = commandsOf(template, channel, leaseSeconds);
    return [...present(hold), command, ...thenAsked(channel)];
  }

  function renew(channel: number, leaseSeconds: number): Message[] {
    const { hold, on: command } = commandsOf(template, channel, leaseSeconds);
    if (lease.kind === 'none' && ask) return asked(channel);
    return [hold ?? command, ...thenAsked(channel)];
  }

  return {
    hears: spokenTopics(template, channels),
    on,
    renew,
    off: (channel) => [commandsOf(template, channel, 0).off, ...thenAsked(channel)],
    identify: () => [], // it may say so after connecting
    measure: (channel) => (power ? asked(channel) : []),
    ask: () => withoutRepeats(all.flatMap(asked)),
    decode(subtopic, payload) {
      if (places.has(subtopic)) return readAll(places.get(subtopic) ?? [], payload);
      return subtopic === versionTopic ? firmwareFact(payload) : [];
    },
  };
}

/** By sub-topic, everything that may be said there. */
function placesOf({ state, power, availability }: RelayTemplate, channels: number): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  function add(channel: number, at: { readonly topic: string; readonly path: string | null } | null, read: Reading) {
    if (!at) return;
    const topic = fillPlaces(at.topic, channel);
    const path = at.path === null ? null : fillPlaces(at.path, channel);
    places.set(topic, [...(places.get(topic) ?? []), { path, read }]);
  }
  for (const channel of everyChannel(channels)) {
    add(channel, state, (text) => {
      const on = wordOf(text, state.on, state.off);
      return on === null ? null : { kind: 'said', channel, on };
    });
    add(channel, power, (text) => {
      const watts = text === '' ? Number.NaN : Number(text);
      return watts >= 0 && Number.isFinite(watts) ? { kind: 'power', channel, watts } : null;
    });
  }
  add(1, availability, (text) => {
    const online = availability && wordOf(text, availability.online, availability.offline);
    return online === null ? null : { kind: 'availability', online };
  });
  return places;
}

/** One message may say several things; it is nonsense when something is there and nothing makes sense. */
function readAll(places: readonly Place[], payload: string): readonly Fact[] | null {
  const json = places.some(({ path }) => path !== null) ? parse(payload) : null;
  const facts: Fact[] = [];
  let senseless = false;
  for (const { path, read } of places) {
    const text = path === null ? payload.trim() : json && textAt(json, path);
    if (text === undefined) continue;
    const fact = text === null ? null : read(text);
    if (fact) facts.push(fact);
    else senseless = true;
  }
  return senseless && facts.length === 0 ? null : facts;
}

function parse(payload: string): object | null {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** `relays.0.on` in what the board said, as text; undefined where there is no such place, null where no word can be. */
function textAt(json: object, path: string): string | null | undefined {
  let value: unknown = json;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : null;
}

/** In any case; `ON 17`: the board may count its messages, for people who watch them. */
function wordOf(text: string, yes: string, no: string): boolean | null {
  for (const word of [text, text.replace(/ \d+$/, '')]) {
    const said = word.toLowerCase();
    if (said === yes.trim().toLowerCase()) return true;
    if (said === no.trim().toLowerCase()) return false;
  }
  return null;
}

const present = (message: Message | null): Message[] => (message ? [message] : []);

function withoutRepeats(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [JSON.stringify(message), message])).values()];
}
