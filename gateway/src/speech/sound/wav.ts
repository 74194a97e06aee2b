import { readWavHeader } from '../../core/wav.ts';
import type { Sound } from '../engine.ts';

/** Pure: the sound of a WAV as engines write it; null: it is none, or empty. One that came by a pipe is what came. */
export function readWav(file: Buffer): Sound | null {
  const verdict = readWavHeader(file, file.length);
  if ('refused' in verdict) return null;
  const { rate, dataOffset, frames } = verdict.sound;
  return { rate, samples: Int16Array.from({ length: frames }, (_, n) => file.readInt16LE(dataOffset + n * 2)) };
}
