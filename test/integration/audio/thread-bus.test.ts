import { readdir, readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Bus, BusListener } from '../../../gateway/src/audio/bus.ts';
import { openThreadBus } from '../../../gateway/src/audio/thread-bus.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createListeningSink, type ListeningSink } from '../../../gateway/src/simulator/listening-sink.ts';
import { onsetIn, readWav, soundFolder, tone } from '../../support/sound.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
let ear: ListeningSink;
let bus: Bus;
let story: string[];
const forever = new AbortController().signal;

beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

async function open(sinkPort?: number, file?: string): Promise<void> {
  ear = createListeningSink({ clock: createSystemClock(), ...(file && { file }) });
  await ear.start();
  story = [];
  const listener: BusListener = {
    level: () => undefined,
    state: (state, fault) => story.push(fault ? `${state} ${fault.code}` : state),
    aired: () => undefined,
    note: (message) => story.push(message),
  };
  const sink = { kind: 'listening' as const, host: '127.0.0.1', port: sinkPort ?? ear.port };
  bus = openThreadBus({ outputId: 'loa', sink, latencyMs: 0 }, listener);
}
afterEach(async () => {
  await bus.close();
  await ear.stop();
});

const play = async (ms: number, inMs: number, signal = forever) =>
  bus.play(
    {
      title: 'news',
      startAt: Date.now() + inMs,
      items: [{ title: 'a', path: await folder.write(`${ms}.wav`, tone(ms)) }],
      gainDb: 0,
      loops: false,
      endBy: null,
    },
    (event) => story.push(event.kind),
    signal,
  );

const until = async (met: () => boolean) => {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('the thread of a bus', () => {
  test('plays one programme after the other on one connection', async () => {
    await open();
    for (let i = 0; i < 2; i++) expect(await play(200, 600)).toMatchObject({ ending: 'ended', airedMs: 200 });
    expect(ear.story().filter((heard) => heard.kind === 'gap')).toEqual([]);
    expect(story.filter((told) => told === 'started')).toHaveLength(2);
  });

  test('carries two plays at once', async () => {
    await open();
    const [long, short] = await Promise.all([play(900, 600), play(300, 800)]);
    expect([long.airedMs, short.airedMs]).toEqual([900, 300]);
  });

  test('puts music under the words, louder between them, and fades it away after the last', async () => {
    const file = folder.path('heard.wav');
    await open(undefined, file);
    const words = Int16Array.from([...tone(2_000, 1_000), ...new Int16Array(3_500 * 48), ...tone(1_000, 1_000)]);
    const playing = bus.play(
      {
        title: 'news',
        startAt: Date.now() + 1_000,
        items: [{ title: 'a', path: await folder.write('words.wav', words) }],
        bed: { title: 'music', path: await folder.write('music.wav', tone(1_700, 400)) },
        gainDb: 6,
        loops: false,
        endBy: null,
      },
      () => undefined,
      forever,
    );
    const played = await playing;
    expect(played).toMatchObject({ ending: 'ended', airedMs: 6_500, items: [{ title: 'a', problem: null }] });
    await ear.stop();
    const heard = await readWav(file);
    const from = onsetIn(heard, 10_000);
    /** Of the music's tone, dB below the words at their own loudness. */
    const musicDb = (ms: number) => {
      const piece = heard.subarray(from + ms * 48, from + ms * 48 + 4_800);
      const part = (wave: (angle: number) => number) =>
        piece.reduce((sum, sample, i) => sum + sample * wave((2 * Math.PI * 400 * i) / 48_000), 0);
      return 20 * Math.log10((2 * Math.hypot(part(Math.cos), part(Math.sin))) / piece.length / (12_000 * 2));
    };
    for (const ms of [1_200, 1_800, 6_200]) expect(musicDb(ms)).toBeCloseTo(-14, 0);
    expect(musicDb(4_600)).toBeCloseTo(-5, 0);
    expect(musicDb(8_300)).toBeLessThan(-24);
    expect(heard.subarray(from + 8_500 * 48).every((sample) => sample === 0)).toBe(true);
    expect(
      Math.max(...[0, 1, 2].map((s) => Math.max(...heard.subarray(from + s * 48_000, from + (s + 1) * 48_000)))),
    ).toBeLessThan(32_768 * 10 ** (-1 / 20));
  });

  test('ends every play when it is closed, and closes twice', async () => {
    await open();
    const playing = play(20_000, 500);
    await until(() => story.includes('started'));
    await bus.close();
    const played = await playing;
    expect(played.ending).toBe('stopped');
    expect(played.startedAt).not.toBeNull();
    await bus.close();
    expect(await play(100, 100)).toMatchObject({ ending: 'stopped', airedMs: 0 });
  });

  test('does not begin what was stopped before it was asked', async () => {
    await open();
    expect(await play(100, 100, AbortSignal.abort())).toMatchObject({ ending: 'stopped', startedAt: null });
  });

  test('that dies is a fault; what had not begun is cued once more in another, and never hangs', async () => {
    await open(1e9); // no such port: the sink cannot even be asked for, a bug that ends the thread
    const played = await play(200, 300);
    expect(played).toMatchObject({ ending: 'failed', startedAt: null, fault: { code: 'audio.bus-died' } });
    expect(story.filter((told) => told === 'the thread of a bus died')).toHaveLength(2);
    expect(story).toContain('fault audio.bus-died');
  });

  test.runIf(process.getuid?.() === 0)('runs above everything else on the machine', async () => {
    await open();
    const playing = play(600, 600);
    await until(() => story.includes('started'));
    const priorities = await Promise.all(
      (await readdir('/proc/self/task')).map(async (id) => {
        const stat = await readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => '');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
      }),
    );
    expect(priorities).toContain(-15);
    await playing;
  });
});

describe('a village with a slow or a fast card', () => {
  test.each([-300, 300])('a crystal off by %d ppm moves no start', async (ppm) => {
    await open();
    await bus.close();
    const skewed = createListeningSink({ clock: createSystemClock(), ppm });
    await skewed.start();
    const quiet = { level: () => undefined, state: () => undefined, note: () => undefined, aired: () => undefined };
    const sink = { kind: 'listening' as const, host: '127.0.0.1', port: skewed.port };
    bus = openThreadBus({ outputId: 'loa', sink, latencyMs: 0 }, quiet);
    const startAt = Date.now() + 3_000;
    const items = [{ title: 'a', path: await folder.write('a.wav', tone(200)) }];
    await bus.play({ title: 'x', startAt, items, gainDb: 0, loops: false, endBy: null }, () => undefined, forever);
    const onset = skewed.story().find((heard) => heard.kind === 'onset');
    expect(Math.abs((onset?.at ?? 0) - startAt)).toBeLessThan(5);
    await bus.close();
    await skewed.stop();
  });
});
