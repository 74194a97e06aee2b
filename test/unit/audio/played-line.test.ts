import { expect, test } from 'vitest';
import { createPlayedLine } from '../../../gateway/src/audio/played-line.ts';

test('nothing is known before the first report, and a programme waits for a few', () => {
  const line = createPlayedLine();
  expect(line.frameAt(100)).toBeNull();
  line.report(480, 110);
  expect(line.settled()).toBe(false);
  line.report(1_440, 130);
  line.report(2_400, 150);
  expect(line.settled()).toBe(true);
  expect(line.frameAt(150)).toBe(2_400);
  expect(line.monotonicAt(2_400)).toBe(150);
});

test('reports rounded to whole milliseconds are averaged to a tenth', () => {
  const line = createPlayedLine();
  for (let at = 0.37; at < 5_000; at += 49.77) line.report(Math.round(at - 0.37) * 48, at);
  expect(Math.abs((line.frameAt(5_000) ?? 0) - (5_000 - 0.37) * 48)).toBeLessThan(0.15 * 48);
});

test('one late report does not move the line', () => {
  const line = createPlayedLine();
  for (let at = 0; at < 2_000; at += 20) line.report(at * 48, at);
  line.report(2_000 * 48, 2_090);
  expect(Math.abs((line.frameAt(3_000) ?? 0) - 3_000 * 48)).toBeLessThan(0.1 * 48);
});

test('a sink that stalled is followed to its new line', () => {
  const line = createPlayedLine();
  for (let at = 0; at < 2_000; at += 20) line.report(at * 48, at);
  for (let at = 2_000; at < 2_200; at += 20) line.report((at - 100) * 48, at);
  expect(line.frameAt(2_200)).toBeCloseTo(2_100 * 48, 0);
});

test('a card that runs 200 ppm fast is followed within a quarter of a millisecond', () => {
  const line = createPlayedLine();
  const frames = (at: number) => at * 48 * 1.0002;
  for (let at = 0; at < 60_000; at += 20) line.report(frames(at), at);
  expect(Math.abs((line.frameAt(60_000) ?? 0) - frames(60_000))).toBeLessThan(0.25 * 48);
});
