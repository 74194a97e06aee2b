import { describe, expect, it } from 'vitest';
import type { CuedContent } from '../../../gateway/src/broadcast/ports.ts';
import {
  goesOnAtMs,
  heardMs,
  heardSpans,
  partLengths,
  passagesOf,
  scoreMs,
  type Passage,
} from '../../../gateway/src/broadcast/score.ts';

const song = (title: string, seconds: number) => ({ title, path: `/${title}.wav`, durationMs: seconds * 1_000 });
const lost = { title: 'hỏng', problem: { code: 'playlist.item-missing', params: {} } };
const list: CuedContent = { title: 'Buổi sáng', durationMs: 60_000, items: [song('a', 10), lost, song('b', 50)] };
const rung: CuedContent = {
  ...list,
  durationMs: 69_000,
  items: [{ ...song('mo-dau', 4), chime: 'opening' }, ...list.items, { ...song('ket-thuc', 5), chime: 'closing' }],
};
const fromOf = (passage: Passage) => ('fromMs' in passage ? (passage.fromMs ?? 0) : 0);
const words = (passages: readonly Passage[]) =>
  passages.map((passage) =>
    passage.kind === 'pause'
      ? `im ${passage.durationMs / 1_000}`
      : `${passage.title}${fromOf(passage) === 0 ? '' : ` từ ${fromOf(passage) / 1_000}`}`,
  );
const part = (turn: number, count: number, fromMs = 0) => ({ turn, count, fromMs });

describe('an output', () => {
  it.each([
    ['nothing was heard: plays all of it', 0, ['a', 'b']],
    ['it was broken off in an item: goes on there', 4_000, ['a từ 4', 'b']],
    ['between two: begins the next', 10_000, ['b']],
    ['later: leaves out what is over', 25_000, ['b từ 15']],
    ['at its end: has nothing left', 60_000, []],
    ['after its end, as the clock counts: likewise', 61_000, []],
  ])('when %s', (_when, fromMs, expected) => {
    expect(words(passagesOf(list, part(0, 1, fromMs)))).toEqual(expected);
  });

  it('rings with the others and speaks in its turn, silent in theirs', () => {
    expect(words(passagesOf(rung, part(0, 3)))).toEqual(['mo-dau', 'a', 'b', 'im 120', 'ket-thuc']);
    expect(words(passagesOf(rung, part(1, 3)))).toEqual(['mo-dau', 'im 60', 'a', 'b', 'im 60', 'ket-thuc']);
    expect(words(passagesOf(rung, part(2, 3)))).toEqual(['mo-dau', 'im 120', 'a', 'b', 'ket-thuc']);
    expect(scoreMs(rung, 3)).toBe(189_000);
    expect(partLengths(rung)).toEqual({ openingMs: 4_000, contentMs: 60_000, closingMs: 5_000 });
  });

  it('broken off in the turn of others goes on where all of them were', () => {
    expect(words(passagesOf(rung, part(0, 2, 70_000)))).toEqual(['im 54', 'ket-thuc']);
    expect(words(passagesOf(rung, part(1, 2, 70_000)))).toEqual(['a từ 6', 'b', 'ket-thuc']);
  });

  it('whatever its turn is silent at the same moments as the others ring, and all end together', () => {
    for (let count = 1; count <= 4; count++) {
      for (const fromMs of [0, 3_999, 20_000, 100_000]) {
        const lengths = Array.from({ length: count }, (_, turn) =>
          passagesOf(rung, part(turn, count, fromMs)).reduce(
            (sum, passage) => sum + passage.durationMs - fromOf(passage),
            0,
          ),
        );
        expect(new Set(lengths).size).toBe(1);
        expect(lengths[0]).toBe(Math.max(0, scoreMs(rung, count) - fromMs));
      }
    }
  });
});

describe('what was heard at a horn', () => {
  it('is the chimes and its own turn', () => {
    const second = heardSpans(rung, part(1, 2));
    expect(heardMs(second, 0, 129_000)).toBe(69_000);
    expect(heardMs(second, 0, 64_000)).toBe(4_000);
    expect(heardMs(second, 0, 100_000)).toBe(40_000);
    expect(heardMs(heardSpans(rung, part(0, 2)), 0, 100_000)).toBe(64_000);
  });

  it('is all that plays where nobody waits for others', () => {
    expect(heardMs(heardSpans(list, part(0, 1)), 2_000, 9_000)).toBe(7_000);
  });

  it('counts from where it went on after a power cut', () => {
    expect(heardMs(heardSpans(rung, part(1, 2, 70_000)), 0, 59_000)).toBe(59_000);
    expect(heardMs(heardSpans(rung, part(0, 2, 70_000)), 0, 59_000)).toBe(5_000);
  });
});

describe('what was broken off goes on', () => {
  it.each([
    ['that had not begun, from its chime', 0, 0],
    ['in the opening chime, from the chime again: half a chime announces nothing', 3_000, 0],
    ['in the content, at its place, without the chime that was heard', 10_000, 10_000],
    ['in the second turn, there', 100_000, 100_000],
    ['in the closing chime, not at all: everything was said', 126_000, null],
  ])('%s', (_what, at, expected) => {
    expect(goesOnAtMs(rung, 2, at)).toBe(expected);
  });
});
