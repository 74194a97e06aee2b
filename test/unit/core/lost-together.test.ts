import { expect, it } from 'vitest';
import { lostTogether } from '../../../gateway/src/core/lost-together.ts';

it.each<[string, (number | null)[], boolean]>([
  ['two that are lost half a minute apart', [1_000, 31_000], true],
  ['one that is lost a moment later', [1_000, 31_001], false],
  ['whatever the order they are told in', [31_001, 16_000, 1_000], false],
  ['three of which each is near the next, and the first is far from the last', [0, 20_000, 40_000], false],
  ['one that is there still', [1_000, 1_000, null], false],
  ['one alone', [1_000], false],
  ['nothing', [], false],
])('%s', (_what, sinceMs, together) => {
  expect(lostTogether(...sinceMs)).toBe(together);
});
