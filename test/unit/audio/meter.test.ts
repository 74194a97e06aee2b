import { describe, expect, test } from 'vitest';
import { createMeter } from '../../../gateway/src/audio/meter.ts';
import { tone } from '../../support/sound.ts';

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
