import { airLengthMs } from '../core/air/length.ts';
import type { CuedChimes, CuedContent, CuedItem } from './ports.ts';

/** How long the parts of a cued content are, ms. Pure. */
export interface PartLengths {
  readonly openingMs: number;
  readonly contentMs: number;
  readonly closingMs: number;
}

/**
 * A content between its chimes. Nothing is announced that cannot be heard, and what begins or ends with the very same
 * sound, as the shipped playlists do, has its chime already. Pure.
 */
export function withChimes(content: CuedContent, { opening, closing }: CuedChimes): CuedContent {
  const audible = content.items.flatMap((item) => ('path' in item ? [item.path] : []));
  if (audible.length === 0) return content;
  const begins = opening && pathOf(opening) !== audible[0] ? [{ ...opening, chime: 'opening' as const }] : [];
  const ends = closing && pathOf(closing) !== audible.at(-1) ? [{ ...closing, chime: 'closing' as const }] : [];
  const whole = { ...content, items: [...begins, ...content.items, ...ends] };
  return { ...whole, durationMs: airLengthMs(partLengths(whole)) };
}

export function partLengths({ items }: Pick<CuedContent, 'items'>): PartLengths {
  const lengthOf = (part: CuedItem['chime']) =>
    items.reduce((sum, item) => sum + ('path' in item && item.chime === part ? item.durationMs : 0), 0);
  return { openingMs: lengthOf('opening'), contentMs: lengthOf(undefined), closingMs: lengthOf('closing') };
}

/**
 * Where a broadcast that was broken off goes on, ms from its first sample: half a chime announces nothing, so one that
 * was cut begins again, and one that was heard is not repeated. Null: only its closing chime is left, it is over. Pure.
 */
export function goesOnAtMs(content: CuedContent, brokenOffAtMs: number): number | null {
  const { openingMs, contentMs } = partLengths(content);
  if (brokenOffAtMs < openingMs) return 0;
  return brokenOffAtMs > 0 && brokenOffAtMs >= openingMs + contentMs ? null : brokenOffAtMs;
}

function pathOf(item: CuedItem): string | null {
  return 'path' in item ? item.path : null;
}
