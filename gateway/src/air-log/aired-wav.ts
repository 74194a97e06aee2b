import { bytesPerFrame, framesPerMs, wavHeader, wavHeaderBytes } from '../core/wav.ts';
import type { Passage } from './segments.ts';

/** Sound that is made while it is read, and whose every byte has its place: it can be asked for in ranges. */
export interface SoundOnDemand {
  readonly bytes: number;
  /** Its bytes from `from` up to `to`, not included. */
  read(from: number, to: number, signal: AbortSignal): AsyncGenerator<Buffer>;
}

/** Decoded at once: nothing runs between two of them, so that a listener who pauses holds no process. */
const blockMs = 30_000;

/** The WAV of exactly the span `from`…`to` (epoch ms). What nobody kept of it is silence in it. */
export function airedWav(
  span: { readonly from: number; readonly to: number },
  passages: readonly Passage[],
  decode: (passage: Passage, signal: AbortSignal) => Promise<Int16Array>,
): SoundOnDemand {
  const durationMs = span.to - span.from;
  const frames = durationMs * framesPerMs;

  async function block(fromMs: number, signal: AbortSignal): Promise<Buffer> {
    const begin = span.from + fromMs;
    const end = Math.min(begin + blockMs, span.to);
    const sound = new Int16Array((end - begin) * framesPerMs);
    for (const passage of passages) {
      const part = { ...passage, from: Math.max(passage.from, begin), to: Math.min(passage.to, end) };
      if (part.to <= part.from) continue;
      const offset = Math.round((part.from - begin) * framesPerMs);
      const samples = await decode(part, signal);
      sound.set(samples.subarray(0, sound.length - offset), offset);
    }
    return Buffer.from(sound.buffer);
  }

  return {
    bytes: wavHeaderBytes + frames * bytesPerFrame,
    async *read(from, to, signal) {
      if (from < wavHeaderBytes) yield wavHeader(frames).subarray(from, to);
      const blockBytes = blockMs * framesPerMs * bytesPerFrame;
      for (let at = Math.max(0, from - wavHeaderBytes); at < to - wavHeaderBytes;) {
        const index = Math.floor(at / blockBytes);
        const bytes = await block(index * blockMs, signal);
        const piece = bytes.subarray(at - index * blockBytes, to - wavHeaderBytes - index * blockBytes);
        yield piece;
        at += piece.length;
      }
    },
  };
}
