import { execFile } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthRate } from '../../../gateway/src/media/synth/instruments.ts';
import { shippedSounds } from '../../../gateway/src/media/synth/shipped-sounds.ts';
import { encodeWav } from '../../../gateway/src/media/wav.ts';

const exec = promisify(execFile);
const folder = 'playlists/chimes';
const pieces = new Map(Object.entries(shippedSounds).map(([name, make]) => [name, make()]));

/** With LOA_THON_WRITE_SOUNDS=1 the files are made anew: after a change of the synthesiser, then listen and commit. */
beforeAll(async () => {
  if (!process.env.LOA_THON_WRITE_SOUNDS) return;
  for (const [name, samples] of pieces) {
    const wav = join(tmpdir(), `loa-thon-${process.pid}.wav`);
    await writeFile(wav, encodeWav(samples, synthRate));
    const lossless = ['-c:a', 'flac', '-compression_level', '12', '-bitexact', '-map_metadata', '-1'];
    await exec('ffmpeg', ['-v', 'error', '-y', '-i', wav, ...lossless, join(folder, name)]);
    await rm(wav);
  }
});

describe('the sounds that come with the gateway', () => {
  it.each([...pieces])('%s is what our own synthesiser makes, to the bit', async (name, samples) => {
    const { stdout } = await exec('ffmpeg', ['-v', 'error', '-i', join(folder, name), '-f', 's16le', '-'], {
      encoding: 'buffer',
      maxBuffer: 20_000_000,
    });
    expect(stdout.equals(encodeWav(samples, synthRate).subarray(44))).toBe(true);
  });

  it('are all there is beside their description, and small', async () => {
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith('.flac')).sort()).toEqual([...pieces.keys()].sort());
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
  });

  it('begin at once, end softly, and clip nowhere', () => {
    for (const samples of pieces.values()) {
      const loudest = (part: Float64Array) => part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(loudest(samples)).toBeLessThanOrEqual(0.5);
      expect(loudest(samples.subarray(0, synthRate / 2))).toBeGreaterThan(0.05);
      expect(loudest(samples.subarray(-50))).toBeLessThan(0.01);
    }
  });
});
