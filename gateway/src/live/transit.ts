import { frameMs, type VoiceFrame } from './frames.ts';

/** What the network did to the frames of a voice, for the log: it says whether a bad evening was the phone's or ours. */
export interface Transit {
  /** `at`: when it came, monotonic ms. `before`: the number that came before it. */
  note(frame: Pick<VoiceFrame, 'number' | 'capturedAt'>, at: number, before: number): void;
  facts(): Readonly<Record<'frames' | 'missing' | 'jitterMs' | 'longestGapMs', number>>;
}

/** RFC 3550 §6.4.1: the mean deviation, with a sixteenth of each new one. */
const share = 1 / 16;

export function createTransit(): Transit {
  let frames = 0;
  let missing = 0;
  let jitterMs = 0;
  let longestGapMs = 0;
  let lastTransit: number | null = null;
  let lastAt: number | null = null;

  return {
    note({ number, capturedAt }, at, before) {
      frames++;
      if (before >= 0) missing += number - before - 1;
      const transit = at - capturedAt;
      if (lastTransit !== null) jitterMs += (Math.abs(transit - lastTransit) - jitterMs) * share;
      if (lastAt !== null) longestGapMs = Math.max(longestGapMs, at - lastAt - frameMs);
      lastTransit = transit;
      lastAt = at;
    },
    facts: () => ({ frames, missing, jitterMs: Math.round(jitterMs), longestGapMs: Math.round(longestGapMs) }),
  };
}
