import { sampleRate } from '../core/wav.ts';

/**
 * What is wrong with an input that somebody speaks into: `no-signal` nothing comes (unplugged, muted, not allowed) ·
 * `clipping` it is much too loud at its source · `noise` it only hums or hisses, nobody is heard.
 */
export type InputFault = 'no-signal' | 'clipping' | 'noise';

/** Judges an input by its last seconds. It only says so: a live microphone is never cut. Pure; time is counted in samples. */
export interface InputWatch {
  /** Takes the next samples, in pieces of any size. */
  hears(samples: Int16Array): void;
  /** Of what it heard lately; null: all is well, or it has not heard enough yet. */
  fault(): InputFault | null;
  reset(): void;
}

export interface InputLimits {
  /** Weaker than this there is no signal: even a silent room is louder through a microphone. */
  readonly signalDb: number;
  readonly noSignalMs: number;
  /** So much of a second at its ceiling is heard as distortion. */
  readonly clippedShare: number;
  /** A steady sound this loud is noise; a quieter one is somebody who is not speaking. */
  readonly noiseDb: number;
  readonly noiseMs: number;
}

export const inputLimits: InputLimits = {
  signalDb: -70,
  noSignalMs: 3_000,
  clippedShare: 0.005,
  noiseDb: -45,
  noiseMs: 6_000,
};

const windowMs = 50;
/** Clipping is said for this long after it: a light that flickers cannot be read. */
const clippingMs = 1_000;
/** Samples within this of full scale are at the ceiling. */
const ceiling = 32_700;
/** Speech rises and falls by 20 dB and more within seconds; hum and hiss keep within this. */
const steadyDb = 6;

interface Window {
  readonly db: number;
  readonly clipped: number;
}

/** `rate`: samples a second. */
export function createInputWatch(limits: Partial<InputLimits> = {}, rate = sampleRate): InputWatch {
  const { signalDb, noSignalMs, clippedShare, noiseDb, noiseMs } = { ...inputLimits, ...limits };
  const windowFrames = Math.round((windowMs * rate) / 1_000);
  const kept = Math.max(noSignalMs, noiseMs, clippingMs) / windowMs;
  let windows: Window[] = [];
  let sum = 0;
  let squares = 0;
  let clipped = 0;
  let filled = 0;

  function closeWindow(): void {
    const power = Math.max(0, squares / filled - (sum / filled) ** 2);
    windows.push({ db: 10 * Math.log10(Math.max(power, 1e-4) / 32_768 ** 2), clipped: clipped / filled });
    if (windows.length > kept) windows.shift();
    sum = squares = clipped = filled = 0;
  }

  /** The windows of the last `ms`; null: there are not so many yet. */
  function lately(ms: number): readonly Window[] | null {
    const count = Math.round(ms / windowMs);
    return windows.length >= count ? windows.slice(-count) : null;
  }

  return {
    hears(samples) {
      for (const sample of samples) {
        sum += sample;
        squares += sample * sample;
        if (sample >= ceiling || sample <= -ceiling) clipped++;
        if (++filled >= windowFrames) closeWindow();
      }
    },
    fault() {
      if (lately(noSignalMs)?.every(({ db }) => db < signalDb)) return 'no-signal';
      const second = lately(clippingMs) ?? [];
      if (second.reduce((share, window) => share + window.clipped, 0) > clippedShare * second.length) return 'clipping';
      const levels = lately(noiseMs)
        ?.map(({ db }) => db)
        .sort((a, b) => a - b);
      if (!levels) return null;
      // The loudest and the quietest twentieth are left out: a cough is no speech, a drop-out no pause.
      const quiet = levels[Math.floor(0.05 * levels.length)] ?? 0;
      const loud = levels[Math.floor(0.95 * levels.length)] ?? 0;
      return quiet > noiseDb && loud - quiet < steadyDb ? 'noise' : null;
    },
    reset() {
      windows = [];
      sum = squares = clipped = filled = 0;
    },
  };
}
