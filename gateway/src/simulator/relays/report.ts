import type { RelayTemplate } from '../../contract/index.ts';
import { everyChannel, fillPlaces, ownTree } from '../../core/relays/template.ts';
import type { Body } from './body.ts';

/** What a board of some template says of its channels. */
export interface Report {
  /** Where it says it. */
  readonly topics: readonly string[];
  state(channel: number, on: boolean): void;
  power(channel: number): void;
  /** Both. */
  whole(channel: number, on: boolean): void;
  presence(online: boolean): string;
}

type Place = { readonly topic: string; readonly path: string | null };
type Json = Record<string, unknown>;

export function createReport(
  template: RelayTemplate,
  channels: number,
  body: Pick<Body, 'say' | 'isOn' | 'watts'>,
): Report {
  const { state, power, availability } = template;
  /** Our own contract lets a board count its messages. */
  let counter = 0;

  const topicOf = (place: Place, channel: number) => fillPlaces(place.topic, channel);
  const stateWord = (on: boolean) => (on ? state.on : state.off);

  /** Everything that has its place in that message; `claim` instead of what the board believes, for one channel. */
  function document(topic: string, claim: { readonly channel: number; readonly on: boolean }): Json {
    const whole: Json = {};
    for (const channel of everyChannel(channels)) {
      const on = channel === claim.channel ? claim.on : body.isOn(channel);
      const watts = body.watts(channel);
      if (topicOf(state, channel) === topic) put(whole, pathOf(state, channel), typed(stateWord(on)));
      if (power && watts !== undefined && topicOf(power, channel) === topic) put(whole, pathOf(power, channel), watts);
    }
    return whole;
  }

  function sayState(channel: number, on: boolean): void {
    const topic = topicOf(state, channel);
    const plain = template === ownTree ? `${stateWord(on)} ${++counter}` : stateWord(on);
    body.say(topic, state.path === null ? plain : document(topic, { channel, on }), { retain: true, qos: 1 });
  }

  function sayPower(channel: number): void {
    const watts = body.watts(channel);
    if (!power || watts === undefined) return;
    const topic = topicOf(power, channel);
    // In one message with its state it has been said.
    if (topic === topicOf(state, channel)) return;
    const on = body.isOn(channel);
    body.say(topic, power.path === null ? String(watts) : document(topic, { channel, on }));
  }

  return {
    topics: [...new Set([topicOf(state, 1), ...(power ? [topicOf(power, 1)] : [])])],
    state: sayState,
    power: sayPower,
    whole(channel, on) {
      sayState(channel, on);
      sayPower(channel);
    },
    presence(online) {
      if (!availability) return '';
      const word = online ? availability.online : availability.offline;
      if (availability.path === null) return word;
      const whole: Json = {};
      put(whole, availability.path.split('.'), typed(word));
      return JSON.stringify(whole);
    },
  };
}

function pathOf({ path }: Place, channel: number): string[] {
  return fillPlaces(path ?? '', channel).split('.');
}

function put(whole: Json, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) whole[key] = value;
  else put((whole[key] ??= {}) as Json, rest, value);
}

/** `true` and `1` as JSON has them, a word as a string. */
function typed(word: string): unknown {
  return /^(true|false|\d+)$/.test(word) ? (JSON.parse(word) as unknown) : word;
}
