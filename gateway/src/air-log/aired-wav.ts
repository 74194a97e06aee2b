import type { Passage } from './segments.ts';

/** Sound that is made while it is read, and whose every byte has its place: it can be asked for in ranges. */
export interface SoundOnDemand {
  readonly bytes: number;
  /** Its bytes from `from` up to `to`, not included. */
  read(from: number, to: number, signal: AbortSignal): AsyncGenerator<Buffer>;
}

const sampleRate = 48_000;
const framesPerMs = sampleRate / 1000;
const headerBytes = 44;
/** Decoded at once: nothing runs between two of them, so that a listener who pauses holds no process. */
const blockMs = 30_000;

/** The WAV of exactly the span `from`…`to` (epoch ms). What nobody kept of it is silence in it. */
export function airedWav(
  span: { readonly from: number; readonly to: number },
  passages: readonly Passage[],
  decode: (passage: Passage, signal: AbortSignal) => Promise<Int16Array>,
): SoundOnDemand {
  const durationMs = span.to - span.from;
  const soundBytes = durationMs * framesPerMs * 2;

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
    bytes: headerBytes + soundBytes,
    async *read(from, to, signal) {
      if (from < headerBytes) yield header(soundBytes).subarray(from, to);
      const blockBytes = blockMs * framesPerMs * 2;
      for (let at = Math.max(0, from - headerBytes); at < to - headerBytes;) {
        const index = Math.floor(at / blockBytes);
        const bytes = await block(index * blockMs, signal);
        const piece = bytes.subarray(at - index * blockBytes, to - headerBytes - index * blockBytes);
        yield piece;
        at += piece.length;
      }
    },
  };
}

function header(soundBytes: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(headerBytes - 8 + soundBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(soundBytes, 40);
  return bytes;
}
