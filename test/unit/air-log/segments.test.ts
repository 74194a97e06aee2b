import { describe, expect, test } from 'vitest';
import { segmentsToRemove, type Limits } from '../../../gateway/src/air-log/retention.ts';
import {
  endOfHour,
  passagesBetween,
  segmentName,
  startOfSegment,
  type Segment,
} from '../../../gateway/src/air-log/segments.ts';

const five = Date.parse('2026-11-24T05:00:00.000Z');
const minute = 60_000;
const day = 86_400_000;

function segment(startAt: number, endAt: number, change: Partial<Segment> = {}): Segment {
  return { outputId: 'loa', startAt, endAt, bytes: 1_000, open: false, ...change };
}

describe('a segment', () => {
  test('is named by the instant it began, and found by its name', () => {
    expect(segmentName(five + 12)).toBe('2026-11-24T05-00-00.012Z.opus');
    expect(startOfSegment(segmentName(five + 12))).toBe(five + 12);
  });

  test.each(['', 'a.opus', '2026-11-24T05-00-00.000Z.wav', '2026-13-24T05-00-00.000Z.opus', '../../etc/passwd'])(
    'is not what is called %j',
    (name) => expect(startOfSegment(name)).toBeNull(),
  );

  test('ends with its hour', () => {
    expect(endOfHour(five - 1)).toBe(five);
    expect(endOfHour(five)).toBe(five + 60 * minute);
  });
});

describe('what is held between two instants', () => {
  const spans = (segments: readonly Segment[], from: number, to: number) =>
    passagesBetween(segments, 'loa', from, to).map((passage) => [passage.from - five, passage.to - five]);

  test('comes in order, cut to the span, with its gaps', () => {
    const held = [segment(five + 10, five + 20), segment(five, five + 5), segment(five + 40, five + 50)];
    expect(spans(held, five + 2, five + 15)).toEqual([
      [2, 5],
      [10, 15],
    ]);
  });

  test('is of the output that was asked for', () => {
    expect(spans([segment(five, five + 5, { outputId: 'chua' })], five, five + 5)).toEqual([]);
  });

  test('comes once where a clock that was put back made two of them overlap', () => {
    expect(spans([segment(five, five + 30), segment(five + 20, five + 40)], five, five + 50)).toEqual([
      [0, 30],
      [30, 40],
    ]);
  });

  test('is nothing where the span touches nothing, or a file holds nothing', () => {
    expect(spans([segment(five, five + 5), segment(five + 7, five + 7)], five + 5, five + 10)).toEqual([]);
  });
});

describe('the segments that go', () => {
  const room: Limits = { now: five, days: 30, mostBytes: 1e9, freeBytes: 1e12, spareBytes: 1e6 };
  const ago = (days: number, change: Partial<Segment> = {}) =>
    segment(five - days * day - minute, five - days * day, change);
  const days = (segments: readonly Segment[], limits: Partial<Limits> = {}) =>
    segmentsToRemove(segments, { ...room, ...limits }).map(({ endAt }) => (five - endAt) / day);

  test('are those older than the month, and no others while there is room', () => {
    expect(days([ago(31), ago(29), ago(30.5), ago(30), ago(0)])).toEqual([31, 30.5]);
  });

  test('are the oldest ones until the folder is within its size', () => {
    expect(days([ago(1), ago(3), ago(2)], { mostBytes: 1_500 })).toEqual([3, 2]);
    expect(days([ago(1), ago(3), ago(2)], { mostBytes: 3_000 })).toEqual([]);
  });

  test('are the oldest ones until the disk has room again for everything else', () => {
    expect(days([ago(1), ago(3), ago(2)], { freeBytes: 998_500 })).toEqual([3, 2]);
    expect(days([ago(1), ago(3), ago(2)], { freeBytes: 0 })).toEqual([3, 2, 1]);
  });

  test('never are the ones that still grow, though they count', () => {
    expect(days([ago(3, { open: true, bytes: 9_000 }), ago(2), ago(1)], { mostBytes: 9_000 })).toEqual([2, 1]);
  });
});
