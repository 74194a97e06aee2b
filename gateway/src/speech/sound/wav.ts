import type { Sound } from '../engine.ts';

/** Pure: mono 16-bit WAV, as engines write it and as the library takes it. */

export const headerBytes = 44;

/** Null: not mono 16-bit WAV. A program that writes to a pipe does not know its length: then it is what came. */
export function readWav(file: Buffer): Sound | null {
  if (file.length < headerBytes || file.toString('latin1', 0, 4) !== 'RIFF') return null;
  let rate: number | null = null;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const bytes = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (name === 'data') return rate === null ? null : { samples: samplesOf(file.subarray(body, body + bytes)), rate };
    if (name === 'fmt ' && body + 16 <= file.length) rate = rateOf(file, body);
    at = body + bytes + (bytes & 1);
  }
  return null;
}

function rateOf(file: Buffer, at: number): number | null {
  const [format, channels, bits] = [file.readUInt16LE(at), file.readUInt16LE(at + 2), file.readUInt16LE(at + 14)];
  return format === 1 && channels === 1 && bits === 16 ? file.readUInt32LE(at + 4) : null;
}

function samplesOf(bytes: Buffer): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  for (let n = 0; n < samples.length; n++) samples[n] = bytes.readInt16LE(n * 2);
  return samples;
}

export function wavHeader(rate: number, sampleCount: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + sampleCount * 2, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(sampleCount * 2, 40);
  return header;
}
