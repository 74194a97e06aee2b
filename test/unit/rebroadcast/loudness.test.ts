import { describe, expect, it } from 'vitest';
import { createLimiter, lookaheadFrames } from '../../../gateway/src/audio/limiter.ts';
import { createLeveller } from '../../../gateway/src/rebroadcast/loudness.ts';

const rate = 48_000;
/** −1 dBFS. */
const limit = 29_204;

function sine(seconds: number, amplitude: (second: number) => number, hz = 1_000): Int16Array {
  return Int16Array.from({ length: seconds * rate }, (_, i) =>
    Math.round(32_767 * amplitude(i / rate) * Math.sin((2 * Math.PI * hz * i) / rate)),
  );
}

/** In pieces as they come, with the loudness of each second that left. */
function play(sound: Int16Array) {
  const leveller = createLeveller({ open: createLimiter, lookaheadFrames });
  const out: number[] = [];
  for (let at = 0; at < sound.length; at += 4_800) out.push(...leveller.level(sound.subarray(at, at + 4_800)));
  const rmsDb = Array.from({ length: Math.floor(out.length / rate) }, (_, second) => {
    const part = out.slice(second * rate, (second + 1) * rate);
    return 10 * Math.log10(part.reduce((sum, v) => sum + (v / 32_768) ** 2, 0) / part.length);
  });
  return { leveller, out, rmsDb };
}

const peakOf = (out: readonly number[]) => out.reduce((peak, v) => Math.max(peak, Math.abs(v)), 0);

describe('a station’s level', () => {
  // A sine of 1 kHz, counted twice, measures 3 dB above its power: −16 LUFS are −19 dBFS.
  it.each([-40, -30, -16, -6, -1])('comes to −16 LUFS from %i dBFS within a second', (db) => {
    const { rmsDb, out } = play(sine(5, () => 10 ** (db / 20)));
    expect(rmsDb[2]).toBeCloseTo(Math.min(-19, db - 3 + 20), 0);
    expect(peakOf(out)).toBeLessThanOrEqual(limit);
  });

  it('follows slowly: a quiet passage is not pumped up, a loud one is down within seconds', () => {
    const { rmsDb } = play(sine(40, (second) => (second < 20 ? 0.2 : 0.1)));
    expect((rmsDb[21] ?? 0) - (rmsDb[19] ?? 0)).toBeCloseTo(-6, 0);
    expect((rmsDb[39] ?? 0) - (rmsDb[19] ?? 0)).toBeGreaterThan(-3);
  });

  it('does not raise the hiss of a pause', () => {
    const { rmsDb, leveller } = play(sine(30, (second) => (second < 5 ? 0.1 : 0.0005)));
    expect(rmsDb[29]).toBeLessThan(-55);
    expect(leveller.peakRmsDb()).toBeCloseTo(-69, 0);
  });

  it('no sample of what jumps out of silence is above the limit, and the bus finds nothing to limit in it', () => {
    const { out } = play(sine(6, (second) => (second < 4 ? 0.02 : 1)));
    expect(peakOf(out)).toBeLessThanOrEqual(limit);
    const mix = Float32Array.from(out);
    const bus = createLimiter();
    const left: number[] = [];
    for (let at = 0; at < mix.length; at += 480) left.push(...bus.write(mix.subarray(at, at + 480)));
    expect(left.every((sample, i) => Math.abs(sample - (out[i] ?? 0)) <= 1)).toBe(true);
  });

  it('nothing is lost or added: what came leaves two milliseconds later', () => {
    const { out } = play(sine(2, () => 0.1));
    expect(out).toHaveLength(2 * rate);
    expect(out.slice(0, lookaheadFrames).every((sample) => sample === 0)).toBe(true);
    expect(Math.abs(out[lookaheadFrames + 12] ?? 0)).toBeGreaterThan(1_000);
  });
});
