import { sampleRate, wavHeader } from '../core/wav.ts';

/** Pure: samples (−1 … 1) as a mono 16-bit WAV file; canonical at the standard rate. */
export function encodeWav(samples: Float64Array, rate: number = sampleRate): Buffer {
  const sound = Buffer.alloc(samples.length * 2);
  for (const [index, sample] of samples.entries()) {
    sound.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), index * 2);
  }
  return Buffer.concat([wavHeader(samples.length, rate), sound]);
}
