import { describe, expect, it } from 'vitest';
import './in-words.ts';
import { Pages } from '../../../ui/src/parts/log/pages.svelte.ts';

/** A log of which two fit a page, newest first. */
function opened(ids: string[]) {
  const entries = ids.map((id) => ({ id }));
  const pages = new Pages(async (cursor?: string) => {
    const from = cursor === undefined ? 0 : entries.findIndex(({ id }) => id === cursor);
    return { items: entries.slice(from, from + 2), next: entries[from + 2]?.id ?? null };
  });
  return { pages, entries, shown: () => pages.items.map(({ id }) => id) };
}

describe('a long log on the screen', () => {
  it('gets what came while its line to the gateway was lost, and keeps its place', async () => {
    const { pages, entries, shown } = opened(['c', 'b', 'a']);
    await pages.more();
    entries.unshift({ id: 'd' });
    await pages.catchUp();
    expect(shown()).toEqual(['d', 'c', 'b']);
    await pages.more();
    expect(shown()).toEqual(['d', 'c', 'b', 'a']);
  });

  it('begins anew when more came than it could tell', async () => {
    const { pages, entries, shown } = opened(['b', 'a']);
    await pages.more();
    entries.unshift({ id: 'f' }, { id: 'e' }, { id: 'd' });
    await pages.catchUp();
    await pages.more();
    await pages.more();
    expect(shown()).toEqual(['f', 'e', 'd', 'b', 'a']);
  });

  it('has nothing twice, whichever answer comes first', async () => {
    const { pages, shown } = opened(['b', 'a']);
    await Promise.all([pages.more(), pages.catchUp()]);
    expect(shown()).toEqual(['b', 'a']);
  });
});
