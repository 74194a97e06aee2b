import type { CuedContent } from './ports.ts';

/** What is left of a content after its first `airedMs`: whole items are left out, the one it broke off in goes on. Pure. */
export function restOf(content: CuedContent, airedMs: number): CuedContent {
  let left = airedMs;
  const items = content.items.flatMap((item): CuedContent['items'] => {
    if ('problem' in item || 'feed' in item) return [item];
    const skipMs = Math.min(left, item.durationMs);
    left -= skipMs;
    if (skipMs >= item.durationMs) return [];
    return skipMs > 0 ? [{ ...item, fromMs: skipMs }] : [item];
  });
  return { ...content, items, durationMs: Math.max(0, content.durationMs - airedMs) };
}
