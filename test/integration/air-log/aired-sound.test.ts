import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createAiredSound, type AiredSoundParts } from '../../../gateway/src/air-log/aired-sound.ts';
import { segmentName } from '../../../gateway/src/air-log/segments.ts';
import type { AirLogLine } from '../../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import { compareSound } from '../../support/compare-sound.ts';
import { airLogEntry } from '../../support/fake-services.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { melody } from '../../support/sound.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const run = promisify(execFile);
const clock = createSystemClock();
const forever = new AbortController().signal;
const second = 48_000;
const five = Date.parse('2026-11-24T05:00:00.000Z');

async function openShelf(folder: string, change: Partial<AiredSoundParts> = {}) {
  const kept = new Map<string, string>();
  const airedSound = createAiredSound({
    folder,
    coder: createMedia({ clock, log: quietLog }),
    settings: {
      get: async (key) => kept.get(key) ?? null,
      set: async (key, value) => void kept.set(key, value),
    },
    freeBytes: async () => 1e12,
    clock,
    log: quietLog,
    ...change,
  });
  await airedSound.start();
  onTestFinished(() => airedSound.stop());
  return {
    ...airedSound,
    /** Sounds from `at` on, half a second at a time, at `pace` times real time. */
    async air(outputId: string, at: number, sound: Int16Array, pace = 20) {
      for (let from = 0; from < sound.length; from += second / 2) {
        airedSound.take(outputId, { at: at + from / 48, samples: sound.slice(from, from + second / 2) });
        await delay(500 / pace);
      }
    },
  };
}

function line(from: number, to: number, ...outputIds: string[]): AirLogLine {
  const { airedSound: _, ...written } = airLogEntry;
  return {
    ...written,
    startedAt: new Date(from).toISOString(),
    endedAt: new Date(to).toISOString(),
    zones: outputIds.map((outputId) => ({ ...airLogEntry.zones[0]!, zoneId: outputId, outputId })),
  };
}

type Shelf = Awaited<ReturnType<typeof openShelf>>;

async function hear(shelf: Shelf, of: AirLogLine, outputId: string): Promise<Int16Array> {
  const sound = shelf.soundOf(of, outputId);
  const bytes: Buffer[] = [];
  for await (const piece of sound.read(44, sound.bytes, forever)) bytes.push(piece);
  const all = Buffer.concat(bytes);
  return new Int16Array(all.buffer.slice(all.byteOffset, all.byteOffset + all.length));
}

const segmentsIn = async (folder: string, outputId = 'loa') => (await readdir(join(folder, outputId))).sort();

/** The encoder that writes below `folder`. */
async function encoderOf(folder: string): Promise<number> {
  const { stdout } = await run('pgrep', ['-f', `file:${folder}`]);
  return Number(stdout.trim().split('\n')[0]);
}

test('what aired is heard again at its place: the same sound, as loud, as long', async () => {
  const folder = await tempFolder();
  const shelf = await openShelf(folder);
  const sound = melody(12_000);
  await shelf.air('loa', five + 5_000.4, sound);
  await shelf.stop();
  const heard = await hear(shelf, line(five + 4_000, five + 18_000, 'loa'), 'loa');
  expect(heard.length).toBe(14 * second);
  const likeness = compareSound(sound, heard);
  expect(likeness.correlation).toBeGreaterThan(0.98);
  expect(Math.abs(likeness.offsetMs - 1_000)).toBeLessThan(2);
  expect(Math.abs(likeness.levelDb)).toBeLessThan(0.5);
  expect(Math.abs(likeness.durationMs.heard - likeness.durationMs.source)).toBeLessThan(40);
});

