import { open, type FileHandle } from 'node:fs/promises';
import { bytesPerFrame, framesPerMs, readCanonicalWav, sampleRate, type WavSound } from '../core/wav.ts';
import { createSilenceWatch, silenceWindowMs, type SilenceLimits } from './silence-watch.ts';

/** A stretch of a file in which nothing is heard, though it is not its end. */
export interface SilentStretch {
  readonly fromMs: number;
}

const headBytes = 64 * 1024;
const chunkFrames = sampleRate;

/** The header of an open file, or why it is not canonical sound. */
export async function readHeader(file: FileHandle) {
  const { size } = await file.stat();
  const head = new Uint8Array(Math.min(headBytes, size));
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return readCanonicalWav(head.subarray(0, bytesRead), size);
}

/** The next second from `frame` on, or what is left. */
export async function readChunk(
  file: FileHandle,
  { dataOffset, frames }: WavSound,
  frame: number,
): Promise<Int16Array> {
  const samples = new Int16Array(Math.min(chunkFrames, frames - frame));
  const bytes = new Uint8Array(samples.buffer);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, dataOffset + frame * bytesPerFrame);
  const read = Math.floor(bytesRead / bytesPerFrame);
  if (read === 0) throw new Error('it became shorter while it was played');
  return samples.subarray(0, read);
}

/** Whether anything is heard from `frame` on. */
export async function soundsAfter(
  file: FileHandle,
  sound: WavSound,
  frame: number,
  { belowDb }: SilenceLimits,
): Promise<boolean> {
  const ear = createSilenceWatch({ belowDb, forMs: silenceWindowMs });
  for (let at = frame; at < sound.frames;) {
    const samples = await readChunk(file, sound, at);
    at += samples.length;
    // The last piece may be shorter than a window: nobody misses it.
    for (let window = 0; window + windowFrames <= samples.length; window += windowFrames) {
      if (!ear.hears(samples.subarray(window, window + windowFrames))) return true;
    }
  }
  return false;
}

const windowFrames = silenceWindowMs * framesPerMs;

/** The first stretch of canonical sound at which the guard would go on to the next item; null: there is none. */
export async function findSilence(
  path: string,
  limits: SilenceLimits,
  signal: AbortSignal,
): Promise<SilentStretch | null> {
  const file = await open(path);
  try {
    const verdict = await readHeader(file);
    if ('refused' in verdict) return null;
    const { sound } = verdict;
    const watch = createSilenceWatch(limits);
    for (let at = 0; at < sound.frames;) {
      signal.throwIfAborted();
      const samples = await readChunk(file, sound, at);
      at += samples.length;
      if (!watch.hears(samples)) continue;
      const fromMs = Math.max(0, Math.floor(at / framesPerMs) - watch.silentMs());
      const whole = fromMs < silenceWindowMs;
      return whole || (await soundsAfter(file, sound, at, limits)) ? { fromMs } : null;
    }
    return null;
  } finally {
    await file.close();
  }
}
