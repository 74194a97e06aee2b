import { describe, expect, it } from 'vitest';
import { readFrame } from '../../../gateway/src/live/frames.ts';
import { encodeFrame, frameSamples, levelOfFrame } from '../../../ui/src/lib/live-voice/frame.ts';
import { createResampler } from '../../../ui/src/lib/live-voice/resample.ts';
import { toneShare } from '../../support/rtp-listener.ts';

const tone = (hz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

describe('what the panel sends', () => {
  it('is what the gateway reads', () => {
    const samples = Int16Array.from({ length: frameSamples }, (_, i) => 30 * i - 14_000);
    expect(readFrame(new Uint8Array(encodeFrame(4_000_000_000, samples, 12.25)))).toEqual({
      number: 4_000_000_000,
      capturedAt: 12.25,
      samples,
    });
    expect(readFrame(new Uint8Array(encodeFrame(1, null, 20)))).toEqual({ number: 1, capturedAt: 20, samples: null });
  });

  it('shows its level: full scale is 0 dB, nothing is −100', () => {
    expect(levelOfFrame(new Int16Array(frameSamples).fill(-32_768))).toEqual({ rmsDb: 0, peakDb: 0 });
    expect(levelOfFrame(new Int16Array(frameSamples))).toEqual({ rmsDb: -100, peakDb: -100 });
  });
});

describe('a microphone of another rate', () => {
  it.each([16_000, 44_100, 96_000])('of %i Hz gives the same tone at 48 kHz, as long as it lasted', (rate) => {
    const resample = createResampler(rate, 48_000);
    const input = tone(700, rate, 2);
    const pieces: number[] = [];
    for (let at = 0; at < input.length; at += 128) pieces.push(...resample(input.subarray(at, at + 128)));
    expect(Math.abs(pieces.length - 96_000)).toBeLessThan(10);
    const samples = Int16Array.from(pieces, (sample) => sample * 32_767);
    expect(toneShare(samples.subarray(1_000, 91_000), 700, 48_000)).toBeGreaterThan(0.99);
  });

  it('of 48 kHz is left alone', () => {
    const input = tone(700, 48_000, 1);
    expect(createResampler(48_000, 48_000)(input)).toBe(input);
  });
});
