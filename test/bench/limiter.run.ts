import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { createLimiter } from '../../gateway/src/audio/limiter.ts';
import { makeSpeech } from '../integration/media/sounds.ts';
import { readWav, wavBytes } from '../support/sound.ts';
import { costOf } from './child-cost.ts';

/**
 * What keeping the mix below −1 dBTP costs, in ns of one core a sample: ours on one programme that fits, on two and four at
 * once; and ffmpeg's `alimiter` on the same sum, which looks at samples only, without starting it (its run without the
 * filter is taken off). 48,000 samples are a second: 100 ns are half a percent of a core.
 */
const minutes = 2;
const rounds = 5;

const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

it('the limiter', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-bench-'));
  try {
    const path = join(folder, 'speech.wav');
    await makeSpeech(path);
    const levelled = join(folder, 'levelled.wav');
    spawnSync('ffmpeg', [
      ...['-v', 'error', '-stream_loop', '-1', '-i', path, '-t', String(minutes * 60), '-ac', '1', '-ar', '48000'],
      ...['-af', 'loudnorm=I=-16:TP=-1.5:dual_mono=true', '-ar', '48000', '-bitexact', '-c:a', 'pcm_s16le', levelled],
    ]);
    const speech = await readWav(levelled);
    const rows: Record<string, Record<string, number>> = {};
    for (const plays of [0, 1, 2, 4]) {
      const mix = Float32Array.from(speech, (_, i) => {
        let sum = 0;
        for (let play = 0; play < plays; play++) sum += speech[(i + play * 700_001) % speech.length] ?? 0;
        return sum;
      });
      const ours = Array.from({ length: rounds }, () => {
        const limiter = createLimiter();
        const begun = process.cpuUsage();
        for (let at = 0; at < mix.length; at += 480) limiter.write(mix.subarray(at, at + 480));
        return (process.cpuUsage(begun).user * 1e3) / mix.length;
      });
      rows[`${plays} plays`] = { 'ns a sample': Math.round(middle(ours)) };
    }
    const sum = join(folder, 'sum.wav');
    await writeFile(sum, wavBytes(speech));
    const theirs = async (filter: string) => {
      const costs = [];
      for (let round = 0; round < rounds; round++) {
        const exec = () =>
          Promise.resolve(
            spawnSync('ffmpeg', ['-v', 'error', '-threads', '1', '-i', sum, '-af', filter, '-f', 'null', '-']),
          );
        costs.push((await costOf(exec)).cpuMs);
      }
      return (middle(costs) * 1e6) / speech.length;
    };
    const bare = await theirs('volume=6dB:precision=float');
    rows['alimiter, 6 dB too loud'] = {
      'ns a sample': Math.round(
        (await theirs('volume=6dB:precision=float,alimiter=limit=-1dB:level=false:latency=true')) - bare,
      ),
    };
    console.log(`\n${minutes} min of speech, ${cpus().length} cores, median of ${rounds}`);
    console.table(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
