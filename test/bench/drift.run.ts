import { setImmediate as breath, setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBusEngine, tickMs } from '../../gateway/src/audio/bus-engine.ts';
import type { OpenSink } from '../../gateway/src/audio/sinks/sink.ts';
import { createListeningCard, type Heard, type ListeningCard } from '../../gateway/src/simulator/listening-card.ts';
import { soundFolder, tone } from '../support/sound.ts';
import { startTable, type Series } from './audio-figures.ts';

/**
 * One hour, simulated, of a line that never closes, on a card whose crystal is wrong: a sound each half minute, over
 * music without end. How far from its instant each is heard; beside it, who writes ahead by the clock and hopes.
 */
const hourMs = 3_600_000;
const everyMs = 30_000;
const wallStart = 1_790_000_000_000;
const reportEveryMs = 20;

let folder: Awaited<ReturnType<typeof soundFolder>>;
let music: string;
let signal: string;

beforeAll(async () => {
  folder = await soundFolder();
  // Silent for the ear at the card, mixed and paced as any music is.
  music = await folder.write('music.wav', new Int16Array(10 * 48_000));
  signal = await folder.write('signal.wav', tone(200));
});
afterAll(() => folder.remove());

const instants = Array.from({ length: hourMs / everyMs - 1 }, (_, i) => wallStart + (i + 1) * everyMs + 7 * (i % 13));

function errorsOf(heard: readonly Heard[]): (number | null)[] {
  const onsets = heard.filter(({ kind }) => kind === 'onset').map(({ at }) => at);
  return instants.map((instant) => {
    const onset = onsets.find((at) => Math.abs(at - instant) < everyMs / 2);
    return onset === undefined ? null : onset - instant;
  });
}

function rowOf(name: string, { underruns }: ListeningCard, heard: readonly Heard[]): Series {
  const gaps = heard.map((part) => (part.kind === 'gap' ? part.ms : 0));
  return { name, errors: errorsOf(heard), underruns, longestGapMs: Math.max(0, ...gaps) };
}

/** A card in simulated time, and everything it heard. */
function cardOf(ppm: number): { card: ListeningCard; heard: Heard[] } {
  const heard: Heard[] = [];
  const card = createListeningCard({
    ppm,
    wallAt: (at) => wallStart + at,
    onHeard: (part) => heard.push(part),
    onPlayed: () => undefined,
  });
  return { card, heard };
}

async function closedLoop(ppm: number): Promise<Series> {
  let now = 0;
  const { card, heard } = cardOf(ppm);
  const openSink: OpenSink = (_time, events) => {
    let underruns = 0;
    let next = 0;
    let reportedAt = 0;
    return {
      write(samples) {
        card.receive(samples, now, next);
        next += samples.length;
      },
      takeBack: (from) => (next = Math.min(next, from)),
      pump() {
        if (now - reportedAt < reportEveryMs) return;
        reportedAt = now;
        card.playTo(now);
        if (card.underruns !== underruns) events.underrun();
        underruns = card.underruns;
        if (next > 0) events.played(card.played, now);
      },
      close: () => undefined,
    };
  };
  const engine = createBusEngine({
    time: {
      monotonic: () => now,
      sample: () => undefined,
      wallAt: (at) => wallStart + at,
      monotonicAt: (instant) => instant - wallStart,
    },
    openSink,
    latencyMs: 0,
    tell: () => undefined,
  });
  const cue = (id: number, path: string, startAt: number, loops: boolean) =>
    engine.play(id, { title: 'x', items: [{ title: 'x', path }], startAt, gainDb: 0, loops, endBy: null });
  cue(0, music, wallStart + 2_000, true);
  await delay(50);
  for (; now < hourMs; now += tickMs) {
    // Files are read in real time: each second of ours leaves the disk the time it takes.
    if (now % everyMs === 10_000) {
      const id = Math.floor(now / everyMs);
      if (instants[id] !== undefined) cue(id + 1, signal, instants[id], false);
      await delay(5);
    }
    engine.tick();
    await (now % 1_000 === 0 ? delay(1) : breath());
  }
  engine.close();
  return rowOf(`ours, ${ppm} ppm`, card, heard);
}

const openLeadMs = 250;

/** Writes 48 frames a millisecond of the clock, as a player that is told nothing by its card does; its lead is calibrated away. */
function openLoop(ppm: number): Series {
  const { card, heard } = cardOf(ppm);
  const sound = tone(200);
  const block = (from: number) => {
    const samples = new Int16Array(tickMs * 48);
    for (const instant of instants) {
      const offset = from - Math.round((instant - wallStart) * 48);
      if (offset <= -samples.length || offset >= sound.length) continue;
      for (let i = 0; i < samples.length; i++) samples[i] = sound[offset + i] ?? 0;
    }
    return samples;
  };
  card.receive(new Int16Array(openLeadMs * 48), 0);
  for (let now = 0; now < hourMs; now += tickMs) card.receive(block(now * 48), now);
  const calibrated = heard.map((part) => ({ ...part, at: part.at - openLeadMs }));
  return rowOf(`written ahead by the clock, ${ppm} ppm`, card, calibrated);
}

test('an hour on a card whose crystal is wrong', async () => {
  const rows = [await closedLoop(0), await closedLoop(100), await closedLoop(-100), openLoop(100), openLoop(-100)];
  console.log(startTable('Start error in a simulated hour of one open line, ms', rows));
  for (const { name, errors } of rows.slice(0, 3)) expect(errors, name).not.toContain(null);
});
