import { framesPerMs } from '../core/wav.ts';

/**
 * How loud the music under a voice is: well below it while somebody speaks, up again in a pause, and away after the last
 * word. It follows the voice as it is mixed, and can be taken back with it.
 */
export interface Ducker {
  /** The gain of the bed at `frame`, where the voice has this sample. In order; `end`: the frame of the voice's end, if it is known. */
  gainAt(frame: number, voice: number, end: number | null): number;
  /** What was asked from `frame` on comes anew. */
  takeBack(frame: number): void;
}

export interface DuckerLevels {
  /** Under words, and in pauses, dB. Voice and bed come at one loudness, so this is how far the music is below the voice. */
  readonly underDb: number;
  readonly pauseDb: number;
}

export const usualBed: DuckerLevels = { underDb: -14, pauseDb: -5 };

const attackFrames = 80 * framesPerMs;
const releaseFrames = 800 * framesPerMs;
/** A breath between two sentences is no pause. */
const holdFrames = 1_000 * framesPerMs;
const speakingPower = (32_768 * 10 ** (-45 / 20)) ** 2;
/** The power is a mean over about 10 ms. */
const forgetting = 1 - 1 / (10 * framesPerMs);
/** More than a bus writes ahead. */
const remembered = 2 ** 15;

export function createDucker(fadeFrames: number, { underDb, pauseDb }: DuckerLevels = usualBed): Ducker {
  const under = 10 ** (underDb / 20);
  const pause = 10 ** (pauseDb / 20);
  const down = (pause - under) / attackFrames;
  const up = (pause - under) / releaseFrames;
  const gains = new Float32Array(remembered);
  const powers = new Float64Array(remembered);
  let next: number | null = null;
  let spokeAt = -Infinity;

  return {
    gainAt(frame, voice, end) {
      const at = frame % remembered;
      const before = (frame - 1) % remembered;
      // It begins out of nothing, with the voice.
      const gain = next === frame ? (gains[before] ?? 0) : 0;
      const power = (next === frame ? (powers[before] ?? 0) : 0) * forgetting + voice * voice * (1 - forgetting);
      if (power > speakingPower) spokeAt = frame;
      const target = frame - spokeAt < holdFrames ? under : pause;
      const moved = gain > target ? Math.max(target, gain - down) : Math.min(target, gain + up);
      gains[at] = moved;
      powers[at] = power;
      next = frame + 1;
      return end === null ? moved : moved * Math.max(0, Math.min(1, 1 - (frame - end) / fadeFrames));
    },
    takeBack(frame) {
      if (next === null || frame >= next) return;
      next = frame;
      spokeAt = Math.min(spokeAt, frame - 1);
    },
  };
}
