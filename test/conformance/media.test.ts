import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { codeOf } from '../../gateway/src/core/errors.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { createRun } from '../../gateway/src/media/run.ts';
import { makeSound, soundFolder, witness } from '../integration/media/sounds.ts';
import { quietLog } from '../support/quiet-log.ts';

/** What the gateway stands on behind the ffmpeg door: whoever replaces the package keeps these. */

const clock = createSystemClock();
const never = new AbortController().signal;
const media = createMedia({ clock, log: quietLog });
const watch = { signal: never, expectedMs: 10_000 };
let folder: Awaited<ReturnType<typeof soundFolder>>;

beforeAll(async () => {
  folder = await soundFolder();
  await makeSound(folder.path('a.wav'), 'sine=f=440:d=3', '-ac', '2');
});
afterAll(() => folder.remove());

const code = (promise: Promise<unknown>) => promise.then(() => 'fine', codeOf);

/** A folder with a script in place of ffmpeg. */
async function pretend(name: string, script: string): Promise<string> {
  const place = folder.path(name);
  await mkdir(place, { recursive: true });
  await writeFile(`${place}/ffmpeg`, `#!/bin/sh\n${script}\n`);
  await chmod(`${place}/ffmpeg`, 0o755);
  return place;
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' }));
  } catch {
    return false;
  }
};

