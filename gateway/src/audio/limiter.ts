import { sampleRate } from '../core/wav.ts';

/** Of 16 bits; the one sum that only just exceeds the positive side is cut by one step. */
const ceiling = 32_768;
const releasePerFrame = 1 / (0.2 * sampleRate);

/**
 * Turns the sum of several plays into 16-bit samples that never wrap: what is too loud is turned down at once and let
 * go over 0.2 s. Sound that fits passes bit for bit.
 */
export function createLimiter(): (mix: Float32Array, frames: number) => Int16Array {
  let gain = 1;
  return (mix, frames) => {
    const out = new Int16Array(frames);
    for (let i = 0; i < frames; i++) {
      const sample = mix[i] ?? 0;
      const loud = Math.abs(sample);
      if (loud * gain > ceiling) gain = ceiling / loud;
      else if (gain < 1) gain = Math.min(1, gain + releasePerFrame);
      out[i] = Math.round(Math.max(-ceiling, Math.min(ceiling - 1, sample * gain)));
    }
    return out;
  };
}
