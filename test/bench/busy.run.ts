import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bus, CueItem } from '../../gateway/src/audio/bus.ts';
import { createFeed } from '../../gateway/src/audio/feed.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import { melody, soundFolder, tone } from '../support/sound.ts';
import { startListeningProcess, type ListeningProcess } from '../support/sound-listening.ts';
import { isThere, preciseNow, startPulse } from '../support/sound-pulse.ts';
import { heard, quantile, startTable, type Series } from './audio-figures.ts';
import { uploadAndRequests, type Load } from './audio-load.ts';

/**
 * Everything at once: three buses with music, a voice that speaks live, an upload and 100 requests a second. Whether the
 * starts still hold, and what each of it costs; beside it players that do nothing else.
 */
const slots = 24;
const everyMs = 1_207;
const costSeconds = 15;
const frameMs = 20;
let folder: Awaited<ReturnType<typeof soundFolder>>;
let silence: string;
let music: string;
let sound: string;

beforeAll(async () => {
  folder = await soundFolder();
  // What the starts are found in; mixed, limited and written as any music is.
  silence = await folder.write('silence.wav', new Int16Array(60 * 48_000));
  music = await folder.write('music.wav', melody(60_000));
  sound = await folder.write('tone.wav', tone(400));
});
afterAll(() => folder.remove());

const quiet = { level: () => undefined, state: () => undefined, note: () => undefined, aired: () => undefined };

interface Horn {
  readonly bus: Bus;
  readonly ear: ListeningProcess;
  close(): Promise<void>;
}

async function horn(n: number): Promise<Horn> {
  const ear = await startListeningProcess();
  const sink = { kind: 'listening', host: '127.0.0.1', port: ear.port } as const;
  const bus = openThreadBus({ outputId: `bench-${n}`, sink, latencyMs: 0 }, quiet);
  return {
    bus,
    ear,
    async close() {
      await bus.close();
      await ear.stop();
    },
  };
}

function play({ bus }: Horn, items: CueItem[], startAt: number, signal: AbortSignal, loops = false) {
  return bus.play({ title: 'x', startAt, items, gainDb: 0, loops, endBy: null }, () => undefined, signal);
}

/** A voice that speaks until the signal: a frame each 20 ms of the clock. */
function speak(signal: AbortSignal): CueItem {
  const feed = createFeed(5);
  const began = preciseNow();
  let sent = 0;
  const beat = setInterval(() => {
    for (; began + sent * frameMs <= preciseNow(); sent++) feed.write(new Int16Array(frameMs * 48));
  }, 5);
  signal.addEventListener('abort', () => {
    clearInterval(beat);
    feed.end();
  });
  return { title: 'voice', feed: feed.memory, manner: 'live' };
}

test('starts on three busy buses, under a live voice, an upload and requests', async () => {
  const horns = await Promise.all([1, 2, 3].map(horn));
  const load = await uploadAndRequests();
  const over = new AbortController();
  setMaxListeners(0, over.signal); // each sound to come waits for it
  const first = Date.now() + 5_000;
  const at = Array.from({ length: slots }, (_, i) => first + i * everyMs);
  const below = horns.map((one, n) => {
    const live = n === 2;
    const item = live ? speak(over.signal) : { title: 'music', path: silence };
    return play(one, [item], Date.now() + 1_000, over.signal, !live);
  });
  const starts = horns.map((one) =>
    at.map((startAt) => play(one, [{ title: 'x', path: sound }], startAt, over.signal)),
  );
  await Promise.all(starts.flat());
  await delay(500);
  over.abort();
  await Promise.all(below);
  await load.stop();
  const rows: Series[] = [];
  for (const [n, { ear }] of horns.entries()) {
    const onsets = ear.story.filter(({ kind }) => kind === 'onset').map((part) => part.at);
    const gaps = ear.story.map((part) => (part.kind === 'gap' ? part.ms : 0));
    rows.push({
      name: ['over music', 'over music', 'over a live voice'][n] ?? '',
      errors: at.map((slot) => {
        const onset = onsets.find((one) => Math.abs(one - slot) < 500);
        return onset === undefined ? null : onset - slot;
      }),
      underruns: await ear.underruns(),
      longestGapMs: Math.max(0, ...gaps),
    });
  }
  await Promise.all(horns.map((one) => one.close()));
  console.log(startTable('Start error on three buses at once, all load on, ms', rows));
  for (const series of rows) expect(quantile(heard(series).map(Math.abs), 0.99), series.name).toBeLessThanOrEqual(5);
});

/** % of a core that this process and its threads use for a while. */
async function ownPercent(): Promise<number> {
  const before = process.cpuUsage();
  await delay(costSeconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e4 / costSeconds;
}

async function percentOf(pid: number): Promise<number> {
  const ticks = async () => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = await ticks();
  await delay(costSeconds * 1_000);
  return ((await ticks()) - before) / costSeconds;
}

const players: Record<string, (file: string) => readonly [string, ...string[]]> = {
  mpv: (file) => ['mpv', '--no-config', '--no-video', '--no-terminal', '--ao=pulse', '--loop', file],
  'ffmpeg to ALSA': (file) => ['ffmpeg', '-v', 'error', '-stream_loop', '-1', '-i', file, '-f', 'alsa', 'pulse'],
  liquidsoap: (file) => ['liquidsoap', `settings.init.allow_root.set(true) output.pulseaudio(single("${file}"))`],
};

test('what each of it costs', async () => {
  const over = new AbortController();
  const percents: Record<string, number> = { nothing: await ownPercent() };
  const horns: Horn[] = [];
  const playing: Promise<unknown>[] = [];
  const begin = async (item: CueItem, loops: boolean) => {
    const one = await horn(horns.length);
    horns.push(one);
    playing.push(play(one, [item], Date.now() + 500, over.signal, loops));
    await delay(2_000);
  };
  await begin({ title: 'music', path: music }, true);
  percents['music on one bus'] = await ownPercent();
  await begin({ title: 'music', path: music }, true);
  await begin({ title: 'music', path: music }, true);
  percents['music on three buses'] = await ownPercent();
  await begin(speak(over.signal), false);
  percents['and a live voice on a fourth'] = await ownPercent();
  const load: Load = await uploadAndRequests();
  percents['and an upload and 100 requests/s'] = await ownPercent();
  await load.stop();
  over.abort();
  await Promise.all(playing);
  await Promise.all(horns.map((one) => one.close()));

  const pulse = await startPulse();
  for (const [name, command] of Object.entries(pulse ? players : {})) {
    const [program, ...args] = command(music);
    if (!(await isThere(program))) continue;
    const child = spawn(program, args, { env: { ...pulse?.env }, stdio: 'ignore' });
    await delay(3_000);
    percents[`${name}, one sound`] = await percentOf(child.pid ?? 0);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await pulse?.stop();
  console.log(`\n% of a core, ${costSeconds} s each`);
  console.table(Object.fromEntries(Object.entries(percents).map(([name, of]) => [name, Math.round(of * 10) / 10])));
});
