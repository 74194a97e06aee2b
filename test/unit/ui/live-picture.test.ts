import { describe, expect, it } from 'vitest';
import { createAppendQueue } from '../../../ui/src/lib/camera/append-queue.ts';
import { createLineDelay } from '../../../ui/src/lib/camera/line-delay.ts';
import { steer } from '../../../ui/src/lib/camera/live-edge.ts';

describe('a player of live pictures', () => {
  it('begins near the newest picture, not with the oldest that it was given', () => {
    // The group of pictures that a viewer is given on joining begins at any time of the stream.
    expect(steer({ at: 0, held: [[400, 402]], rate: 1 }).seekTo).toBeCloseTo(401.85);
    expect(steer({ at: 0, held: [[400, 400.1]], rate: 1 }).seekTo).toBe(400);
  });

  it('is left alone while it is near', () => {
    expect(steer({ at: 401.75, held: [[400, 402]], rate: 1 })).toEqual({ seekTo: null, rate: 1, forgetBefore: null });
  });

  it('plays a little faster until a small delay is gone', () => {
    const held = [[400, 402]] as const;
    expect(steer({ at: 401.6, held, rate: 1 }).rate).toBe(1.05);
    expect(steer({ at: 401.8, held, rate: 1.05 }).rate).toBe(1.05);
    expect(steer({ at: 401.9, held, rate: 1.05 }).rate).toBe(1);
  });

  it('jumps over more than a second', () => {
    expect(steer({ at: 400.9, held: [[390, 402]], rate: 1.05 })).toMatchObject({ seekTo: 401.85, rate: 1 });
  });

  it('jumps to what comes after a hole, and back to a camera that counts from nought again', () => {
    const torn = [
      [390, 395],
      [398, 399],
    ] as const;
    expect(steer({ at: 394.9, held: torn, rate: 1 }).seekTo).toBeCloseTo(398.85);
    expect(steer({ at: 500, held: [[0, 1]], rate: 1 }).seekTo).toBeCloseTo(0.85);
  });

  it('keeps ten seconds, however long it plays', () => {
    expect(steer({ at: 414.8, held: [[400, 415]], rate: 1 }).forgetBefore).toBeNull();
    expect(steer({ at: 415.2, held: [[400, 415.3]], rate: 1 }).forgetBefore).toBeCloseTo(405.2);
  });

  it('with nothing to play waits', () => {
    expect(steer({ at: 0, held: [], rate: 1 })).toEqual({ seekTo: null, rate: 1, forgetBefore: null });
  });
});

describe('what waits for the decoder', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values).buffer;

  it('is taken as one piece, in order', () => {
    const queue = createAppendQueue(10);
    queue.add(bytes(1, 2));
    queue.add(bytes(3));
    expect(new Uint8Array(queue.take()!)).toEqual(Uint8Array.from([1, 2, 3]));
    expect(queue.take()).toBeNull();
  });

  it('is let go when it becomes too much: old pictures are of no use', () => {
    const queue = createAppendQueue(3);
    expect(queue.add(bytes(1, 2))).toBe(true);
    expect(queue.add(bytes(3, 4))).toBe(false);
    expect(queue.take()).toBeNull();
    expect(queue.add(bytes(5))).toBe(true);
  });
});

describe('the delay of a line', () => {
  it('is measured against its own quickest word, whatever the two clocks say', () => {
    const delay = createLineDelay();
    expect(delay.heard(5_000_000, 1_000)).toBe(0);
    expect(delay.heard(5_001_000, 2_300)).toBe(300);
    expect(delay.heard(5_002_000, 2_990)).toBe(0);
    expect(delay.heard(5_003_000, 6_490)).toBe(2_500);
  });
});
