import { sampleRate } from './arguments.ts';

/** Pure: canonical sound as a WAV file, 48 kHz mono, 16 bits, little-endian. */

export const bytesPerMs = (sampleRate * 2) / 1000;

/** Where the samples are in a canonical WAV that begins with `head`, or null when it is not one. */
export function findSamples(head: Buffer, fileBytes: number): { offset: number; bytes: number } | null {
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') {
    return null;
  }
  let canonical = false;
  for (let at = 12; at + 8 <= head.length;) {
    const name = head.toString('latin1', at, at + 4);
    const bytes = head.readUInt32LE(at + 4);
    const body = at + 8;
    if (name === 'data') {
      return canonical ? { offset: body, bytes: Math.min(bytes, fileBytes - body) & ~1 } : null;
    }
    if (name === 'fmt ' && body + 16 <= head.length) canonical = isCanonical(head, body);
    at = body + bytes + (bytes & 1);
  }
  return null;
}

function isCanonical(head: Buffer, at: number): boolean {
  const [format, channels, rate, bits] = [
    head.readUInt16LE(at),
    head.readUInt16LE(at + 2),
    head.readUInt32LE(at + 4),
    head.readUInt16LE(at + 14),
  ];
  return format === 1 && channels === 1 && rate === sampleRate && bits === 16;
}

/** Samples (−1 … 1) as a mono 16-bit WAV file; canonical at the standard rate. */
export function encodeWav(samples: Float64Array, rate: number = sampleRate): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries()) {
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + index * 2);
  }
  return file;
}
