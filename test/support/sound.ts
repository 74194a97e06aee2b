import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const soundRate = 48_000;

/** The bytes of a WAV file: canonical 48 kHz mono s16 unless told otherwise. */
export function wavBytes(samples: Int16Array, { rate = soundRate, channels = 1 } = {}): Buffer {
  const data = Buffer.from(samples.slice().buffer);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** A tone that is loud from its very first sample, so that its onset is exact. */
export function tone(ms: number, hz = 440, amplitude = 12_000): Int16Array {
  return Int16Array.from({ length: (ms * soundRate) / 1000 }, (_, i) =>
    Math.round(amplitude * Math.cos((2 * Math.PI * hz * i) / soundRate)),
  );
}

/** Noise in which no stretch repeats, never below −36 dBFS a sample: a lost or doubled sample cannot hide. */
export function noise(ms: number, seed = 1): Int16Array {
  let state = seed >>> 0;
  return Int16Array.from({ length: (ms * soundRate) / 1000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const value = 500 + (state >>> 20) * 3;
    return state & 1024 ? value : -value;
  });
}

/** The samples of a canonical WAV file that has the plain header of 44 bytes. */
export async function readWav(path: string): Promise<Int16Array> {
  const bytes = await readFile(path);
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
}

/** The first sample at least as loud as `threshold`, or −1. */
export function onsetIn(samples: Int16Array, threshold = 16): number {
  return samples.findIndex((sample) => Math.abs(sample) >= threshold);
}

/** Where `part` begins in `whole`, bit for bit; −1: nowhere. */
export function findIn(whole: Int16Array, part: Int16Array): number {
  const found = Buffer.from(whole.slice().buffer).indexOf(Buffer.from(part.slice().buffer));
  return found < 0 ? -1 : found / 2;
}

/** A folder for sounds that goes away. */
export async function soundFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-sound-'));
  return {
    path: (name: string) => join(folder, name),
    async write(name: string, samples: Int16Array): Promise<string> {
      const path = join(folder, name);
      await writeFile(path, wavBytes(samples));
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Back to 16 bits, as a receiver does (ITU-T G.711). */
export function fromMuLaw(code: number): number {
  const bias = 0x84;
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + bias) << ((bits >> 4) & 7)) - bias;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** Tones that come and go, no second like another: what a codec keeps, and what is found again at one place only. */
export function melody(ms: number, amplitude = 9_000): Int16Array {
  let phase = 0;
  return Int16Array.from({ length: (ms * soundRate) / 1000 }, (_, i) => {
    const beat = Math.floor(i / 9_600);
    const hz = 220 + ((beat * 7_919) % 1_200);
    phase += (2 * Math.PI * hz) / soundRate;
    const within = (i % 9_600) / 9_600;
    return Math.round(amplitude * (0.4 + 0.6 * Math.sin(Math.PI * within)) * Math.sin(phase));
  });
}
