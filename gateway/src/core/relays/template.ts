import type { RelayTemplate } from '../../contract/index.ts';

/** Our own tree, for a board that is programmed for it: `firmware-config/generic/README.md`. */
export const ownTree: RelayTemplate = {
  command: { topic: '{channel}/command', on: 'ON', off: 'OFF' },
  state: { topic: '{channel}/state', path: null, on: 'ON', off: 'OFF' },
  availability: { topic: 'status', path: null, online: 'online', offline: 'offline' },
  power: { topic: '{channel}/power', path: null },
  lease: { kind: 'hold', topic: '{channel}/hold', payload: '{seconds}' },
  ask: { topic: '{channel}/command', payload: 'STATE', afterCommand: false },
};

/** Where any board may say its version, whatever its template. */
export const versionTopic = 'firmware';

/** `subtopic` is below the relay's own topic. */
export interface TemplateMessage {
  readonly subtopic: string;
  readonly payload: string;
}

/** Puts a channel, and the seconds of a lease, into their places. */
export function fillPlaces(text: string, channel: number, seconds?: number): string {
  const places: Readonly<Record<string, number | undefined>> = {
    '{channel}': channel,
    '{index}': channel - 1,
    '{seconds}': seconds,
  };
  return text.replaceAll(/\{\w+\}/g, (place) => String(places[place] ?? place));
}

/** What a board of that template is told. */
export function commandsOf(template: RelayTemplate, channel: number, seconds: number) {
  const { command, lease, ask } = template;
  const fill = (topic: string, payload: string): TemplateMessage => ({
    subtopic: fillPlaces(topic, channel),
    payload: fillPlaces(payload, channel, seconds),
  });
  return {
    on: fill(command.topic, command.on),
    off: fill(command.topic, command.off),
    hold: lease.kind === 'hold' ? fill(lease.topic, lease.payload) : null,
    ask: ask && fill(ask.topic, ask.payload),
  };
}

/** The sub-topics on which it says something. */
export function spokenTopics({ state, power, availability }: RelayTemplate, channels: number): string[] {
  const said = [state, power, availability].flatMap((each) =>
    each ? everyChannel(channels).map((channel) => fillPlaces(each.topic, channel)) : [],
  );
  return [...new Set([...said, versionTopic])];
}

export const everyChannel = (channels: number) => Array.from({ length: channels }, (_, index) => index + 1);
