/** dBFS of silence, and the least a meter shows. */
export const silenceDb = -100;

export interface Level {
  readonly rmsDb: number;
  readonly peakDb: number;
}

/** Remembers the level of what was written, and tells it when it is played: a meter that shows what leaves now. */
export interface Meter {
  wrote(samples: Int16Array, firstFrame: number): void;
  /** The level of everything played since the last call, up to `frame`. */
  playedUpTo(frame: number): Level;
  /** What was written from `frame` on will not be played. */
  takeBack(frame: number): void;
  clear(): void;
}

interface Block {
  readonly end: number;
  readonly frames: number;
  readonly squares: number;
  readonly peak: number;
}

export function createMeter(): Meter {
  const blocks: Block[] = [];
  return {
    wrote(samples, firstFrame) {
      let squares = 0;
      let peak = 0;
      for (const sample of samples) {
        squares += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      blocks.push({ end: firstFrame + samples.length, frames: samples.length, squares, peak });
    },
    playedUpTo(frame) {
      let frames = 0;
      let squares = 0;
      let peak = 0;
      for (let block = blocks[0]; block && block.end <= frame; block = blocks[0]) {
        blocks.shift();
        frames += block.frames;
        squares += block.squares;
        peak = Math.max(peak, block.peak);
      }
      return { rmsDb: toDb(frames === 0 ? 0 : Math.sqrt(squares / frames)), peakDb: toDb(peak) };
    },
    takeBack(frame) {
      while ((blocks.at(-1)?.end ?? 0) > frame) blocks.pop();
    },
    clear: () => void (blocks.length = 0),
  };
}

function toDb(amplitude: number): number {
  const db = amplitude === 0 ? silenceDb : 20 * Math.log10(amplitude / 32_768);
  return Math.max(silenceDb, Math.round(db * 10) / 10);
}
