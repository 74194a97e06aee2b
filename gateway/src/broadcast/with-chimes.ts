import { airLengthMs } from '../core/air/length.ts';
import type { CuedChimes, CuedContent, CuedItem } from './ports.ts';
import { partLengths } from './score.ts';

/**
 * A content between its chimes. Nothing is announced that cannot be heard; a station's programme begins at its instant,
 * with its own signal; and what begins or ends with the very same
 * sound, as the shipped playlists do, has its chime already. Pure.
 */
export function withChimes(content: CuedContent, { opening, closing }: CuedChimes): CuedContent {
  const audible = content.items.flatMap((item) => ('path' in item ? [item.path] : []));
  if (audible.length === 0) return content;
  const begins = opening && pathOf(opening) !== audible[0] ? [{ ...opening, chime: 'opening' as const }] : [];
  const ends = closing && pathOf(closing) !== audible.at(-1) ? [{ ...closing, chime: 'closing' as const }] : [];
  const whole = { ...content, items: [...begins, ...content.items, ...ends] };
  return { ...whole, durationMs: airLengthMs({ ...partLengths(whole), turns: 1 }) };
}

function pathOf(item: CuedItem): string | null {
  return 'path' in item ? item.path : null;
}
