import type { Reason, RelayTemplate } from '../../contract/index.ts';
import { commandsOf, everyChannel, fillPlaces, spokenTopics, type TemplateMessage } from './template.ts';

/** What speaks against a template for so many channels, the first of it; null: nothing. Pure. */
export function templateTrouble(template: RelayTemplate, channels: number): Reason | null {
  return wrongText(template) ?? wrongTalk(template, channels) ?? wrongReading(template, channels);
}

const trouble = (code: string, params: Record<string, string | number>): Reason => ({ code, params });

/** Plain words of MQTT between slashes: so it stays below the relay's own topic, which is all that its account may use. */
const subtopic = /^(?!\.{1,2}(?:\/|$))[\w.:,@-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.:,@-]+)*$/;
const path = /^[\w:-]+(?:\.[\w:-]+)*$/;
const control = /\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}/u;

function wrongText({ command, state, availability, power, lease, ask }: RelayTemplate): Reason | null {
  const hold = lease.kind === 'hold' ? lease : null;
  const counted = ['{channel}', '{index}'];
  const withSeconds = [...counted, '{seconds}'];
  const texts = [
    ...[command, state, power, hold, ask].map((each) => ({ text: each?.topic, kind: 'topic', places: counted })),
    { text: availability?.topic, kind: 'topic', places: [] },
    ...[state, power].map((each) => ({ text: each?.path, kind: 'path', places: counted })),
    { text: availability?.path, kind: 'path', places: [] },
    { text: command.on, kind: 'payload', places: lease.kind === 'command' ? withSeconds : counted },
    ...[command.off, ask?.payload].map((text) => ({ text, kind: 'payload', places: counted })),
    { text: hold?.payload, kind: 'payload', places: withSeconds },
    ...[state.on, state.off, availability?.online, availability?.offline].map((text) => ({
      text,
      kind: 'payload',
      places: [],
    })),
  ];
  for (const { text, kind, places } of texts) {
    if (text === null || text === undefined) continue;
    const strange = text.match(/\{\w+\}/g)?.find((place) => !places.some((known) => known === place));
    if (strange) return trouble('relay.template-place', { place: strange, text, known: places.join(' ') || '–' });
    const plain = fillPlaces(text, 1, 90);
    if (kind === 'topic' && !subtopic.test(plain)) return trouble('relay.template-topic', { topic: text });
    if (kind === 'path' && !path.test(plain)) return trouble('relay.template-path', { path: text });
    if (control.test(text)) return trouble('relay.template-payload', { payload: text });
  }
  return null;
}

const asKey = ({ subtopic, payload }: TemplateMessage) => `${subtopic}\n${payload}`;

/** What it is told: no two things alike, and nothing on a topic on which it speaks itself. */
function wrongTalk(template: RelayTemplate, channels: number): Reason | null {
  const spoken = new Set(spokenTopics(template, channels));
  const meanings = new Map<string, string>();
  for (const channel of everyChannel(channels)) {
    const { on, off, hold, ask } = commandsOf(template, channel, 90);
    for (const [what, message] of Object.entries({ on, off, hold, ask })) {
      if (!message) continue;
      if (spoken.has(message.subtopic)) return trouble('relay.template-same-topic', { topic: message.subtopic });
      const other = meanings.get(asKey(message));
      // One question may be about all of them.
      if (other === 'ask' && what === 'ask') continue;
      if (other === what) return trouble('relay.template-channels', { text: message.payload, channels });
      if (other) return trouble('relay.template-same-payload', { topic: message.subtopic, payload: message.payload });
      meanings.set(asKey(message), what);
    }
  }
  const { command, lease } = template;
  const place = '{seconds}';
  const says = lease.kind === 'hold' ? lease.payload : lease.kind === 'command' ? command.on : place;
  return says.includes(place) ? null : trouble('relay.template-no-seconds', { payload: says, place });
}

/** What it says: one meaning for each word, one place for each channel. */
function wrongReading({ state, power, availability }: RelayTemplate, channels: number): Reason | null {
  for (const [yes, no] of [
    [state.on, state.off],
    ...(availability ? [[availability.online, availability.offline]] : []),
  ]) {
    if (sameWord(yes ?? '', no ?? '')) return trouble('relay.template-same-word', { word: yes ?? '' });
  }
  for (const each of [state, power]) {
    if (!each) continue;
    const places = everyChannel(channels).map((channel) =>
      [each.topic, each.path ?? ''].map((text) => fillPlaces(text, channel)).join('\n'),
    );
    if (new Set(places).size < channels) {
      return trouble('relay.template-channels', { text: each.path ?? each.topic, channels });
    }
  }
  const numbers = power && power.path === state.path && power.topic === state.topic;
  return numbers ? trouble('relay.template-same-word', { word: power.path ?? power.topic }) : null;
}

const sameWord = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
