import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { it } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { prepare } from '../../gateway/src/library/prepare.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { makeSpeech, witness } from '../integration/media/sounds.ts';
import { quietLog } from '../support/quiet-log.ts';
import { costOf } from './child-cost.ts';

/**
 * Making an hour of mono MP3 airable: ours (probe, measure, level and measure again, waveform) beside ffmpeg's own
 * loudnorm in one pass, and in two, on the same file in the same run, at the same priority and on one thread.
 */
const exec = promisify(execFile);
const minutes = 60;
const clock = createSystemClock();
const never = new AbortController().signal;

it('normalising', { timeout: 1_800_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-bench-'));
  try {
    const speech = join(folder, 'speech.wav');
    const source = join(folder, 'bulletin.mp3');
    await makeSpeech(speech);
    await exec('ffmpeg', [
      ...['-v', 'error', '-stream_loop', '-1', '-i', speech, '-t', String(minutes * 60)],
      ...['-ac', '1', '-ar', '44100', '-b:a', '96k', source],
    ]);
    const ours = join(folder, 'ours.wav');
    const theirs = join(folder, 'loudnorm.wav');
    const media = createMedia({ clock, log: quietLog });
    const target = 'loudnorm=I=-16:TP=-1.5:LRA=11:dual_mono=true';

    const rows: Record<string, Record<string, number | string>> = {};
    const add = async (name: string, file: string, run: () => Promise<unknown>) => {
      const { cpuMs, wallMs, peakMiB } = await costOf(run);
      const { lufs, truePeakDb } = await witness(file);
      const times = (ms: number) => Math.round((minutes * 60_000) / ms);
      rows[name] = {
        '× real time, per core': times(cpuMs),
        '× real time, by the clock': times(wallMs),
        'peak MiB a process': Math.round(peakMiB),
        LUFS: lufs,
        dBTP: truePeakDb,
      };
    };
    await add('ours', ours, () => prepare(media, source, ours, { signal: never, onStep: () => undefined }));
    await add('loudnorm, one pass', theirs, () => loudnorm(source, theirs, target));
    await add('loudnorm, two passes', theirs, async () => {
      const { stderr } = await loudnorm(source, '-', `${target}:print_format=json`);
      const measured = JSON.parse(stderr.slice(stderr.lastIndexOf('{'))) as Record<string, string>;
      const facts = ['i', 'tp', 'lra', 'thresh'].map((name) => `measured_${name}=${measured[`input_${name}`]}`);
      await loudnorm(source, theirs, `${target}:${facts.join(':')}:offset=${measured.target_offset}:linear=true`);
    });
    console.log(`\n${minutes} min of mono MP3, ${cpus().length} cores`);
    console.table(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function loudnorm(source: string, target: string, filter: string) {
  return exec('nice', [
    ...['-n', '10', 'ffmpeg', '-hide_banner', '-nostats', '-y', '-threads', '1', '-i', source],
    ...['-af', `aformat=channel_layouts=mono,${filter}`, '-ar', '48000', '-ac', '1'],
    ...(target === '-' ? ['-f', 'null', '-'] : ['-c:a', 'pcm_s16le', target]),
  ]);
}
