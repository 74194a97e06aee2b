import { afterAll, beforeAll, expect, test } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sink } from '../../gateway/src/contract/index.ts';
import type { Bus, Played } from '../../gateway/src/audio/bus.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import { noise, readWav, soundFolder, tone } from '../support/sound.ts';
import { startListeningProcess } from '../support/sound-listening.ts';
import { preciseNow, startPulse, type PrivatePulse } from '../support/sound-pulse.ts';
import { heard, median, quantile, startTable, type Series } from './audio-figures.ts';
import { chatteringDevices } from './chattering-devices.ts';
import { foreignLoad, uploadAndRequests, type Load } from './audio-load.ts';
import { liquidsoap, mpv, naive, type Peer } from './audio-peers.ts';

/** How far from its instant the first sample leaves: ours, under every load, and the peers on the same sound card. */

const slots = 24;
const soundMs = 400;
let folder: Awaited<ReturnType<typeof soundFolder>>;
let sound: string;

beforeAll(async () => {
  folder = await soundFolder();
  sound = await folder.write('tone.wav', tone(soundMs));
});
afterAll(() => folder.remove());

const quiet = { level: () => undefined, state: () => undefined, note: () => undefined, aired: () => undefined };
const openBus = (sink: Sink, latencyMs = 0) => openThreadBus({ outputId: 'bench', sink, latencyMs }, quiet);

const cue = (bus: Bus, startAt: number, paths: string[]): Promise<Played> =>
  bus.play(
    {
      title: 'bench',
      startAt,
      items: paths.map((path) => ({ title: path, path })),
      gainDb: 0,
      loops: false,
      endBy: null,
    },
    () => undefined,
    new AbortController().signal,
  );

/** Instants `everyMs` apart, from 4 s on; the odd 7 ms keep them off every timer's grid. */
const instants = (everyMs: number, count = slots) => {
  const first = Date.now() + 4_000;
  return Array.from({ length: count }, (_, i) => first + i * (everyMs + 7));
};

/** Ours, at the listening sink in its own process. */
async function atListeningSink(
  name: string,
  load: () => Promise<Load> | Load | null,
  blockMainMs = 0,
): Promise<Series> {
  const ear = await startListeningProcess();
  const bus = openBus({ kind: 'listening', host: '127.0.0.1', port: ear.port });
  const loading = await load();
  const at = instants(1_200);
  const playing = Promise.all(at.map((startAt) => cue(bus, startAt, [sound])));
  if (blockMainMs > 0) {
    for (const startAt of at) {
      await delay(startAt - blockMainMs / 2 - Date.now());
      while (Date.now() < startAt + blockMainMs / 2);
    }
  }
  await playing;
  await loading?.stop();
  await delay(500);
  const underruns = await ear.underruns();
  const gaps = ear.story.map((part) => (part.kind === 'gap' ? part.ms : 0));
  const errors = at.map((startAt) => {
    const onset = ear.story.find((part) => part.kind === 'onset' && Math.abs(part.at - startAt) < 600);
    return onset ? onset.at - startAt : null;
  });
  await bus.close();
  await ear.stop();
  return { name, errors, underruns, longestGapMs: Math.max(0, ...gaps) };
}

test('start error at the listening sink, under every load', async () => {
  const nothing = await atListeningSink('nothing else running', () => null);
  const busy = await atListeningSink('upload + 100 requests/s', uploadAndRequests);
  const blocked = await atListeningSink('main thread blocked 400 ms at the slot', () => null, 400);
  const chatter = await atListeningSink('1,000 relays, each speaking every second', chatteringDevices);
  const saturated = await atListeningSink('every core saturated by others', foreignLoad);
  console.log(startTable('Start error at the listening sink, ms', [nothing, busy, blocked, chatter, saturated]));
  console.log(`shift by the blocked main thread: ${(median(heard(blocked)) - median(heard(nothing))).toFixed(3)} ms`);

  for (const series of [nothing, busy, blocked, chatter]) {
    expect(quantile(heard(series).map(Math.abs), 0.99), series.name).toBeLessThanOrEqual(5);
  }
  expect(saturated.errors).not.toContain(null);
});

