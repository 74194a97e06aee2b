import { expect, test } from 'vitest';
import { createPreciseWall } from '../../../gateway/src/core/clock/precise-wall.ts';

/** A wall clock cut to whole ms, 0.73 ms out of step with the monotonic one; every look at it takes 3 µs. */
function clocks() {
  let monotonic = 10;
  let offset = 1_700_000_000_000.73;
  return {
    now: () => Math.floor((monotonic += 0.003) + offset),
    monotonic: () => (monotonic += 0.003),
    pass: (ms: number) => (monotonic += ms),
    step: (ms: number) => (offset += ms),
    truth: (at: number) => at + offset,
  };
}

test('an instant is known to a hundredth of a millisecond', () => {
  const clock = clocks();
  const wall = createPreciseWall(clock);
  expect(Math.abs(wall.wallAt(500) - clock.truth(500))).toBeLessThan(0.01);
  expect(wall.monotonicAt(wall.wallAt(500))).toBeCloseTo(500, 3);
});

test.each([3_600_000, 2.4, -2.4, -3_600_000])('a step of %d ms is followed', (step) => {
  const clock = clocks();
  const wall = createPreciseWall(clock);
  clock.step(step);
  clock.pass(10);
  wall.sample();
  expect(Math.abs(wall.wallAt(500) - clock.truth(500))).toBeLessThan(0.01);
});

test('being held up between two looks changes nothing', () => {
  const clock = clocks();
  let hold = 0;
  const held = { now: () => (clock.pass(hold), clock.now()), monotonic: () => (clock.pass(hold), clock.monotonic()) };
  const wall = createPreciseWall(held);
  hold = 15;
  for (let i = 0; i < 50; i++) wall.sample();
  expect(Math.abs(wall.wallAt(500) - clock.truth(500))).toBeLessThan(0.01);
});
