import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** A folder of its own for a test file's sounds. */
export async function soundFolder(): Promise<{ path: (name: string) => string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-sounds-'));
  return { path: (name) => join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Makes a file of sound with the real ffmpeg: `source` is a lavfi source, `options` the encoder's. */
export async function makeSound(path: string, source: string, ...options: string[]): Promise<void> {
  await exec('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...options, path]);
}

/** Copies sound without decoding it: `options` say what changes. */
export async function remux(from: string, to: string, ...options: string[]): Promise<void> {
  await exec('ffmpeg', ['-v', 'error', '-y', '-i', from, '-c', 'copy', ...options, to]);
}

/** Vietnamese speech when espeak-ng is installed, else syllables of noise. */
export async function makeSpeech(path: string): Promise<void> {
  const text = 'Kính thưa bà con thôn Ngọt. Bảy giờ sáng mai mời bà con ra nhà văn hóa họp thôn. Xin cảm ơn.';
  await exec('espeak-ng', ['-v', 'vi', '-w', path, text]).catch(() =>
    makeSound(path, "aevalsrc='(random(0)-0.5)*0.8*abs(sin(2*PI*2*t))*lt(mod(t,3),2.2)':d=8:s=22050"),
  );
}

/** AMR narrow band, which no free encoder makes: 12.2 kbit/s frames (3GPP TS 26.101) of bits that sound like noise. */
export async function makeAmr(path: string, frames: number): Promise<void> {
  let seed = 7;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16;
  const frame = () => Buffer.from([0x3c, ...Array.from({ length: 31 }, () => random() & 0xff)]);
  await writeFile(path, Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: frames }, frame)]));
}

/** What another run of ffmpeg's meter says of a file: the outside witness of loudness and true peak. */
export async function witness(path: string): Promise<{ lufs: number; truePeakDb: number; info: string }> {
  const { stderr } = await exec('ffmpeg', [
    ...['-hide_banner', '-nostats', '-i', path],
    ...['-af', 'ebur128=peak=true:dualmono=true:framelog=verbose', '-f', 'null', '-'],
  ]);
  const lufs = Number(/I:\s+(-?[\d.]+) LUFS/.exec(stderr)?.[1]);
  const truePeakDb = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(stderr)?.[1]);
  return { lufs, truePeakDb, info: stderr };
}
