/** Pure: how loud what goes on air must be, and how to get there. For horns; EBU R128 units. */

export const targetLufs = -16;
export const toleranceLu = 0.5;
export const highestTruePeakDb = -1.5;
/** Quieter than this is the hiss of an empty room; raising it by 44 dB would put the hiss on air. */
export const silentBelowLufs = -60;

export interface Level {
  readonly lufs: number;
  readonly truePeakDb: number;
}

export interface Attempt {
  readonly gainDb: number;
  readonly ceilingDb: number;
  /** What came out of it, as measured. */
  readonly result: Level;
}

export type NextStep =
  { readonly done: true } | { readonly done: false; readonly gainDb: number; readonly ceilingDb: number };

const mostAttempts = 7;
/** The meter prints tenths; aim inside the tolerance by as much as another meter may disagree. */
const aimLu = toleranceLu - 0.2;
/** Between the limiter's samples the wave rises higher: half a decibel on speech and music. */
const betweenSamplesDb = 0.5;
const lowestCeilingDb = -20;
/** A limiter at work gives back less than it gets; below this slope more gain is only distortion. */
const flattestSlope = 0.2;
const largestStepDb = 8;

/** The gain and ceiling to try next, or done: at the target, or as near as a limiter can bring it. */
export function nextStep(input: Level, attempts: readonly Attempt[]): NextStep {
  const last = attempts.at(-1);
  if (!last) {
    return { done: false, gainDb: targetLufs - input.lufs, ceilingDb: highestTruePeakDb - betweenSamplesDb };
  }
  const missingLu = targetLufs - last.result.lufs;
  const overshootDb = last.result.truePeakDb - highestTruePeakDb;
  if ((Math.abs(missingLu) <= aimLu && overshootDb <= 0) || attempts.length >= mostAttempts) return { done: true };
  const stepDb = missingLu / slopeOf(attempts);
  return {
    done: false,
    gainDb: last.gainDb + Math.max(-largestStepDb, Math.min(largestStepDb, stepDb)),
    ceilingDb: overshootDb > 0 ? Math.max(lowestCeilingDb, last.ceilingDb - overshootDb - 0.1) : last.ceilingDb,
  };
}

/** How much louder it got for each decibel of gain in the last two attempts at one ceiling; 1 before that is known. */
function slopeOf(attempts: readonly Attempt[]): number {
  const [before, last] = attempts.slice(-2);
  if (!before || !last || before.ceilingDb !== last.ceilingDb || before.gainDb === last.gainDb) return 1;
  const slope = (last.result.lufs - before.result.lufs) / (last.gainDb - before.gainDb);
  return Math.max(flattestSlope, Math.min(1, slope));
}

/** Whether it may be called level: what the panel promises. */
export function isLevel({ lufs, truePeakDb }: Level): boolean {
  return Math.abs(lufs - targetLufs) <= toleranceLu && truePeakDb <= highestTruePeakDb;
}
