import type { CuedContent } from './ports.ts';

/**
 * A station's programme ends when its slot does, however late it was begun; other content is as long as it is. `beginsAt`:
 * where the whole of it has, or would have, its first sample. Pure.
 */
export function untilSlotEnd(content: CuedContent, slotEndsAt: number, beginsAt: number): CuedContent {
  if (!content.items.some((item) => 'incoming' in item)) return content;
  const durationMs = Math.max(0, Math.min(content.durationMs, slotEndsAt - beginsAt));
  return {
    ...content,
    durationMs,
    items: content.items.map((item) => ('incoming' in item ? { ...item, durationMs } : item)),
  };
}
