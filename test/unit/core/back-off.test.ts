import { expect, it } from 'vitest';
import { pauseBeforeRetryMs } from '../../../gateway/src/core/back-off.ts';

it('waits a second after the first failure, twice as long after each, half a minute at most', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => pauseBeforeRetryMs(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

it('is up to a third shorter by luck', () => {
  expect(pauseBeforeRetryMs(1, 0)).toBe(667);
  expect(pauseBeforeRetryMs(9, 0)).toBe(20_000);
});
