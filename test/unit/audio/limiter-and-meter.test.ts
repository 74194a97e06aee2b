import { describe, expect, test } from 'vitest';
import { createLimiter } from '../../../gateway/src/audio/limiter.ts';
import { createMeter } from '../../../gateway/src/audio/meter.ts';
import { noise, tone } from '../../support/sound.ts';

describe('the limiter', () => {
  test('passes sound that fits bit for bit, up to full scale', () => {
    const samples = Int16Array.from([...noise(5), 32_767, -32_768, 0]);
    expect(createLimiter()(Float32Array.from(samples), samples.length)).toEqual(samples);
  });

  test('two loud programmes at once never wrap around', () => {
    const loud = Float32Array.from(tone(100, 440, 32_000), (sample) => sample * 2);
    const out = createLimiter()(loud, loud.length);
    for (const [i, sample] of out.entries()) expect(Math.sign(sample)).toBe(Math.sign(Math.round((loud[i] ?? 0) / 4)));
  });

  test('lets go after the loud moment, back to bit for bit', () => {
    const limit = createLimiter();
    limit(Float32Array.of(60_000), 1);
    const after = tone(400, 440, 10_000);
    const out = limit(Float32Array.from(after), after.length);
    expect(Math.abs(out[0] ?? 0)).toBeLessThan(6_000);
    expect(out.slice(-480)).toEqual(after.slice(-480));
  });
});

describe('the level meter', () => {
  test('shows what is played, not what was written ahead', () => {
    const meter = createMeter();
    meter.wrote(new Int16Array(480), 0);
    meter.wrote(new Int16Array(480).fill(16_384), 480);
    expect(meter.playedUpTo(480)).toEqual({ rmsDb: -100, peakDb: -100 });
    expect(meter.playedUpTo(960)).toEqual({ rmsDb: -6, peakDb: -6 });
  });

  test('of a tone, the power is 3 dB below the peak', () => {
    const meter = createMeter();
    meter.wrote(tone(100, 1_000, 32_767), 0);
    const { rmsDb, peakDb } = meter.playedUpTo(4_800);
    expect(peakDb).toBeCloseTo(0, 1);
    expect(rmsDb).toBeCloseTo(-3, 1);
  });
});
