import { framesPerMs } from '../core/wav.ts';

/** A piece of sound that left the output, and the epoch ms at which its first sample did. */
export interface Taped {
  readonly at: number;
  readonly samples: Int16Array;
}

/** Remembers what was written, and gives out what of it was played: a recording of what really left. */
export interface Tape {
  /** `null`: nothing is due, silence was written. Written again from an earlier frame on, the later word counts. */
  wrote(samples: Int16Array | null, firstFrame: number): void;
  /** What was played up to `frame`, in whole pieces and, where the sound paused or ended, what is left of one. */
  playedUpTo(frame: number, wallAt: (frame: number) => number): Taped[];
  /** All is over, or the line is gone: what was not played never sounded. The last piece. */
  cut(): Taped[];
}

/** Killed at any instant, no more than this was still in memory. */
const pieceFrames = 500 * framesPerMs;

interface Block {
  readonly from: number;
  readonly samples: Int16Array;
}

export function createTape(): Tape {
  let blocks: Block[] = [];
  let piece: Int16Array<ArrayBuffer> | null = null;
  let filled = 0;
  let pieceAt = 0;
  let nextFrame = 0;

  function take(): Taped[] {
    if (!piece) return [];
    const taken = { at: pieceAt, samples: piece.slice(0, filled) };
    piece = null;
    filled = 0;
    return [taken];
  }

  function add(samples: Int16Array, from: number, wallAt: (frame: number) => number): Taped[] {
    const before = piece && (from !== nextFrame || filled + samples.length > pieceFrames) ? take() : [];
    if (!piece) {
      piece = new Int16Array(Math.max(pieceFrames, samples.length));
      pieceAt = wallAt(from);
    }
    piece.set(samples, filled);
    filled += samples.length;
    nextFrame = from + samples.length;
    return before;
  }

  return {
    wrote(samples, firstFrame) {
      for (let last = blocks.at(-1); last && last.from + last.samples.length > firstFrame; last = blocks.at(-1)) {
        blocks.pop();
        if (last.from < firstFrame) {
          blocks.push({ from: last.from, samples: last.samples.subarray(0, firstFrame - last.from) });
        }
      }
      if (samples) blocks.push({ from: firstFrame, samples });
    },
    playedUpTo(frame, wallAt) {
      const taken: Taped[] = [];
      for (let block = blocks[0]; block && block.from + block.samples.length <= frame; block = blocks[0]) {
        blocks.shift();
        taken.push(...add(block.samples, block.from, wallAt));
      }
      const [begun] = blocks;
      const played = begun ? Math.floor(frame) - begun.from : 0;
      if (begun && played > 0) {
        taken.push(...add(begun.samples.subarray(0, played), begun.from, wallAt));
        blocks[0] = { from: begun.from + played, samples: begun.samples.subarray(played) };
      }
      return blocks.length === 0 ? [...taken, ...take()] : taken;
    },
    cut() {
      blocks = [];
      return take();
    },
  };
}
