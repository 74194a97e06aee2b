import { frameMs, type VoiceFrame } from './frames.ts';

/**
 * Keeps count of how fast frames come. A line that stood still for two seconds gives everything at once, so a burst is
 * no offence; twice real time for seconds is. Pure: told the time.
 */
export interface Pace {
  /** The code of what is wrong, or null. `at`: monotonic, ms. */
  judge(frame: Pick<VoiceFrame, 'number' | 'capturedAt'>, at: number): 'live.too-fast' | 'live.wrong-rate' | null;
}

/** A burst may hold this much sound, beyond what time allows. */
const burstMs = 4_000;
/** Sound a second of time at most. */
const mostSpeed = 2;
/** A phone's crystal is wrong by some 0.01 %, 44.1 kHz taken for 48 kHz by 8 %. */
const mostRateError = 0.03;
/** The rate is judged over so much of the speaker's own time. */
const rateWindowMs = 5_000;

export function createPace(): Pace {
  let allowanceMs = burstMs;
  let countedAt: number | null = null;
  let first: Pick<VoiceFrame, 'number' | 'capturedAt'> | null = null;

  return {
    judge(frame, at) {
      allowanceMs = Math.min(burstMs, allowanceMs + mostSpeed * (at - (countedAt ?? at))) - frameMs;
      countedAt = at;
      if (allowanceMs < 0) return 'live.too-fast';
      first ??= frame;
      const bySpeakerMs = frame.capturedAt - first.capturedAt;
      if (bySpeakerMs < 0) return 'live.wrong-rate';
      if (bySpeakerMs < rateWindowMs) return null;
      const bySamplesMs = (frame.number - first.number) * frameMs;
      first = frame;
      return Math.abs(bySamplesMs / bySpeakerMs - 1) > mostRateError ? 'live.wrong-rate' : null;
    },
  };
}
