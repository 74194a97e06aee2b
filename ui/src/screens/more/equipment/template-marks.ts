import type { Reason } from '#contract';
import { everyChannel, fillPlaces } from '#relays/template';

/** What an input of a template holds; a word is what the board says. */
export type Writing = 'topic' | 'path' | 'payload' | 'word';

/** Which facts of a reason may be the text of such an input. */
const about: Readonly<Record<Writing, readonly string[]>> = {
  topic: ['topic', 'text'],
  path: ['path', 'text', 'word'],
  payload: ['payload', 'text'],
  word: ['word'],
};
/** These are found before anybody asks what a payload is for. */
const anyText: readonly string[] = ['relay.template-payload', 'relay.template-place'];

/** It is this text that the reason is about, as it was written or as it is sent. */
export function isAbout({ code, params }: Reason, writing: Writing, text: string, channels: number): boolean {
  const keys = writing === 'word' && anyText.includes(code) ? ['payload', 'text'] : about[writing];
  const forms = [text, text.trim(), ...everyChannel(channels).map((channel) => fillPlaces(text.trim(), channel, 90))];
  return keys.some((key) => forms.some((form) => form !== '' && form === params[key]));
}
