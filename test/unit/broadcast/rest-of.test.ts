import { expect, it } from 'vitest';
import type { CuedContent } from '../../../gateway/src/broadcast/ports.ts';
import { restOf } from '../../../gateway/src/broadcast/rest-of.ts';

const song = (title: string, seconds: number) => ({ title, path: `/${title}.wav`, durationMs: seconds * 1_000 });
const lost = { title: 'hỏng', problem: { code: 'playlist.item-missing', params: {} } };
const content: CuedContent = { title: 'Buổi sáng', durationMs: 60_000, items: [song('a', 10), lost, song('b', 50)] };

it.each([
  ['nothing was heard: all of it', 0, content],
  [
    'in the middle of an item: it goes on there',
    4_000,
    { ...content, durationMs: 56_000, items: [{ ...song('a', 10), fromMs: 4_000 }, lost, song('b', 50)] },
  ],
  [
    'between two items: the next one, from its beginning',
    10_000,
    { ...content, durationMs: 50_000, items: [lost, song('b', 50)] },
  ],
  [
    'later: what is over is left out',
    25_000,
    { ...content, durationMs: 35_000, items: [lost, { ...song('b', 50), fromMs: 15_000 }] },
  ],
  ['at its end: nothing to hear is left', 60_000, { ...content, durationMs: 0, items: [lost] }],
  ['after its end, as the clock counts: the same', 61_000, { ...content, durationMs: 0, items: [lost] }],
])('broken off when %s', (_when, airedMs, rest) => {
  expect(restOf(content, airedMs)).toEqual(rest);
});