test('gap between two items', async () => {
  const file = folder.path('heard.wav');
  const ear = await startListeningProcess({ file });
  const bus = openBus({ kind: 'listening', host: '127.0.0.1', port: ear.port });
  const parts = Array.from({ length: 21 }, (_, i) => noise(333 + i, i + 1));
  const paths = await Promise.all(parts.map((part, i) => folder.write(`part-${i}.wav`, part)));
  await cue(bus, Date.now() + 3_000, paths);
  await bus.close();
  await ear.stop();

  const bytes = Buffer.from((await readWav(file)).slice().buffer);
  const found = parts.map((part) => bytes.indexOf(Buffer.from(part.slice().buffer)) / 2);
  const gaps = found.slice(1).map((at, i) => at - ((found[i] ?? NaN) + (parts[i]?.length ?? NaN)));
  console.log(`\nGap between two items, samples, n = ${gaps.length}: ${[...new Set(gaps)].join(', ')}\n`);
  expect(gaps.every((gap) => gap === 0)).toBe(true);
});

test('start error on one sound card: ours and the peers', async () => {
  const pulse = await startPulse();
  if (!pulse) return console.log('no PulseAudio here: the peers were not measured');
  Object.assign(process.env, { PULSE_SERVER: pulse.server }); // for the naive way, and the thread of ours
  const all: Series[] = [];
  const absent: string[] = [];
  try {
    const constant = median(heard(await oursOnPulse('calibration', pulse, 0, 8)));
    all.push(await oursOnPulse(`ours (calibrated by ${constant.toFixed(1)} ms)`, pulse, constant));
    const load = await uploadAndRequests();
    await oursOnPulse('ours, upload + 100 requests/s', pulse, constant)
      .then((series) => all.push(series))
      .finally(load.stop);

    const parts = { env: pulse.env, sound, folder: folder.path };
    for (const [name, open] of Object.entries({ mpv, naive, liquidsoap })) {
      const peer = await open(parts);
      if (peer) all.push(await peerOnPulse(peer, pulse));
      else absent.push(name);
    }
  } finally {
    await pulse.stop();
    delete process.env.PULSE_SERVER;
  }
  console.log(startTable('Start error on a PulseAudio null sink, captured by parec, ms', all));
  console.log(`peers that are not on this machine: ${absent.join(', ') || 'none'}\n`);
});

async function oursOnPulse(name: string, pulse: PrivatePulse, latencyMs: number, count = slots): Promise<Series> {
  const capture = await pulse.listen();
  const bus = openBus({ kind: 'sound-card', system: 'pulse', device: 'horn' }, latencyMs);
  const at = instants(1_200, count);
  const playing = at.map((startAt) => cue(bus, startAt, [sound]));
  const errors = await onsets(at, capture);
  const results = await Promise.all(playing);
  await bus.close();
  await capture.stop();
  return { name, errors, underruns: results.reduce((sum, played) => sum + played.underruns, 0) };
}

async function peerOnPulse(peer: Peer, pulse: PrivatePulse): Promise<Series> {
  const capture = await pulse.listen();
  const at = instants(1_800);
  const errors: (number | null)[] = [];
  for (const slot of at) {
    await delay(slot - 1_000 - Date.now());
    capture.clear();
    peer.arrange(slot);
    errors.push(...(await onsets([slot], capture)));
  }
  await peer.stop();
  await capture.stop();
  return { name: peer.name, errors };
}

async function onsets(at: readonly number[], capture: Awaited<ReturnType<PrivatePulse['listen']>>) {
  const errors: (number | null)[] = [];
  for (const slot of at) {
    await delay(Math.max(0, slot - preciseNow()));
    const onset = await capture.onset(slot - 100, slot + 700);
    errors.push(onset === null ? null : onset - slot);
  }
  return errors;
}