test('a part of it is a part of the same bytes, wherever it begins', async () => {
  const shelf = await openShelf(await tempFolder());
  await shelf.air('loa', five, melody(65_000), 200);
  await shelf.stop();
  const sound = shelf.soundOf(line(five, five + 65_000, 'loa'), 'loa');
  const read = async (from: number, to: number) => {
    const pieces: Buffer[] = [];
    for await (const piece of sound.read(from, to, forever)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const whole = await read(0, sound.bytes);
  expect(whole.length).toBe(sound.bytes);
  expect(whole.toString('latin1', 0, 4)).toBe('RIFF');
  for (const [from, to] of [
    [0, 10],
    [40, 50],
    [3_000_001, 3_500_000],
    [sound.bytes - 1, sound.bytes],
  ] as const) {
    expect((await read(from, to)).equals(whole.subarray(from, to)), `${from}-${to}`).toBe(true);
  }
});

test('a segment ends with its hour and the next goes on without a gap; a pause begins another', async () => {
  const folder = await tempFolder();
  const shelf = await openShelf(folder);
  const sound = melody(6_000);
  await shelf.air('loa', five - 2_700, sound);
  await shelf.air('loa', five + 600_000, melody(1_000));
  await shelf.stop();
  expect(await segmentsIn(folder)).toEqual([segmentName(five - 2_700), segmentName(five), segmentName(five + 600_000)]);
  const heard = await hear(shelf, line(five - 3_000, five + 4_000, 'loa'), 'loa');
  const likeness = compareSound(sound, heard);
  expect(likeness.correlation).toBeGreaterThan(0.98);
  expect(Math.abs(likeness.offsetMs - 300)).toBeLessThan(2);
});

test('a line says of which outputs something is held, and how much', async () => {
  const shelf = await openShelf(await tempFolder());
  await Promise.all([shelf.air('loa', five, melody(4_000)), shelf.air('chua', five + 1_000, melody(1_000))]);
  await shelf.stop();
  const of = line(five, five + 3_000, 'loa', 'chua', 'dinh');
  const near = (ms: number): unknown => expect.closeTo(ms, -2);
  expect(shelf.heldOf(of)).toEqual([
    { outputId: 'loa', heldMs: near(3_000) },
    { outputId: 'chua', heldMs: near(1_000) },
  ]);
  expect(shelf.heldOf({ ...of, startedAt: null })).toEqual([]);
  expect(() => shelf.soundOf(of, 'dinh')).toThrow(expect.objectContaining({ code: 'aired-sound.not-held' }) as Error);
});

test('an encoder that is killed costs at most the last two seconds, and the next sound is kept again', async () => {
  const folder = await tempFolder();
  const shelf = await openShelf(folder);
  const sound = melody(8_000);
  const airing = shelf.air('loa', five, sound, 1);
  await delay(6_000);
  process.kill(await encoderOf(folder), 'SIGKILL');
  await airing;
  await shelf.stop();
  const [first, second] = await segmentsIn(folder);
  expect(second).toBeDefined();
  expect(first).toBe(segmentName(five));
  const heard = await hear(shelf, line(five, five + 6_000, 'loa'), 'loa');
  const kept = heard.findLastIndex((sample) => Math.abs(sample) > 200) / 48;
  expect(kept).toBeGreaterThan(4_000);
  const likeness = compareSound(sound.slice(0, 4 * 48_000), heard);
  expect(likeness.correlation).toBeGreaterThan(0.98);
});

test('after a power cut everything is found that was written, broken files are not heard and go in their turn', async () => {
  const folder = await tempFolder();
  const before = await openShelf(folder);
  await before.air('loa', five, melody(6_000));
  await before.stop();
  const file = join(folder, 'loa', segmentName(five));
  const { size } = await stat(file);
  await truncate(file, size - 3_000);
  await writeFile(join(folder, 'loa', segmentName(five - 60_000)), '');
  await writeFile(join(folder, 'loa', segmentName(five + 60_000)), Buffer.alloc(5_000, 'OggS'));
  await writeFile(join(folder, 'loa', 'shopping.txt'), 'rice');
  const after = await openShelf(folder);
  const [held] = after.heldOf(line(five - 60_000, five + 120_000, 'loa'));
  expect(held?.heldMs).toBeGreaterThan(4_000);
  expect(held?.heldMs).toBeLessThan(6_000);
  await after.change({ days: 1, gigabytes: 1 });
  expect(await segmentsIn(folder)).toEqual(['shopping.txt']);
});

test('what the disk does not give back is not held, and keeps the gateway from nothing', async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, 'loa', segmentName(five)), { recursive: true });
  const shelf = await openShelf(folder);
  expect(shelf.heldOf(line(five, five + 1_000, 'loa'))).toEqual([]);
});

