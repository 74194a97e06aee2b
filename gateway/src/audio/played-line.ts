import { framesPerMs } from '../core/wav.ts';

/**
 * When which frame sounds: a line through what the sink reported, `frame = rate · monotonic + b`. Reports are
 * noisy (pulse: ± 0.5 ms rounding, late wake-ups), so `b` is averaged. A sink's own rate differs from 48 kHz by some
 * 100 ppm; over the lead of a quarter of a second that is 0.03 ms, so following `b` is enough.
 */
export interface PlayedLine {
  /** The sink says: `frames` of what was written had sounded at the monotonic instant `at`. */
  report(frames: number, at: number): void;
  /** Forget: the sink ran dry, what follows lies on another line. */
  restart(): void;
  /** Enough reports to start a programme by. */
  settled(): boolean;
  /** The frame that sounds at a monotonic instant; null before the first report. */
  frameAt(monotonic: number): number | null;
  monotonicAt(frame: number): number | null;
}

const enoughReports = 3;
const averagedReports = 32;
/** One report moves the line by its share of at most this much: a late wake-up is not a move of the sink. */
const trustedErrorFrames = 2 * framesPerMs;
/** So far off, this many times running, it is another line: the sink stalled, or jumped. */
const jumpFrames = 15 * framesPerMs;
const jumpReports = 3;

export function createPlayedLine(): PlayedLine {
  let b: number | null = null;
  let reports = 0;
  let jumps = 0;

  function restart(): void {
    reports = 0;
    jumps = 0;
  }

  return {
    report(frames, at) {
      const reported = frames - at * framesPerMs;
      const error = b === null ? 0 : reported - b;
      jumps = Math.abs(error) > jumpFrames ? jumps + 1 : 0;
      if (jumps >= jumpReports) restart();
      if (b === null || reports === 0) {
        b = reported;
        reports = 1;
        return;
      }
      reports++;
      const share = 1 / Math.min(reports, averagedReports);
      b += share * Math.max(-trustedErrorFrames, Math.min(trustedErrorFrames, error));
    },
    restart,
    settled: () => b !== null && reports >= enoughReports,
    frameAt: (monotonic) => (b === null ? null : monotonic * framesPerMs + b),
    monotonicAt: (frame) => (b === null ? null : (frame - b) / framesPerMs),
  };
}
