import type { Loudness } from '#contract';

export type LoudnessWord = 'raised-much' | 'raised' | 'kept' | 'lowered';

/** What was done to it, as a listener would say: under 1 dB nobody hears a difference, from 10 dB on it is twice as loud. */
export function loudnessWord({ inputLufs, outputLufs }: Pick<Loudness, 'inputLufs' | 'outputLufs'>): LoudnessWord {
  const change = outputLufs - inputLufs;
  if (change >= 10) return 'raised-much';
  if (change >= 1) return 'raised';
  return change <= -1 ? 'lowered' : 'kept';
}

const quietest = -40;
const loudest = -6;

/** Where a loudness stands between hardly to be heard and as loud as can be: 0…1. */
export function placeOf(lufs: number): number {
  return Math.min(1, Math.max(0, (lufs - quietest) / (loudest - quietest)));
}
