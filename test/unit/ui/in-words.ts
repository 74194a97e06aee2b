import type { Language, Part } from '../../../ui/src/lib/i18n/index.svelte.ts';

/** A panel that speaks without a browser: import this first. Runes need a compiler, which plain values do not. */
const state = Object.assign(<T>(value?: T) => value, { raw: <T>(value?: T) => value });
Object.assign(globalThis, { $state: state, document: { documentElement: {} } });

export async function speakIn(language: Language, ...parts: Part[]): Promise<void> {
  const { speak, withWords } = await import('../../../ui/src/lib/i18n/index.svelte.ts');
  await speak(language);
  for (const part of parts) await withWords(part, Promise.resolve());
}
