import { describe, expect, it } from 'vitest';
import { readCanonicalWav } from '../../../gateway/src/core/wav.ts';
import { encodeWav } from '../../../gateway/src/media/wav.ts';
import { createWaveform } from '../../../gateway/src/media/waveform.ts';

const samples = (...values: number[]) => Buffer.from(Int16Array.from(values).buffer);

describe('a waveform', () => {
  it('shows the loudest sample of each part', () => {
    const waveform = createWaveform(8, 4);
    waveform.add(samples(0, 128, -256, 1, 32_767, 5, -32_768, 0));
    expect([...waveform.peaks]).toEqual([1, 2, 255, 255]);
  });

  it('is the same however the sound is cut into pieces', () => {
    const whole = samples(...Array.from({ length: 999 }, (_, n) => Math.round(Math.sin(n / 9) * 20_000)));
    const atOnce = createWaveform(999, 50);
    atOnce.add(whole);
    for (const size of [1, 3, 7, 64]) {
      const inPieces = createWaveform(999, 50);
      for (let at = 0; at < whole.length; at += size) inPieces.add(whole.subarray(at, at + size));
      expect([...inPieces.peaks]).toEqual([...atOnce.peaks]);
    }
  });

  it('of a few samples has no more parts than samples', () => {
    expect(createWaveform(3, 800).peaks.length).toBe(3);
  });
});

it('samples become canonical sound, and none of them wraps', () => {
  const wav = encodeWav(Float64Array.from([0, 0.5, -1, 2]));
  expect(readCanonicalWav(wav, wav.length)).toMatchObject({ sound: { dataOffset: 44, frames: 4, truncated: false } });
  expect([0, 1, 2, 3].map((n) => wav.readInt16LE(44 + n * 2))).toEqual([0, 16_384, -32_767, 32_767]);
});
