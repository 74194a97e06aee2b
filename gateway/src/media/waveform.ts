import { open } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import { bytesPerFrame, framesPerMs, readCanonicalWav } from '../core/wav.ts';

/** The loudest sample of each of equal parts, 0…255; fed with 16-bit little-endian samples in pieces of any size. */
export interface Waveform {
  add(piece: Buffer): void;
  readonly peaks: Uint8Array;
}

/** Pure. `sampleCount` is how many samples will be added in all. */
export function createWaveform(sampleCount: number, parts: number): Waveform {
  const peaks = new Uint8Array(Math.min(parts, sampleCount));
  let index = 0;
  let oddByte: number | null = null;

  function take(sample: number): void {
    const part = Math.min(peaks.length - 1, Math.floor((index * peaks.length) / sampleCount));
    const size = Math.min(255, Math.abs(sample) >> 7);
    if (size > (peaks[part] ?? 255)) peaks[part] = size;
    index++;
  }

  return {
    peaks,
    add(piece) {
      let at = 0;
      if (oddByte !== null && piece.length > 0) {
        take((((piece[0] ?? 0) << 24) >> 16) | oddByte);
        at = 1;
      }
      for (; at + 2 <= piece.length; at += 2) take(piece.readInt16LE(at));
      oddByte = at < piece.length ? (piece[at] ?? null) : null;
    },
  };
}

/** Reads a canonical WAV once: how long it is, and how it looks. Rejects with `media.not-canonical`. */
export async function readWaveform(
  path: string,
  parts: number,
  signal: AbortSignal,
): Promise<{ durationMs: number; peaks: Uint8Array }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(4096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const verdict = readCanonicalWav(head.subarray(0, bytesRead), size);
    if ('refused' in verdict) {
      throw new AppError('media.not-canonical', 500, `${path} is not canonical sound: ${verdict.refused}.`);
    }
    const { dataOffset: start, frames } = verdict.sound;
    const waveform = createWaveform(frames, parts);
    const end = start + frames * bytesPerFrame - 1;
    const pieces = file.createReadStream({ start, end, autoClose: false, signal });
    for await (const piece of pieces) waveform.add(piece as Buffer);
    return { durationMs: Math.round(frames / framesPerMs), peaks: waveform.peaks };
  } finally {
    await file.close();
  }
}
