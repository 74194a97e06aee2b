/** dBFS of silence, and the least a meter shows. */
const silenceDb = -100;

/** The level of what was heard since it was last asked. */
export interface Loudness {
  hear(samples: Int16Array): void;
  take(): { readonly rmsDb: number; readonly peakDb: number };
}

export function createLoudness(): Loudness {
  let squares = 0;
  let count = 0;
  let peak = 0;
  return {
    hear(samples) {
      for (const sample of samples) {
        squares += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      count += samples.length;
    },
    take() {
      const level = { rmsDb: toDb(count === 0 ? 0 : Math.sqrt(squares / count)), peakDb: toDb(peak) };
      squares = count = peak = 0;
      return level;
    },
  };
}

function toDb(amplitude: number): number {
  if (amplitude === 0) return silenceDb;
  return Math.max(silenceDb, Math.round(200 * Math.log10(amplitude / 32_768)) / 10);
}
