import { createReadStream } from 'node:fs';
import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Recording } from '../../../gateway/src/contract/index.ts';
import { findSilence } from '../../../gateway/src/audio/file-silence.ts';
import { fileSilence } from '../../../gateway/src/audio/silence-watch.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import { troubleOf } from '../../../gateway/src/preflight/judge-sounds.ts';
import { listen } from '../../../gateway/src/preflight/listen.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { announcer, openLibrary, type VillageLibrary } from '../library/village-library.ts';
import { makeSound, soundFolder } from '../media/sounds.ts';

/** Sounds of a real library, prepared by the real ffmpeg, then spoiled on the disk as an old SD card would. */

const clock = createSystemClock();
const media = createMedia({ clock, log: quietLog });
let place: VillageLibrary;
let sources: Awaited<ReturnType<typeof soundFolder>>;
let prepared: Recording;
let aired: string;

beforeAll(async () => {
  sources = await soundFolder();
  place = await openLibrary();
  await place.library.start();
  const file = sources.path('tin.wav');
  await makeSound(file, "aevalsrc='(random(0)-0.5)*0.5*abs(sin(2*PI*2*t))':d=8:s=48000");
  const query = { id: 'tin', fileName: 'tin.wav' };
  await place.library.upload(query, createReadStream(file), null, announcer);
  prepared = await place.settled('tin');
  aired = join(place.folder, 'aired', 'tin.wav');
  await copyFile(aired, sources.path('whole.wav'));
});
afterAll(async () => {
  await place.close();
  await place.remove();
  await sources.remove();
});

/** What pre-flight hears after the file was spoiled; it is whole again for the next. */
async function afterwards(spoil: () => Promise<void>, ffmpeg = media) {
  await copyFile(sources.path('whole.wav'), aired);
  await spoil();
  const silenceIn = (path: string, signal: AbortSignal) => findSilence(path, fileSilence, signal);
  const ports = { cue: place.library.cue, media: ffmpeg, silenceIn };
  const sounds = await listen([prepared], { ports, clock, signal: new AbortController().signal });
  const sound = sounds.get('tin')!;
  return { heard: sound.heard.kind, trouble: troubleOf(sound)?.reason.code ?? null };
}

it('a recording as it was prepared is well', async () => {
  expect(prepared.state).toBe('ready');
  expect(await afterwards(async () => undefined)).toEqual({ heard: 'decoded', trouble: null });
});

it('one whose end is gone is heard to be cut', async () => {
  const { length } = await readFile(aired);
  const spoil = () => truncate(aired, Math.floor(length / 2));
  expect(await afterwards(spoil)).toEqual({ heard: 'decoded', trouble: 'preflight.sound-cut' });
});

it.each<[string, () => Promise<void>]>([
  ['emptied', () => truncate(aired, 0)],
  ['overwritten', () => writeFile(aired, Buffer.alloc(100_000, 'không phải tiếng'))],
])('one that was %s is broken', async (_name, spoil) => {
  expect(await afterwards(spoil)).toEqual({ heard: 'broken', trouble: 'preflight.sound-broken' });
});

it('one that was replaced by a louder one is off its level', async () => {
  const spoil = () => makeSound(aired, 'sine=f=440:d=8', '-ar', '48000', '-ac', '1', '-af', 'volume=15dB');
  expect(await afterwards(spoil)).toEqual({ heard: 'decoded', trouble: 'preflight.off-level' });
});

it('one that falls silent for long between its words is told of', async () => {
  const spoil = () =>
    makeSound(aired, "aevalsrc='0.2*sin(2*PI*440*t)*(lt(t,8)+gt(t,20))':d=22:s=48000", '-ac', '1', '-bitexact');
  expect(await afterwards(spoil)).toEqual({ heard: 'decoded', trouble: 'preflight.sound-silent' });
});

it('one that is gone cannot be aired', async () => {
  expect(await afterwards(() => rm(aired))).toEqual({ heard: 'refused', trouble: 'preflight.recording-unusable' });
});

it('without ffmpeg nothing is said of it', async () => {
  const without = createMedia({ clock, log: quietLog, searchPath: () => '' });
  const heard = await afterwards(async () => undefined, without);
  expect(heard).toEqual({ heard: 'not-reached', trouble: null });
});

it('listening is left off at once when the gateway stops', async () => {
  await copyFile(sources.path('whole.wav'), aired);
  const stopping = new AbortController();
  const ports = {
    cue: place.library.cue,
    silenceIn: async () => null,
    media: {
      present: () => true,
      measure: (path: string, watch: Parameters<typeof media.measure>[1]) => {
        const measured = media.measure(path, watch);
        stopping.abort(new Error('stopping'));
        return measured;
      },
    },
  };
  await expect(listen([prepared], { ports, clock, signal: stopping.signal })).rejects.toThrow('stopping');
});
