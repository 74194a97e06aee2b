import { store, stored } from '../preferences.svelte.ts';
import { fill, type FactsOf } from './message.ts';
import type { codes as viCodes } from './vi/codes.ts';
import type { vi } from './vi.ts';

export type Key = keyof typeof vi;
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A sentence that needs no facts. */
export type PlainKey = { [K in Key]: [FactsOf<(typeof vi)[K]>] extends [never] ? K : never }[Key];

type NeededFacts<K extends Key> = FactsOf<(typeof vi)[K]>;
type FactsArgument<K extends Key> = [NeededFacts<K>] extends [never]
  ? []
  : [facts: Readonly<Record<NeededFacts<K>, string | number>>];

interface Dictionary {
  readonly language: Language;
  readonly messages: Readonly<Record<Key, string>>;
  readonly codes: Readonly<Record<keyof typeof viCodes, string>>;
}

/** Each language is its own file of the bundle: a phone loads the one it speaks. */
const load: Record<Language, () => Promise<Dictionary>> = {
  vi: async () => ({
    language: 'vi',
    messages: (await import('./vi.ts')).vi,
    codes: (await import('./vi/codes.ts')).codes,
  }),
  en: async () => ({
    language: 'en',
    messages: (await import('./en.ts')).en,
    codes: (await import('./en/codes.ts')).codes,
  }),
};

const spoken = $state<{ dictionary: Dictionary | null }>({ dictionary: null });

/** The language this person chose on this device; Vietnamese until they do. */
export function chosenLanguage(): Language {
  return languages.find((language) => language === stored('language')) ?? 'vi';
}

/** Loads a language and speaks it from now on. */
export async function speak(language: Language): Promise<void> {
  spoken.dictionary = await load[language]();
  document.documentElement.lang = language;
  store('language', language);
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
