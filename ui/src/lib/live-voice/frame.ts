/** 20 ms of 48 kHz mono, as the gateway takes them (`LiveVoiceMessage` in the contract says how). */
export const frameSamples = 960;
export const voiceRate = 48_000;
const headerBytes = 16;

/** One frame for the wire; without samples the speaker is silent on purpose. */
export function encodeFrame(number: number, samples: Int16Array | null, capturedAt: number): ArrayBuffer {
  const bytes = new ArrayBuffer(headerBytes + (samples ? 2 * samples.length : 0));
  const view = new DataView(bytes);
  view.setUint8(0, samples ? 1 : 2);
  view.setUint32(4, number, true);
  view.setFloat64(8, capturedAt, true);
  for (const [index, sample] of (samples ?? []).entries()) view.setInt16(headerBytes + 2 * index, sample, true);
  return bytes;
}

/** What a meter shows of a frame, dBFS. */
export function levelOfFrame(samples: Int16Array): { rmsDb: number; peakDb: number } {
  let squares = 0;
  let peak = 0;
  for (const sample of samples) {
    squares += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rmsDb: toDb(Math.sqrt(squares / Math.max(1, samples.length))), peakDb: toDb(peak) };
}

function toDb(amplitude: number): number {
  return amplitude < 1 ? -100 : 20 * Math.log10(amplitude / 32_768);
}
