import type { CuedContent } from '../broadcast/ports.ts';
import type { Reason } from '../contract/index.ts';
import type { Cue } from '../library/ports.ts';

/** A prepared message, or why it cannot be heard: the siren sounds all the same. */
export type Message = Cue | { readonly title: string; readonly problem: Reason };

/**
 * One round of an emergency, repeated until it is ended: of a drill first that it is one, so that whoever steps out of
 * the house in the middle of it hears that too. Pure.
 */
export function emergencyScript(
  title: string,
  parts: { readonly notice: readonly Cue[]; readonly siren: Cue | null; readonly message: Message | null },
): CuedContent {
  const { notice, siren, message } = parts;
  return contentOf(title, [...notice, ...(siren ? [siren] : []), ...(message ? [message] : [])]);
}

/** What is heard when it is over: of a drill also after it that it was one. Pure. */
export function allClearScript(title: string, notice: readonly Cue[], words: readonly Cue[]): CuedContent {
  return contentOf(title, [...notice, ...words, ...notice]);
}

function contentOf(title: string, items: readonly Message[]): CuedContent {
  const durationMs = items.reduce((sum, item) => sum + ('path' in item ? item.durationMs : 0), 0);
  return { title, durationMs, items };
}
