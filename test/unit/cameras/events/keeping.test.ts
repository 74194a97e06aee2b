import { expect, test } from 'vitest';
import { whatGoes } from '../../../../gateway/src/cameras/events/keeping.ts';

const day = 86_400_000;
const now = 100 * day;
const limits = { now, days: 30, heldBytes: 40, mostBytes: 100, freeBytes: 1_000, spareBytes: 500 };
const event = (id: string, daysAgo: number, bytes = 10) => ({ id, at: now - daysAgo * day, bytes });

test('what fits and is not old stays', () => {
  expect(whatGoes([event('a', 29), event('b', 1)], limits)).toEqual({ events: [], media: [] });
});

test('what is too old goes as a whole', () => {
  expect(whatGoes([event('a', 31), event('b', 1)], limits)).toEqual({ events: ['a'], media: [] });
});

test('where room is short the oldest pictures and films go, and the events stay', () => {
  const events = [event('bare', 9, 0), event('a', 8), event('b', 7), event('c', 6)];
  expect(whatGoes(events, { ...limits, heldBytes: 115 })).toEqual({ events: [], media: ['a', 'b'] });
});

test('a disk that others filled gets its room back', () => {
  const events = [event('a', 8, 300), event('b', 7, 300), event('c', 6, 300)];
  expect(whatGoes(events, { ...limits, freeBytes: 0, heldBytes: 90 })).toEqual({ events: [], media: ['a', 'b'] });
});
