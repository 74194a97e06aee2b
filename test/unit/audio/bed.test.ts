import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overBed } from '../../../gateway/src/audio/bed.ts';
import type { PlayRequest } from '../../../gateway/src/audio/bus.ts';
import { createSoundReader } from '../../../gateway/src/audio/sound-reader.ts';
import { createVoice } from '../../../gateway/src/audio/voice.ts';
import { findIn, soundFolder, tone } from '../../support/sound.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

const silence = (ms: number) => new Int16Array(ms * 48);
/** Words, a breath, words, a pause, words: 3 + 0.5 + 2 + 4 + 1 s. */
const words = Int16Array.from([
  ...tone(3_000, 1_000),
  ...silence(500),
  ...tone(2_000, 1_000),
  ...silence(4_000),
  ...tone(1_000, 1_000),
]);
const wordsMs = 10_500;

async function spoken(gainDb = 0, more: Partial<PlayRequest> = {}) {
  const items = [{ title: 'Bản tin', path: await folder.write('words.wav', words) }];
  // 1.7 s of music: it has to begin again and again.
  const bed = { title: 'Nhạc nền', path: await folder.write('bed.wav', tone(1_700, 400)) };
  const request: PlayRequest = { title: 'x', startAt: 0, items, bed, gainDb, loops: false, endBy: null, ...more };
  const voice = overBed(createVoice(request, createSoundReader(items)), request);
  // Both files are read ahead.
  await delay(1_000);
  voice.startAt(0);
  return voice;
}

type Spoken = Awaited<ReturnType<typeof spoken>>;

async function mixed(voice: Spoken, from: number, frames: number): Promise<Float32Array> {
  const mix = new Float32Array(frames);
  for (let at = 0; at < frames; at += 480) {
    if (at % 48_000 === 0) await delay(20);
    voice.mixInto(mix.subarray(at, Math.min(frames, at + 480)), from + at, Math.min(480, frames - at));
  }
  return mix;
}

/** How loud the bed's tone is around `ms`, dB below the voice. */
function bedDb(sound: Float32Array, ms: number): number {
  const [from, frames] = [ms * 48, 4_800];
  let [cos, sin] = [0, 0];
  for (let i = 0; i < frames; i++) {
    const angle = (2 * Math.PI * 400 * (from + i)) / 48_000;
    cos += (sound[from + i] ?? 0) * Math.cos(angle);
    sin += (sound[from + i] ?? 0) * Math.sin(angle);
  }
  return 20 * Math.log10((Math.hypot(cos, sin) * 2) / frames / 12_000);
}

describe('a music bed', () => {
  test('stays 14 dB below the words, comes up in a pause but not in a breath, and is gone two seconds after the last', async () => {
    const voice = await spoken();
    const sound = await mixed(voice, 0, (wordsMs + 3_000) * 48);
    for (const ms of [1_500, 2_800, 3_200, 5_000, 10_300]) expect(bedDb(sound, ms)).toBeCloseTo(-14, 0);
    expect(bedDb(sound, 6_000)).toBeCloseTo(-14, 0);
    expect(bedDb(sound, 9_000)).toBeCloseTo(-5, 0);
    expect(bedDb(sound, wordsMs + 1_000)).toBeLessThan(-18);
    expect(sound.subarray((wordsMs + 2_000) * 48).every((sample) => sample === 0)).toBe(true);
    expect(sound.subarray((wordsMs + 1_800) * 48).some((sample) => sample !== 0)).toBe(true);
    voice.close();
  });

  test('lies as far below the words as the village wants it', async () => {
    const voice = await spoken(0, { bedLevels: { underDb: -24, pauseDb: -5 } });
    const sound = await mixed(voice, 0, wordsMs * 48);
    expect(bedDb(sound, 2_800)).toBeCloseTo(-24, 0);
    expect(bedDb(sound, 9_000)).toBeCloseTo(-5, 0);
    voice.close();
  });

  test('is part of its play: that is over when the bed is, and only the words count', async () => {
    const voice = await spoken();
    await mixed(voice, 0, (wordsMs + 3_000) * 48);
    voice.playedUpTo((wordsMs + 1_900) * 48);
    expect(voice.finished()).toBeNull();
    expect(voice.sounding()).toBe(true);
    voice.playedUpTo((wordsMs + 2_000) * 48);
    expect(voice.finished()).toBe('ended');
    expect(voice.result('ended', 0, null)).toMatchObject({ airedMs: wordsMs, items: [{ title: 'Bản tin' }] });
    voice.close();
  });

  test('ends with its play when somebody stops it', async () => {
    const voice = await spoken();
    await mixed(voice, 0, 2_000 * 48);
    voice.cut(2_050 * 48, 'stopped');
    const after = await mixed(voice, 2_000 * 48, 4_800);
    expect(after.subarray(2_400).every((sample) => sample === 0)).toBe(true);
    voice.playedUpTo(2_100 * 48);
    expect(voice.finished()).toBe('stopped');
    voice.close();
  });

  test('sounds the same when it is mixed anew', async () => {
    const [once, again] = [await spoken(-6), await spoken(-6)];
    const whole = await mixed(once, 0, 12_000 * 48);
    const out = new Float32Array(whole.length);
    let at = 0;
    for (let round = 0; at < whole.length; round++) {
      const frames = Math.min(9_600, whole.length - at);
      out.set(await mixed(again, at, frames), at);
      at += frames;
      if (round % 2 === 0 && at < whole.length) {
        at -= 4_321;
        again.takeBack(at);
      }
      again.playedUpTo(at - 4_800);
    }
    const off = out.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (whole[i] ?? 0))), 0);
    expect(off).toBeLessThan(1);
    once.close();
    again.close();
  });

  test('that cannot be read leaves the words as they are', async () => {
    const items = [{ title: 'Bản tin', path: await folder.write('alone.wav', words) }];
    const bed = { title: 'Nhạc nền', path: folder.path('nowhere.wav') };
    const request: PlayRequest = { title: 'x', startAt: 0, items, bed, gainDb: 0, loops: false, endBy: null };
    const voice = overBed(createVoice(request, createSoundReader(items)), request);
    await delay(1_000);
    voice.startAt(0);
    const sound = Int16Array.from(await mixed(voice, 0, words.length));
    expect(findIn(sound, words)).toBe(0);
    expect(voice.result('ended', 0, null).items).toMatchObject([
      { title: 'Bản tin', problem: null },
      { title: 'Nhạc nền', problem: { code: 'audio.file-missing' } },
    ]);
    voice.close();
  });
});
