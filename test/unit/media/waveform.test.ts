import { describe, expect, it } from 'vitest';
import { encodeWav, findSamples } from '../../../gateway/src/media/wav.ts';
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

describe('a canonical WAV', () => {
  const wav = encodeWav(Float64Array.from([0, 0.5, -1, 2]));

  it('says where its samples are', () => {
    expect(findSamples(wav, wav.length)).toEqual({ offset: 44, bytes: 8 });
    expect(wav.readInt16LE(44 + 6)).toBe(32_767);
  });

  it('cut short is as long as what is there', () => {
    expect(findSamples(wav, wav.length - 3)?.bytes).toBe(4);
  });

  it('is told from anything else', () => {
    const stereo = Buffer.from(wav);
    stereo.writeUInt16LE(2, 22);
    expect(findSamples(stereo, stereo.length)).toBeNull();
    expect(findSamples(Buffer.from('#EXTM3U\n a.mp3, and so on'), 24)).toBeNull();
    expect(findSamples(Buffer.alloc(0), 0)).toBeNull();
  });
});
