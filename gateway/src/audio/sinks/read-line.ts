import { framesPerMs } from '../../core/wav.ts';

/**
 * How far a server has read, that reads in pieces: right after a piece it stands on a line which it never crosses, the highest of
 * all it stood on lately. Pure.
 */
export interface ReadLine {
  /** At the monotonic instant `at` it had read so many frames. */
  report(frames: number, at: number): void;
  /** What it has read by then at most; null before the first report. */
  frameAt(monotonic: number): number | null;
  /** It ran dry: what follows lies on another line. */
  restart(): void;
}

/** Asked every 50 ms, its pieces are met in all their phases within two seconds. */
const remembered = 40;

export function createReadLine(): ReadLine {
  let lines: number[] = [];
  return {
    report(frames, at) {
      lines = [...lines, frames - at * framesPerMs].slice(-remembered);
    },
    frameAt: (monotonic) => (lines.length === 0 ? null : Math.max(...lines) + monotonic * framesPerMs),
    restart() {
      lines = [];
    },
  };
}