test('a folder that cannot be made leaves nothing behind that is said to grow for ever', async () => {
  const folder = await tempFolder();
  const shelf = await openShelf(folder);
  await writeFile(join(folder, 'loa'), 'in the way');
  await shelf.air('loa', five, melody(2_000));
  await shelf.stop();
  expect(shelf.state()).toMatchObject({ heldBytes: 0, oldestAt: null });
});

test('a full disk takes the oldest first, keeps nothing more when that is not enough, and says so', async ({
  skip,
}) => {
  const disk = await mountSmallDisk(8);
  if (!disk) return skip('this user may not mount a disk');
  const folder = join(disk.folder, 'aired');
  let now = five;
  const shelf = await openShelf(folder, {
    clock: { ...clock, now: () => now },
    spareBytes: 1_000_000,
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(disk.folder);
      return bavail * bsize;
    },
  });
  await shelf.air('loa', five, melody(8_000));
  await shelf.air('loa', five + 60_000, melody(8_000));
  await delay(4_000);
  now += 120_000;
  const [old] = await segmentsIn(folder);
  await disk.leave(990_000);
  await shelf.change({ days: 30, gigabytes: 4 });
  expect(await segmentsIn(folder)).not.toContain(old);
  expect(await segmentsIn(folder)).toHaveLength(1);
  expect(shelf.state().fault).toBeNull();

  await disk.leave(10_000);
  await shelf.change({ days: 30, gigabytes: 4 });
  expect(await segmentsIn(folder)).toEqual([]);
  expect(shelf.state().fault).toMatchObject({ code: 'aired-sound.disk-full' });
  await shelf.air('loa', five + 180_000, melody(2_000));
  expect(await segmentsIn(folder)).toEqual([]);

  await disk.leave(4_000_000);
  await shelf.change({ days: 30, gigabytes: 4 });
  await shelf.air('loa', five + 240_000, melody(2_000));
  await shelf.stop();
  expect(await segmentsIn(folder)).toHaveLength(1);
  expect(shelf.state().fault).toBeNull();
});

test('a disk that fills up under the encoder ends the segment, and nobody waits', async ({ skip }) => {
  const disk = await mountSmallDisk(2);
  if (!disk) return skip('this user may not mount a disk');
  const folder = join(disk.folder, 'aired');
  const shelf = await openShelf(folder);
  await disk.leave(20_000);
  const samples = melody(500);
  const begun = performance.now();
  for (let at = 0; at < 20_000; at += 500) shelf.take('loa', { at: five + at, samples });
  expect(performance.now() - begun).toBeLessThan(500);
  await delay(500);
  await shelf.air('loa', five + 60_000, melody(20_000), 50);
  await shelf.stop();
  expect(shelf.state().fault).toMatchObject({ code: 'storage.full' });
  for (const name of await segmentsIn(folder))
    expect((await readFile(join(folder, 'loa', name))).length).toBeGreaterThan(0);
});

test('without ffmpeg nothing is kept, and that is a fault', async () => {
  const nowhere = createMedia({ clock, log: quietLog, searchPath: () => '/nowhere' });
  const shelf = await openShelf(await tempFolder(), { coder: nowhere });
  await shelf.air('loa', five, melody(1_000));
  expect(shelf.state()).toMatchObject({ heldBytes: 0, oldestAt: null, fault: { code: 'media.ffmpeg-missing' } });
});
