import { expect, test } from 'vitest';
import type { PlayedItem } from '../../../gateway/src/audio/bus.ts';
import { judge } from '../../../gateway/src/broadcast/outcome.ts';

const silent = (title: string, atSeconds: number): PlayedItem => ({
  title,
  airedMs: 8_000 + 1_000 * atSeconds,
  problem: { code: 'audio.silent', params: { title, atSeconds } },
});
const well: PlayedItem = { title: 'Bản tin', airedMs: 60_000, problem: null };

const outcomeOf = (...items: PlayedItem[]) =>
  judge({
    airedMs: items.reduce((sum, { airedMs }) => sum + airedMs, 0),
    cause: null,
    legs: [{ airedMs: 60_000, ending: 'ended', fault: null, cause: null, items }],
    zones: [{ name: 'Đầu thôn', fault: null, held: null }],
    cueProblems: [],
  });

test('a bulletin of which one item fell silent was aired partly, and the log names the item', () => {
  const params = { item: 'Nhạc', cause: 'audio.silent' };
  expect(outcomeOf(well, silent('Nhạc', 30))).toEqual({ kind: 'aired-partly', code: 'broadcast.item-skipped', params });
  expect(outcomeOf(silent('Nhạc', 30))).toMatchObject({ kind: 'aired-partly' });
});

test('a broadcast in which nothing was to be heard has failed, however long it was played', () => {
  const params = { item: 'Tệp trống', cause: 'audio.silent' };
  const outcome = { kind: 'failed', code: 'broadcast.nothing-to-air', params };
  expect(outcomeOf(silent('Tệp trống', 0), silent('Tệp khác', 0))).toEqual(outcome);
});
