import { sampleRate } from '../core/wav.ts';

/** Notices that a sound has fallen silent: the guard of files and of rebroadcasts. Pure; time is counted in samples. */
export interface SilenceWatch {
  /** Takes the next samples, in pieces of any size. True as long as it has been silent for `forMs`, or longer. */
  hears(samples: Int16Array): boolean;
  /** How long it has been silent now, ms; 0 while it sounds. */
  silentMs(): number;
  /** Another sound begins. */
  reset(): void;
}

export interface SilenceLimits {
  /** Quieter than this is silence, dBFS. */
  readonly belowDb: number;
  readonly forMs: number;
}

/** product.md: a file. A rebroadcast is given 10 s. */
export const fileSilence: SilenceLimits = { belowDb: -50, forMs: 8_000 };

/** Its power is judged a tenth of a second at a time, so that a single crackle in the line is not taken for sound. */
export const silenceWindowMs = 100;

/** `rate`: samples a second. What does not move is no sound: a constant offset of the samples counts for nothing. */
export function createSilenceWatch({ belowDb, forMs }: SilenceLimits, rate = sampleRate): SilenceWatch {
  const windowFrames = (silenceWindowMs * rate) / 1_000;
  const quietest = (32_768 * 10 ** (belowDb / 20)) ** 2;
  let sum = 0;
  let squares = 0;
  let filled = 0;
  let silentWindows = 0;

  function closeWindow(): void {
    const power = squares / filled - (sum / filled) ** 2;
    silentWindows = power < quietest ? silentWindows + 1 : 0;
    sum = squares = filled = 0;
  }

  return {
    hears(samples) {
      for (const sample of samples) {
        sum += sample;
        squares += sample * sample;
        if (++filled >= windowFrames) closeWindow();
      }
      return silentWindows * silenceWindowMs >= forMs;
    },
    silentMs: () => silentWindows * silenceWindowMs,
    reset() {
      sum = squares = filled = silentWindows = 0;
    },
  };
}
