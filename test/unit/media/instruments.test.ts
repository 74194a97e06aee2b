import { describe, expect, it } from 'vitest';
import { bell, perform, pluck, synthRate, type Instrument } from '../../../gateway/src/media/synth/instruments.ts';

/** The tone's period by autocorrelation, to a part of a sample. */
function centsOffTune(instrument: Instrument, pitch: number): number {
  const sound = instrument({ atMs: 0, pitch, force: 1 }).subarray(synthRate / 4, synthRate / 2);
  const expected = synthRate / (440 * 2 ** ((pitch - 69) / 12));
  const likeness = (lag: number) => {
    let sum = 0;
    for (let n = 0; n < 4_000; n++) sum += (sound[n] ?? 0) * (sound[n + lag] ?? 0);
    return sum;
  };
  // Many periods together, so that a sample is a small part of them.
  const periods = Math.floor(1_500 / expected);
  const around = Math.round(expected * periods);
  const lags = Array.from({ length: 21 }, (_, n) => around - 10 + n);
  const best = lags.reduce((one, other) => (likeness(other) > likeness(one) ? other : one));
  const [left, middle, right] = [likeness(best - 1), likeness(best), likeness(best + 1)];
  const peak = best + (0.5 * (left - right)) / (left - 2 * middle + right);
  return 1200 * Math.log2((expected * periods) / peak);
}

describe('an instrument', () => {
  it.each([55, 60, 67, 74, 81])('is in tune at pitch %i', (pitch) => {
    expect(Math.abs(centsOffTune(pluck, pitch))).toBeLessThan(6);
    expect(Math.abs(centsOffTune(bell, pitch))).toBeLessThan(6);
  });

  it('sounds the same each time, and fades', () => {
    for (const instrument of [pluck, bell]) {
      const note = { atMs: 0, pitch: 67, force: 1 };
      const sound = instrument(note);
      expect(sound).toEqual(instrument(note));
      const loudest = (from: number) => sound.slice(from, from + 2_400).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      expect(loudest(0)).toBeGreaterThan(0.2);
      expect(loudest(synthRate)).toBeLessThan(loudest(0) / 2);
      expect(loudest(synthRate)).toBeGreaterThan(0.001);
    }
  });
});

it('a piece is as long as it was said, and half as loud as can be', () => {
  const piece = perform([{ atMs: 100, pitch: 69, force: 0.1 }], bell, 2_000);
  expect(piece).toHaveLength(2 * synthRate);
  expect(piece.reduce((a, b) => Math.max(a, Math.abs(b)), 0)).toBeCloseTo(0.5, 1);
});
