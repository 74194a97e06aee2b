import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CameraMove } from '../../../gateway/src/contract/index.ts';
import { Turning } from '../../../ui/src/lib/camera/turning.ts';

const left: CameraMove = { x: -0.5, y: 0, zoom: 0 };
const up: CameraMove = { x: 0, y: 0.5, zoom: 0 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A camera that answers after so long, and what it was told. */
function camera(answersAfterMs: number) {
  const told: string[] = [];
  const troubles: unknown[] = [];
  let refuses = false;
  const turning = new Turning({
    send: async ({ x, y }) => {
      told.push(x < 0 ? 'left' : y > 0 ? 'up' : 'stop');
      await new Promise((resolve) => setTimeout(resolve, answersAfterMs));
      if (refuses) throw new Error('no');
    },
    onTrouble: (thrown) => troubles.push(thrown),
  });
  return { turning, told, troubles, refuse: (now: boolean) => (refuses = now) };
}

it('a camera turns while it is pushed, and the last that it hears is to stop', async () => {
  const { turning, told } = camera(50);
  turning.push(left);
  await vi.advanceTimersByTimeAsync(500);
  turning.release();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual(['left', 'stop']);
});

it('a tap that ends before the camera has answered stops it too', async () => {
  const { turning, told } = camera(300);
  turning.push(left);
  turning.release();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['left', 'stop']);
});

it('a tap turns the camera a little, not for no time at all', async () => {
  const { turning, told } = camera(5);
  turning.nudge(left);
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toEqual(['left']);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['left', 'stop']);
});

it('a finger that goes from one button to another turns the other way, with nothing old in between', async () => {
  const { turning, told } = camera(300);
  turning.push(left);
  turning.release();
  turning.push(up);
  await vi.advanceTimersByTimeAsync(1_000);
  turning.release();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['left', 'up', 'stop']);
});

it('a long push is told anew before the camera would stop by itself', async () => {
  const { turning, told } = camera(50);
  turning.push(left);
  await vi.advanceTimersByTimeAsync(6_500);
  turning.release();
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['left', 'left', 'left', 'left', 'stop']);
});

it('a camera that was let go of before it refused is told to stop too', async () => {
  const { turning, told, troubles, refuse } = camera(300);
  refuse(true);
  turning.push(left);
  await vi.advanceTimersByTimeAsync(100);
  turning.release();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual(['left', 'stop']);
  expect(troubles).toHaveLength(2);
});

it('a camera that refused to turn is still told to stop', async () => {
  const { turning, told, troubles, refuse } = camera(50);
  refuse(true);
  turning.push(left);
  await vi.advanceTimersByTimeAsync(100);
  expect(troubles).toHaveLength(1);
  refuse(false);
  turning.release();
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['left', 'stop']);
});