describe('the ffmpeg door', () => {
  it('says what a file is, measures it, levels it, and shows its waveform', async () => {
    expect(await media.probe(folder.path('a.wav'), never)).toEqual({ codec: 'pcm_s16le', durationMs: 3000 });
    const before = await media.measure(folder.path('a.wav'), watch);
    expect(before.durationMs).toBe(3000);
    const after = await media.level(folder.path('a.wav'), folder.path('b.wav'), { gainDb: 6, ceilingDb: -2 }, watch);
    expect(after.lufs).toBeCloseTo(before.lufs + 6, 0);
    const outside = await witness(folder.path('b.wav'));
    expect(outside.lufs).toBeCloseTo(after.lufs, 1);
    expect(outside.info).toMatch(/pcm_s16le .*48000 Hz, (mono|1 channels), s16/);
    const { durationMs, peaks } = await media.waveform(folder.path('b.wav'), 100, never);
    expect(durationMs).toBe(3000);
    expect(peaks).toHaveLength(100);
    expect(Math.min(...peaks)).toBeGreaterThan(20);
  });

  it('copies the samples of sound that needs no change, to the bit', async () => {
    await makeSound(folder.path('soft.wav'), 'sine=f=300:d=1:r=48000', '-ac', '1', '-fflags', '+bitexact');
    await media.level(folder.path('soft.wav'), folder.path('same.wav'), { gainDb: 0, ceilingDb: -1 }, watch);
    const [one, two] = await Promise.all([readFile(folder.path('soft.wav')), readFile(folder.path('same.wav'))]);
    expect(two.subarray(44).equals(one.subarray(44))).toBe(true);
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    await media.measure(folder.path('a.wav'), { ...watch, onProgress: (doneMs) => seen.push(doneMs) });
    expect(seen.at(-1)).toBe(3000);
  });

  it('opens names that look like options, protocols and filters as what they are: names', async () => {
    for (const name of ['-i', '-version', "it's %d a [weird],file;.wav", 'concat:a|b', 'tiếng Việt 50% .wav']) {
      await makeSound(`file:${folder.path(name)}`, 'sine=d=0.6', '-f', 'wav');
      expect((await media.probe(folder.path(name), never)).codec).toBe('pcm_s16le');
      expect((await media.measure(folder.path(name), watch)).durationMs).toBe(600);
    }
  });

  it('never follows a text that names other files, whatever it is called', async () => {
    const secret = folder.path('a.wav');
    const texts = {
      'hls.mp3': `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
      'passwd.m3u8': '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n',
      'concat.wav': `ffconcat version 1.0\nfile '${secret}'\n`,
      'call.sdp': 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n',
    };
    for (const [name, text] of Object.entries(texts)) {
      await writeFile(folder.path(name), text);
      expect(await code(media.probe(folder.path(name), never))).toBe('media.not-audio');
      expect(await code(media.measure(folder.path(name), watch))).toBe('media.not-audio');
    }
  });

  it('says that ffmpeg is missing, and works as soon as it is installed', async () => {
    const place = folder.path('empty-bin');
    await mkdir(place);
    const bare = createMedia({ clock, log: quietLog, searchPath: () => place });
    expect(bare.present()).toBe(false);
    expect(await code(bare.probe(folder.path('a.wav'), never))).toBe('media.ffmpeg-missing');
    expect(await code(bare.measure(folder.path('a.wav'), watch))).toBe('media.ffmpeg-missing');
    for (const program of ['ffmpeg', 'ffprobe']) {
      const found = (process.env.PATH ?? '').split(delimiter).map((path) => `${path}/${program}`);
      const real = found.find((path) => {
        try {
          return execFileSync(path, ['-version']).length > 0;
        } catch {
          return false;
        }
      });
      await symlink(real ?? '', `${place}/${program}`);
    }
    expect(bare.present()).toBe(true);
    expect((await bare.probe(folder.path('a.wav'), never)).durationMs).toBe(3000);
  });

  it('runs with low priority, so that the sound on air never waits for it', async () => {
    const place = await pretend('nice', 'nice; cut -d" " -f19 /proc/$$/stat');
    const run = createRun({ clock, log: quietLog, searchPath: () => place });
    const report = await run({ program: 'ffmpeg', args: [], deadlineMs: 10_000, stallMs: null, signal: never });
    expect(report.stdout.split('\n')[0]).toBe('10');
  });
});

describe('a run', () => {
  /** Prints its pid, ignores SIGTERM, and prints nothing more. */
  const deaf = 'trap "" TERM; echo $$; while :; do sleep 0.1; done';

  async function endedBy(bounds: { deadlineMs: number; stallMs: number | null }, abortAfterFirstLine: boolean) {
    const place = await pretend('deaf', deaf);
    const run = createRun({ clock, log: quietLog, searchPath: () => place });
    const stop = new AbortController();
    let pid = 0;
    const ended = await code(
      run({
        program: 'ffmpeg',
        args: [],
        ...bounds,
        signal: stop.signal,
        onOutput(text) {
          pid = Number(text);
          if (abortAfterFirstLine) stop.abort(new Error('no longer wanted'));
        },
      }),
    );
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
    return ended;
  }

  it('that takes too long is killed, even when it ignores being asked', async () => {
    expect(await endedBy({ deadlineMs: 800, stallMs: null }, false)).toBe('media.too-slow');
  });

  it('that makes no progress is killed before its deadline', async () => {
    expect(await endedBy({ deadlineMs: 60_000, stallMs: 800 }, false)).toBe('media.stuck');
  });

  it('that nobody wants any more is killed', async () => {
    expect(await endedBy({ deadlineMs: 60_000, stallMs: null }, true)).toBe('internal');
  });

  it('is never started for a signal that is aborted already', async () => {
    const run = createRun({ clock, log: quietLog, searchPath: () => '/nowhere' });
    const aborted = AbortSignal.abort(new Error('stopping'));
    const request = { program: 'ffmpeg', args: [], deadlineMs: 1_000, stallMs: null, signal: aborted } as const;
    await expect(run(request)).rejects.toThrow('stopping');
  });

  it('asks ffmpeg nothing but what it was asked: no check of its capabilities', async () => {
    const place = await pretend('witness', `echo "$@" >> ${folder.path('calls')}`);
    const run = createRun({ clock, log: quietLog, searchPath: () => place });
    await run({ program: 'ffmpeg', args: ['-i', 'x y'], deadlineMs: 5_000, stallMs: null, signal: never });
    expect(await readFile(folder.path('calls'), 'utf8')).toBe('-i x y\n');
  });
});
