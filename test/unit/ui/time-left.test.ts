import { expect, it } from 'vitest';
import { secondsLeft } from '../../../ui/src/lib/time-left.ts';

it('what was read in ten seconds to a quarter needs about thirty more', () => {
  expect(secondsLeft({ at: 1_000, share: 0 }, { at: 11_000, share: 0.25 })).toBe(30);
});

it('says fives, and never that none is left before it is done', () => {
  expect(secondsLeft({ at: 0, share: 0.5 }, { at: 4_000, share: 0.75 })).toBe(5);
  expect(secondsLeft({ at: 0, share: 0 }, { at: 9_000, share: 0.99 })).toBe(5);
});

it('says nothing while nobody can tell', () => {
  expect(secondsLeft({ at: 0, share: 0.2 }, { at: 5_000, share: 0.2 })).toBeNull();
  expect(secondsLeft({ at: 0, share: 0 }, { at: 0, share: 0.5 })).toBeNull();
});
