import { expect, test } from 'vitest';
import { compareSound } from '../../support/compare-sound.ts';
import { melody, noise } from '../../support/sound.ts';

const source = melody(2_000);

/** What an ear hears that begins to listen `ms` before the sound. */
function heardAfter(ms: number, sound: Int16Array): Int16Array {
  const frames = Math.round(ms * 48);
  const heard = new Int16Array(Math.max(0, frames) + sound.length + 4_800);
  heard.set(frames < 0 ? sound.subarray(-frames) : sound, Math.max(0, frames));
  return heard;
}

test.each([0, 2.1, 1_000.5, 2_000.15, 333.3, -100])(
  'a sound is found to the sample, %d ms into what was heard',
  (ms) => {
    const likeness = compareSound(source, heardAfter(ms, source));
    expect(likeness.offsetMs).toBeCloseTo(ms, 1);
    expect(likeness.correlation).toBeGreaterThan(ms < 0 ? 0.95 : 0.999);
    expect(likeness.levelDb).toBeCloseTo(0, 1);
  },
);

test('how much softer it is, and how much of it is missing, is told', () => {
  const half = source.slice(0, 48_000).map((sample) => Math.round(sample / 2));
  const likeness = compareSound(source, heardAfter(500, half));
  expect(likeness.offsetMs).toBeCloseTo(500, 1);
  expect(likeness.durationMs.heard).toBeCloseTo(1_000, -2);
  expect(likeness.durationMs.source).toBeCloseTo(2_000, -2);
  expect(compareSound(source.slice(0, 48_000), heardAfter(500, half)).levelDb).toBeCloseTo(-6, 1);
});

test('another sound, and silence, are not taken for it', () => {
  expect(compareSound(source, noise(3_000)).correlation).toBeLessThan(0.2);
  expect(compareSound(source, new Int16Array(48_000)).correlation).toBe(0);
  expect(compareSound(source, new Int16Array(0)).correlation).toBe(0);
});
