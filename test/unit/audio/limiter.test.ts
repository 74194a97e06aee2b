import { describe, expect, test } from 'vitest';
import { createLimiter, lookaheadFrames, type Limiter } from '../../../gateway/src/audio/limiter.ts';
import { noise, tone } from '../../support/sound.ts';

const ceiling = 32_768 * 10 ** (-1 / 20);

/** All of it through a limiter, in blocks of 10 ms, and the silence behind it. */
function limited(mix: ArrayLike<number>, limiter: Limiter = createLimiter()): Int16Array {
  const whole = new Float32Array(mix.length + lookaheadFrames);
  whole.set(mix);
  const out: number[] = [];
  for (let at = 0; at < whole.length; at += 480) out.push(...limiter.write(whole.subarray(at, at + 480)));
  return Int16Array.from(out);
}

const sumOf = (...sounds: readonly Int16Array[]) =>
  Float32Array.from(sounds[0] ?? [], (_, i) => sounds.reduce((sum, sound) => sum + (sound[i] ?? 0), 0));

describe('the limiter', () => {
  test('passes sound that fits bit for bit', () => {
    const fits = Int16Array.from([...noise(50), ...tone(50, 440, 24_000)]);
    expect(limited(fits)).toEqual(fits);
  });

  test('keeps two and four loud programmes below −1 dBFS, and never wraps them around', () => {
    const plays = [tone(500, 440, 27_000), tone(500, 660, 27_000), tone(500, 90, 27_000), noise(500)];
    for (const mix of [sumOf(...plays.slice(0, 2)), sumOf(...plays)]) {
      const out = limited(mix).subarray(0, mix.length);
      expect(out.every((sample) => Math.abs(sample) <= ceiling)).toBe(true);
      expect(out.every((sample, i) => sample * (mix[i] ?? 0) >= 0)).toBe(true);
    }
  });

  test('looks between the samples: a wave that rises there is turned down', () => {
    // A quarter of the rate at 45°: its samples are 3 dB below its peaks.
    const wave = Float32Array.from(
      { length: 9_600 },
      (_, i) => 29_000 * Math.SQRT2 * Math.sin((Math.PI / 2) * i + Math.PI / 4),
    );
    const out = limited(wave).subarray(4_800, 9_600);
    expect(Math.max(...out) * Math.SQRT2).toBeLessThanOrEqual(ceiling);
    expect(Math.max(...out) * Math.SQRT2).toBeGreaterThan(0.97 * ceiling);
  });

  test('turns down before the peak and lets go after it, without a step, back to bit for bit', () => {
    const mix = new Float32Array(48_000).fill(1_000);
    mix.fill(70_000, 9_600, 9_700);
    const gain = Array.from(limited(mix), (sample, i) => sample / (mix[i] ?? 1));
    const steps = gain.map((value, i) => Math.abs(value - (gain[i - 1] ?? 1)));
    // A thousandth is the rounding to 16 bits.
    expect(Math.max(...steps)).toBeLessThan(0.02);
    expect(gain[9_600 - lookaheadFrames]).toBe(1);
    expect(gain[9_700 + 28 * 48]).toBeLessThan(0.5);
    expect(gain.slice(9_700 + 250 * 48)).toEqual(gain.slice(9_700 + 250 * 48).map(() => 1));
  });

  test.each([50, 440, 3_000])('does not distort a steady tone of %i Hz that is twice too loud', (hz) => {
    const out = limited(Float32Array.from(tone(2_000, hz, 30_000), (sample) => 2 * sample)).subarray(24_000, 72_000);
    const at = (wave: (angle: number) => number) =>
      out.reduce((sum, sample, i) => sum + sample * wave((2 * Math.PI * hz * i) / 48_000), 0) / (out.length / 2);
    const [cos, sin] = [at(Math.cos), at(Math.sin)];
    const rest = out.reduce((sum, sample, i) => {
      const angle = (2 * Math.PI * hz * i) / 48_000;
      return sum + (sample - cos * Math.cos(angle) - sin * Math.sin(angle)) ** 2;
    }, 0);
    const distortion = Math.sqrt(rest / out.length) / (Math.hypot(cos, sin) / Math.SQRT2);
    expect(20 * Math.log10(distortion)).toBeLessThan(-85);
  });

  test('gives the same sound when the same is mixed anew, wherever it was taken back', () => {
    const mix = sumOf(tone(1_000, 440, 27_000), noise(1_000), tone(1_000, 97, 20_000));
    const once = limited(mix);
    const limiter = createLimiter();
    const out = new Int16Array(once.length);
    let given = 0;
    for (let block = 0; limiter.mixed() < mix.length; block++) {
      if (block % 3 === 2) {
        const back = Math.max(0, limiter.mixed() - ((block * 1_237) % 2_900));
        limiter.takeBack(back);
        given = Math.min(given, back);
      }
      const samples = limiter.write(mix.subarray(limiter.mixed(), limiter.mixed() + 480 + (block % 5) * 480));
      out.set(samples, given);
      given += samples.length;
    }
    expect(given).toBeGreaterThan(47_000);
    expect(out.subarray(0, given)).toEqual(once.subarray(0, given));
  });

  test('does not stay turned down for what was taken back', () => {
    const limiter = createLimiter();
    const quiet = tone(400, 440, 5_000);
    limiter.write(Float32Array.from(tone(100, 440, 5_000)));
    limiter.write(new Float32Array(4_800).fill(80_000));
    limiter.takeBack(4_000);
    const out = limiter.write(Float32Array.from(quiet));
    expect(out).toEqual(quiet.subarray(0, out.length));
  });

  test('stays below its ceiling when something loud comes in where it was taken back', () => {
    const limiter = createLimiter();
    const loud = sumOf(tone(400, 440, 27_000), tone(400, 441, 27_000));
    limiter.write(Float32Array.from(tone(400, 440, 27_000)));
    limiter.takeBack(12_345);
    const out = limiter.write(loud);
    expect(out.length).toBe(loud.length - lookaheadFrames);
    expect(out.every((sample) => Math.abs(sample) <= ceiling)).toBe(true);
  });
});
