import { framesPerMs } from '../core/wav.ts';
import { highestRise, truePeakAhead, truePeakAt, truePeakTaps } from './true-peak.ts';

/**
 * Turns the sum of several plays into 16-bit samples that never rise above −1 dBTP, between the samples either. Sound that
 * fits passes bit for bit. What does not is turned down before its peak, held, and let go again: no step in the gain is
 * heard. It gives out what it was given `lookaheadFrames` later; those lie within what is written ahead anyway.
 */
export interface Limiter {
  /** Takes the mix of the next frames, and gives out those that are settled by it. */
  write(mix: Float32Array): Int16Array<ArrayBuffer>;
  /** What was mixed from `frame` on comes anew; what was given out before it stays, and so does the gain it left with. */
  takeBack(frame: number): void;
  /** The frame that is mixed next. */
  mixed(): number;
}

const ceilingDb = -1;
/** What the filter of another meter may see more than ours. */
const marginDb = 0.1;
const ceiling = 32_768 * 10 ** ((ceilingDb - marginDb) / 20);
/** No point between samples that are all below this can reach the ceiling: nothing is computed. */
const harmless = ceiling / highestRise;

export const lookaheadFrames = 2 * framesPerMs;
const attackFrames = lookaheadFrames - truePeakAhead;
/** How far the gain is down, so many frames before a peak: from the peak outwards, 1 … 0. */
const attack = Float64Array.from(
  { length: attackFrames },
  (_, ahead) => (1 + Math.cos((Math.PI * ahead) / attackFrames)) / 2,
);
/** Longer than half a wave of the deepest note, so that the gain does not follow the wave. */
const holdFrames = 30 * framesPerMs;
const releasePerFrame = 1 / (200 * framesPerMs);
/** A peak that needs little less than what is held holds it; one that needs still less is met by what is let go till then. */
const nearlyHeld = 0.05;

/** So much is remembered, should it be taken back: more than a bus writes ahead. */
const rememberedFrames = 600 * framesPerMs;
const roomFrames = 2 * rememberedFrames;

export function createLimiter(): Limiter {
  /** Of the frames from `base` on: what was mixed, and the gain; what lies ahead has the gain that its peaks need. */
  const samples = new Float32Array(roomFrames);
  const gains = new Float32Array(roomFrames).fill(1);
  let base = -truePeakTaps;
  let mixed = 0;
  /** The points up to here were looked at. */
  let judged = -truePeakAhead;
  let given = 0;
  /** The last frame with a gain below 1, and the last peak that holds the gain down. */
  let touched = -Infinity;
  let pressed = -Infinity;
  /** For so many points more, a sample that may raise them is near. */
  let hot = 0;

  function append(mix: Float32Array): void {
    if (mixed + mix.length - base > roomFrames) {
      const gone = mixed - rememberedFrames - base;
      samples.copyWithin(0, gone);
      gains.copyWithin(0, gone);
      base += gone;
    }
    samples.set(mix, mixed - base);
    gains.fill(1, mixed - base, mixed - base + mix.length);
    mixed += mix.length;
  }

  function judge(frame: number): void {
    hot = Math.abs(samples[frame + truePeakAhead - base] ?? 0) > harmless ? truePeakTaps : hot - 1;
    if (hot <= 0) return;
    const peak = truePeakAt(samples, frame - base);
    if (peak <= ceiling) return;
    turnDown(frame, ceiling / peak);
    turnDown(frame + 1, ceiling / peak);
  }

  /** Only what was not given out can still be turned down. */
  function turnDown(peak: number, gain: number): void {
    const held = gains[given - 1 - base] ?? 1;
    if (gain >= held) {
      if (gain < held + nearlyHeld) pressed = peak;
      return;
    }
    for (let ahead = 0; ahead < attackFrames && peak - ahead >= given; ahead++) {
      const at = peak - ahead - base;
      gains[at] = Math.min(gains[at] ?? 1, 1 - (1 - gain) * (attack[ahead] ?? 0));
    }
    touched = Math.max(touched, peak);
    pressed = Math.max(pressed, peak);
  }

  /** Goes down with what lies ahead, stays, and comes back slowly. */
  function settle(frame: number): number {
    const before = gains[frame - 1 - base] ?? 1;
    const risen = frame - pressed > holdFrames ? before + releasePerFrame : before;
    const gain = Math.min(gains[frame - base] ?? 1, risen, 1);
    gains[frame - base] = gain;
    if (gain < 1) touched = Math.max(touched, frame);
    return gain;
  }

  return {
    write(mix) {
      append(mix);
      const out = new Int16Array(Math.max(0, mixed - lookaheadFrames - given));
      for (let i = 0; i < out.length; i++, given++) {
        while (judged <= given + attackFrames) judge(judged++);
        const sample = samples[given - base] ?? 0;
        out[i] = Math.round(touched < given - 1 ? sample : sample * settle(given));
      }
      return out;
    },
    takeBack(frame) {
      mixed = Math.min(mixed, frame);
      given = Math.min(given, frame);
      // The wave around the seam is another one now.
      judged = Math.min(judged, frame - truePeakAhead);
      touched = Math.min(touched, frame - 1);
      pressed = Math.min(pressed, frame);
      hot = truePeakTaps;
    },
    mixed: () => mixed,
  };
}
