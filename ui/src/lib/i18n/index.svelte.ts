import { store, stored } from '../preferences.svelte.ts';
import { fill, type FactsOf } from './message.ts';
import type { alerts } from './vi/alerts.ts';
import type { cameras } from './vi/cameras.ts';
import type { codes as viCodes } from './vi/codes.ts';
import type { https } from './vi/https.ts';
import type { library } from './vi/library.ts';
import type { more } from './vi/more.ts';
import type { vi } from './vi.ts';

type Messages = typeof vi & typeof alerts & typeof cameras & typeof https & typeof library & typeof more;
export type Key = keyof Messages;
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A sentence that needs no facts. */
export type PlainKey = { [K in Key]: [FactsOf<Messages[K]>] extends [never] ? K : never }[Key];

type NeededFacts<K extends Key> = FactsOf<Messages[K]>;
type FactsArgument<K extends Key> = [NeededFacts<K>] extends [never]
  ? []
  : [facts: Readonly<Record<NeededFacts<K>, string | number>>];

/** Words that only some screens need, and that come with them. */
export type Part = 'alerts' | 'cameras' | 'https' | 'library' | 'more';

interface Dictionary {
  readonly language: Language;
  readonly messages: Readonly<Partial<Record<Key, string>>>;
  readonly codes: Readonly<Record<keyof typeof viCodes, string>>;
}

type Load<T> = () => Promise<T>;
interface Source extends Record<Part, Load<Dictionary['messages']>> {
  readonly first: Load<Dictionary['messages']>;
  readonly codes: Load<Dictionary['codes']>;
}

/** Each language is in files of its own: a phone loads the one it speaks. */
const sources: Record<Language, Source> = {
  vi: {
    first: async () => (await import('./vi.ts')).vi,
    codes: async () => (await import('./vi/codes.ts')).codes,
    alerts: async () => (await import('./vi/alerts.ts')).alerts,
    cameras: async () => (await import('./vi/cameras.ts')).cameras,
    https: async () => (await import('./vi/https.ts')).https,
    library: async () => (await import('./vi/library.ts')).library,
    more: async () => (await import('./vi/more.ts')).more,
  },
  en: {
    first: async () => (await import('./en.ts')).en,
    codes: async () => (await import('./en/codes.ts')).codes,
    alerts: async () => (await import('./en/alerts.ts')).alerts,
    cameras: async () => (await import('./en/cameras.ts')).cameras,
    https: async () => (await import('./en/https.ts')).https,
    library: async () => (await import('./en/library.ts')).library,
    more: async () => (await import('./en/more.ts')).more,
  },
};

const needed: Part[] = [];
const spoken = $state<{ dictionary: Dictionary | null }>({ dictionary: null });
/** What was asked for last is spoken, whichever is here last: an earlier one knows fewer words, or is another language. */
const asked: { language: Language; answer: Promise<Dictionary> | null } = { language: 'vi', answer: null };

/** The language this person chose on this device; Vietnamese until they do. */
export function chosenLanguage(): Language {
  return languages.find((language) => language === stored('language')) ?? 'vi';
}

/** Loads a language, with the parts that screens have asked for so far, and speaks it from now on. */
export async function speak(language: Language): Promise<void> {
  let answer = dictionaryOf(language);
  Object.assign(asked, { language, answer });
  let dictionary = await answer;
  while (asked.answer !== null && answer !== asked.answer) {
    answer = asked.answer;
    dictionary = await answer;
  }
  spoken.dictionary = dictionary;
  document.documentElement.lang = dictionary.language;
  store('language', dictionary.language);
}

async function dictionaryOf(language: Language): Promise<Dictionary> {
  const { first, codes, ...parts } = sources[language];
  const [known, ...messages] = await Promise.all([codes(), first(), ...needed.map((part) => parts[part]())]);
  return { language, codes: known, messages: Object.assign({}, ...messages) as Dictionary['messages'] };
}

/** A screen together with the words it needs. */
export async function withWords<Screen>(part: Part, screen: Promise<Screen>): Promise<Screen> {
  if (needed.includes(part)) {
    // Somebody else's words may be on their way still; that they don't come is told to whoever asked for them.
    await asked.answer?.catch(() => undefined);
    return screen;
  }
  needed.push(part);
  try {
    await speak(asked.language);
  } catch (thrown) {
    needed.splice(needed.indexOf(part), 1);
    throw thrown;
  }
  return screen;
}

export function currentLanguage(): Language {
  return spoken.dictionary?.language ?? 'vi';
}

/** A sentence of the panel in the person's language. */
export function t<K extends Key>(key: K, ...facts: FactsArgument<K>): string {
  return fill(spoken.dictionary?.messages[key] ?? '', facts[0] ?? {});
}

/** The sentence of a code, its facts not yet filled in; undefined for a code too new for this panel. */
export function sentenceOf(code: string): string | undefined {
  const codes: Readonly<Record<string, string>> = spoken.dictionary?.codes ?? {};
  return codes[code];
}
