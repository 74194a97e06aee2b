import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBusEngine } from '../../../gateway/src/audio/bus-engine.ts';
import type { FromWorker } from '../../../gateway/src/audio/bus-messages.ts';
import type { Played, PlayRequest } from '../../../gateway/src/audio/bus.ts';
import { createFeed } from '../../../gateway/src/audio/feed.ts';
import { lost, type OpenSink, type SinkEvents } from '../../../gateway/src/audio/sinks/sink.ts';
import { findIn, noise, onsetIn, soundFolder, tone } from '../../support/sound.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

const wallStart = 1_700_000_000_000;

/** A bus whose time is moved by hand, on a sink that plays from 40 ms after it was opened. */
function village({ latencyMs = 0, delayMs = 0, present = true, takesBack = true } = {}) {
  let now = 0;
  const said: FromWorker[] = [];
  const lines: { events: SinkEvents; openedAt: number; samples: number[]; closed: boolean }[] = [];
  /** From which frames on something was taken back. */
  const takenBack: number[] = [];
  const sink = { present, frozenAt: null as number | null };
  const wall = { steppedMs: 0 };
  const openSink: OpenSink = (_time, events) => {
    const line = { events, openedAt: now + 40, samples: [] as number[], closed: false };
    lines.push(line);
    return {
      write: (samples) => samples.forEach((sample) => line.samples.push(sample)),
      takeBack(from) {
        if (!takesBack) return null;
        takenBack.push(from);
        line.samples.length = Math.min(line.samples.length, from);
        return line.samples.length;
      },
      pump() {
        if (!sink.present) events.lost(lost('pulled out'));
        else if (now > line.openedAt) {
          const played = Math.min(line.samples.length, ((sink.frozenAt ?? now) - line.openedAt) * 48);
          events.played(played, now);
        }
      },
      close: () => (line.closed = true),
    };
  };
  const time = {
    monotonic: () => now,
    sample: () => undefined,
    wallAt: (at: number) => wallStart + wall.steppedMs + at,
    monotonicAt: (instant: number) => instant - wallStart - wall.steppedMs,
  };
  const engine = createBusEngine({ time, openSink, latencyMs, delayMs, tell: (message) => said.push(message) });
  let ids = 0;
  return {
    engine,
    now: () => now,
    said,
    lines,
    takenBack,
    sink,
    /** What somebody set the wall clock forward by. */
    wall,
    /** Lets time pass tick by tick; files are read for real in between. */
    async pass(ms: number) {
      for (const end = now + ms; now < end; now += 10) {
        engine.tick();
        // The disk of a busy machine is not as fast as time that is moved by hand.
        if (now % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        else await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** Cues it and waits until the disk has answered. */
    async cue(request: Partial<PlayRequest> & { paths: string[]; startMs: number }) {
      const { paths, startMs, ...more } = request;
      const items = paths.map((path) => ({ title: path.split('/').at(-1) ?? path, path }));
      const id = ++ids;
      engine.play(id, {
        title: 'x',
        items,
        gainDb: 0,
        loops: false,
        endBy: null,
        startAt: wallStart + startMs,
        ...more,
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
      return id;
    },
    /** The monotonic instant at which sample `index` of a line sounded. */
    soundedAt: (index: number, line = 0) => (lines[line]?.openedAt ?? NaN) + index / 48,
    samples: (line = 0) => Int16Array.from(lines[line]?.samples ?? []),
    done: (id: number): Played | undefined => {
      const message = said.find((m) => m.kind === 'done' && m.id === id);
      return message?.kind === 'done' ? message.played : undefined;
    },
  };
}

describe('a programme', () => {
  test('begins at its instant, to the sample', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(200))], startMs: 1_000.5 });
    await loa.pass(2_000);
    expect(loa.soundedAt(onsetIn(loa.samples()))).toBeCloseTo(1_000.5, 1);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', airedMs: 200, underruns: 0, fault: null });
    expect(loa.done(id)?.startedAt).toBeCloseTo(wallStart + 1_000.5, 1);
  });

  test('that is about to begin begins all the same when the clock is set back an hour', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(200))], startMs: 1_000 });
    await loa.pass(500);
    loa.wall.steppedMs = -3_600_000;
    await loa.pass(1_500);
    expect(loa.soundedAt(onsetIn(loa.samples()))).toBeCloseTo(1_000, 1);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', airedMs: 200 });
  });

  test('leaves earlier by what lies behind the sink', async () => {
    const loa = village({ latencyMs: 120 });
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(200))], startMs: 1_000 });
    await loa.pass(2_000);
    expect(loa.soundedAt(onsetIn(loa.samples()))).toBeCloseTo(880, 1);
    expect(loa.done(id)?.startedAt).toBeCloseTo(wallStart + 1_000, 1);
  });

  test('speaks later where it is meant to, says so, and is silent by the end of its time all the same', async () => {
    const loa = village({ latencyMs: 120, delayMs: 290.5 });
    const paths = [await folder.write('a.wav', tone(2_000))];
    const id = await loa.cue({ paths, startMs: 1_000, endBy: wallStart + 2_000 });
    await loa.pass(3_000);
    expect(loa.soundedAt(onsetIn(loa.samples()))).toBeCloseTo(1_170.5, 1);
    expect(loa.done(id)?.startedAt).toBeCloseTo(wallStart + 1_290.5, 1);
    const last = loa.samples().findLastIndex((sample) => sample !== 0);
    expect(loa.soundedAt(last)).toBeLessThanOrEqual(1_880);
  });

  test('whose time has come already begins as soon as the sink plays, from its beginning', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(200))], startMs: -50 });
    await loa.pass(1_200);
    expect(loa.soundedAt(onsetIn(loa.samples()))).toBeLessThan(400);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', airedMs: 200 });
  });

  test('is heard to its end when the clock goes back by an hour in the midst of it', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(15_000))], startMs: 500 });
    await loa.pass(1_500);
    loa.wall.steppedMs = -3_600_000;
    while (!loa.done(id) && loa.now() < 60_000) await loa.pass(1_000);
    expect(loa.lines).toHaveLength(1);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', airedMs: 15_000, fault: null });
  });

  test('has its items joined bit for bit', async () => {
    const loa = village();
    const [one, two] = [noise(130, 1), noise(170, 2)];
    await loa.cue({ paths: [await folder.write('1.wav', one), await folder.write('2.wav', two)], startMs: 500 });
    await loa.pass(1_200);
    expect(findIn(loa.samples(), Int16Array.from([...one, ...two]))).toBeGreaterThan(0);
  });

  test('that goes on in the middle of an item begins at that place, to the sample, and plays the rest', async () => {
    const loa = village();
    const [one, two] = [noise(130, 1), noise(170, 2)];
    const items = [
      { title: '1', path: await folder.write('1.wav', one), fromMs: 70.5 },
      { title: '2', path: await folder.write('2.wav', two) },
    ];
    const id = await loa.cue({ paths: [], items, startMs: 500 });
    await loa.pass(1_200);
    const rest = Int16Array.from([...one.subarray(70.5 * 48), ...two]);
    const begins = onsetIn(loa.samples());
    expect(findIn(loa.samples(), rest)).toBe(begins);
    expect(loa.soundedAt(begins)).toBeCloseTo(500, 1);
    expect(loa.done(id)?.items.map(({ airedMs }) => airedMs)).toEqual([60, 170]);
  });

  test('says what began, and how loud it is as it is heard', async () => {
    const loa = village();
    const path = await folder.write('a.wav', tone(400));
    await loa.cue({ paths: [path, path], startMs: 500 });
    await loa.pass(2_000);
    const kinds = loa.said.map((m) => (m.kind === 'event' ? m.event.kind : m.kind === 'state' ? m.state : m.kind));
    expect(kinds.filter((kind) => kind !== 'progress' && kind !== 'aired' && kind !== 'level')).toEqual([
      'started',
      'item',
      'playing',
      'item',
      'done',
      'idle',
    ]);
    const levels = loa.said.filter((m) => m.kind === 'level');
    expect(levels.length).toBeGreaterThanOrEqual(6);
    expect(levels.at(-1)).toEqual({ kind: 'level', rmsDb: -100, peakDb: -100 });
  });

  test('is taped as it left, before it is said to be over', async () => {
    const loa = village({ latencyMs: 120 });
    const sound = noise(1_303);
    await loa.cue({ paths: [await folder.write('a.wav', sound)], startMs: 1_004.5 });
    await loa.pass(3_000);
    const taped = loa.said.flatMap((message) => (message.kind === 'aired' ? [message.sound] : []));
    const lead = findIn(Int16Array.from(taped.flatMap(({ samples }) => [...samples])), sound);
    expect(lead).toBeGreaterThanOrEqual(0);
    expect(lead).toBeLessThan(480);
    expect(taped[0]?.at).toBeGreaterThan(wallStart + 994);
    expect(taped[0]?.at).toBeLessThanOrEqual(wallStart + 1_004.5);
    const kinds = loa.said.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('aired')).toBeLessThan(kinds.indexOf('done'));
  });

  test('that was lost with its sink is not on the tape', async () => {
    const loa = village();
    await loa.cue({ paths: [await folder.write('a.wav', noise(4_000))], startMs: 500 });
    await loa.pass(1_200);
    loa.sink.present = false;
    await loa.pass(100);
    const taped = loa.said.flatMap((message) => (message.kind === 'aired' ? [message.sound] : []));
    const tapedMs = taped.reduce((sum, { samples }) => sum + samples.length / 48, 0);
    expect(tapedMs).toBeGreaterThan(650);
    expect(tapedMs).toBeLessThan(720);
  });

  test('goes on with the next item when one falls silent for eight seconds, and says so', async () => {
    const loa = village();
    const silent = Int16Array.from([...noise(500, 1), ...new Int16Array(12_000 * 48), ...noise(500, 2)]);
    const next = noise(400, 3);
    const paths = [await folder.write('silent.wav', silent), await folder.write('next.wav', next)];
    const id = await loa.cue({ paths, startMs: 500 });
    await loa.pass(10_500);
    const played = loa.done(id);
    expect(played?.items[0]).toMatchObject({ problem: { code: 'audio.silent', params: { atSeconds: 1 } } });
    expect(played?.items[0]?.airedMs).toBeGreaterThanOrEqual(8_500);
    expect(played?.items[0]?.airedMs).toBeLessThanOrEqual(8_700);
    expect(played).toMatchObject({ ending: 'ended', items: [{}, { airedMs: 400, problem: null }] });
    expect(findIn(loa.samples(), next)).toBeGreaterThan(0);
  });

  test('finds no fault in short pauses, nor in silence at the end of a file, which nobody waits for', async () => {
    const loa = village();
    const pausing = Int16Array.from([...noise(300, 1), ...new Int16Array(7_000 * 48), ...noise(300, 2)]);
    const ending = Int16Array.from([...noise(300, 4), ...new Int16Array(30_000 * 48)]);
    const next = noise(400, 3);
    const sounds = { 'pausing.wav': pausing, 'ending.wav': ending, 'next.wav': next };
    const paths = [];
    for (const [name, sound] of Object.entries(sounds)) paths.push(await folder.write(name, sound));
    const id = await loa.cue({ paths, startMs: 500 });
    await loa.pass(18_000);
    const played = loa.done(id);
    expect(played?.items.map(({ problem }) => problem)).toEqual([null, null, null]);
    expect(played?.items[0]?.airedMs).toBe(7_600);
    expect(played?.items[1]?.airedMs).toBeLessThan(8_600);
    expect(findIn(loa.samples(), next)).toBeGreaterThan(0);
  });

  test('with nothing playable in it ends with its problems, and never started', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [folder.path('nowhere.wav')], startMs: 500 });
    // The disk is a real one, and may be slower than the simulated time.
    while (!loa.done(id)) await loa.pass(100);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', startedAt: null, airedMs: 0 });
    expect(loa.done(id)?.items[0]?.problem?.code).toBe('audio.file-missing');
  });

  test('that is stopped fades out in 50 ms', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(5_000))], startMs: 300 });
    await loa.pass(1_000);
    const before = loa.samples();
    loa.engine.stop(id);
    await loa.pass(1_000);
    const samples = loa.samples();
    const stoppedAt = (loa.now() - 1_000 - 40 + 8) * 48;
    expect(samples.slice(0, stoppedAt)).toEqual(before.slice(0, stoppedAt));
    const after = samples.slice(stoppedAt);
    expect(Math.max(...after.slice(0, 480))).toBeGreaterThan(8_000);
    expect(Math.max(...after.slice(2_000, 2_400))).toBeLessThan(2_500);
    expect(Math.max(...after.slice(2_400))).toBe(0);
    expect(loa.done(id)?.ending).toBe('stopped');
  });

  test('stopped on a sink that takes nothing back fades out once what was written has sounded', async () => {
    const loa = village({ takesBack: false });
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(5_000))], startMs: 300 });
    await loa.pass(1_000);
    loa.engine.stop(id);
    await loa.pass(1_000);
    expect(loa.soundedAt(lastIn(loa.samples()))).toBeCloseTo(1_000 + 240 + 50, -1);
  });

  test('stopped before it began ends at once', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(100))], startMs: 10_000 });
    await loa.pass(500);
    loa.engine.stop(id);
    await loa.pass(10);
    expect(loa.done(id)).toMatchObject({ ending: 'stopped', startedAt: null });
  });

  test('is silent by the end of its time', async () => {
    const loa = village();
    const path = await folder.write('a.wav', tone(5_000));
    const id = await loa.cue({ paths: [path], startMs: 300, endBy: wallStart + 900 });
    await loa.pass(1_500);
    const samples = loa.samples();
    const last = samples.length - 1 - [...samples].reverse().findIndex((sample) => sample !== 0);
    expect(loa.soundedAt(last)).toBeGreaterThan(895);
    expect(loa.soundedAt(last)).toBeLessThanOrEqual(900);
    expect(loa.done(id)?.ending).toBe('end-by');
  });

  test('is mixed with another, each at its own gain', async () => {
    const loa = village();
    const path = await folder.write('flat.wav', new Int16Array(48_000).fill(10_000));
    await loa.cue({ paths: [path], startMs: 300 });
    await loa.cue({ paths: [path], startMs: 500, gainDb: -20 });
    await loa.pass(1_000);
    const samples = loa.samples();
    expect(samples[(400 - 40) * 48]).toBe(10_000);
    expect(samples[(600 - 40) * 48]).toBe(11_000);
  });
});

/** The last sample that is not silence. */
const lastIn = (samples: Int16Array) => samples.length - 1 - [...samples].reverse().findIndex((sample) => sample !== 0);

describe('what comes at once while something sounds', () => {
  const flat = (ms: number, level: number) => new Int16Array(ms * 48).fill(level);

  test('is heard within the few milliseconds that cannot be taken back, not after what was written ahead', async () => {
    const loa = village();
    await loa.cue({ paths: [await folder.write('music.wav', flat(4_000, 1_000))], startMs: 300 });
    await loa.pass(1_000);
    await loa.cue({ paths: [await folder.write('siren.wav', flat(500, 5_000))], startMs: 1_000 });
    await loa.pass(1_000);
    expect(loa.soundedAt(onsetIn(loa.samples(), 5_000))).toBeCloseTo(1_008, 1);
  });

  test('takes from what goes on under it neither a sample nor its place', async () => {
    const loa = village();
    const music = noise(3_000);
    const path = await folder.write('music.wav', music);
    await loa.cue({ paths: [path], startMs: 300 });
    await loa.pass(1_003);
    // Silent, so that the music can be compared; each takes back what was written.
    const silence = await folder.write('silence.wav', flat(300, 0));
    for (const at of [1_000, 1_150, 1_160, 1_300]) {
      await loa.cue({ paths: [silence], startMs: at });
      await loa.pass(37);
    }
    await loa.pass(3_000);
    const samples = loa.samples();
    expect(findIn(samples, music)).toBe(onsetIn(samples));
    expect(loa.soundedAt(onsetIn(samples))).toBeCloseTo(300, 1);
    expect(loa.done(1)).toMatchObject({ ending: 'ended', airedMs: 3_000, underruns: 0 });
  });

  test('is not asked for again and again on an output that speaks later on purpose', async () => {
    const loa = village({ delayMs: 1_000 });
    await loa.cue({ paths: [await folder.write('music.wav', tone(4_000))], startMs: 1_000 });
    await loa.pass(2_500);
    await loa.cue({ paths: [await folder.write('siren.wav', tone(200))], startMs: 2_500 });
    await loa.pass(2_000);
    expect(loa.takenBack).toEqual([]);
  });

  test('silences the lower one in 50 ms from the same moment on', async () => {
    const loa = village();
    const music = await loa.cue({ paths: [await folder.write('music.wav', flat(9_000, 1_000))], startMs: 300 });
    await loa.pass(1_000);
    loa.engine.stop(music);
    await loa.cue({ paths: [await folder.write('siren.wav', flat(2_000, 5_000))], startMs: 1_000 });
    await loa.pass(2_500);
    const samples = loa.samples();
    const begins = (1_008 - 40) * 48;
    expect(samples[begins - 1]).toBe(1_000);
    expect(samples[begins]).toBe(6_000);
    expect(samples[begins + 1_200]).toBe(5_500);
    expect(samples.slice(begins + 2_400, begins + 48_000)).toEqual(Int16Array.from(flat(950, 5_000)));
    expect(loa.done(music)?.ending).toBe('stopped');
  });

  test('whose instant lies within what was written ahead begins at that instant, to the sample', async () => {
    const loa = village();
    await loa.cue({ paths: [await folder.write('music.wav', flat(4_000, 1_000))], startMs: 300 });
    await loa.pass(1_000);
    await loa.cue({ paths: [await folder.write('siren.wav', flat(500, 5_000))], startMs: 1_100.5 });
    await loa.pass(1_000);
    expect(loa.soundedAt(onsetIn(loa.samples(), 5_000))).toBeCloseTo(1_100.5, 1);
  });
});

describe('a loop', () => {
  test('goes on without a lost or an added sample until it is stopped, and says what begins again', async () => {
    const loa = village();
    const [siren, message] = [noise(230, 2), noise(110, 3)];
    const paths = await Promise.all([siren, message].map((part, n) => folder.write(`loop-${n}.wav`, part)));
    const id = await loa.cue({ paths, startMs: 500, loops: true });
    await loa.pass(5_000);
    const rounds = Array.from({ length: 10 }, () => [...siren, ...message]).flat();
    const samples = loa.samples();
    expect(findIn(samples, Int16Array.from(rounds))).toBe(onsetIn(samples));
    expect(loa.done(id)).toBeUndefined();
    const items = loa.said.flatMap((m) => (m.kind === 'event' && m.event.kind === 'item' ? [m.event.index] : []));
    expect(items.slice(0, 6)).toEqual([0, 1, 0, 1, 0, 1]);
    loa.engine.stop(id);
    await loa.pass(200);
    expect(loa.done(id)).toMatchObject({ ending: 'stopped', underruns: 0 });
  });

  test('of which nothing can be played ends with its problem, instead of turning for ever', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [folder.path('nowhere.wav')], startMs: 300, loops: true });
    while (!loa.done(id)) await loa.pass(100);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', airedMs: 0 });
  });
});

describe('the sink', () => {
  test('is opened before it is needed, kept between two programmes, closed when idle; then the thread sleeps', async () => {
    const loa = village();
    const path = await folder.write('a.wav', tone(100));
    await loa.cue({ paths: [path], startMs: 40_000 });
    expect(loa.engine.pauseMs()).toBe(5_000);
    await loa.pass(9_000);
    expect(loa.lines).toHaveLength(0);
    await loa.pass(32_000);
    await loa.cue({ paths: [path], startMs: 43_000 });
    await loa.pass(3_000);
    expect(loa.lines).toHaveLength(1);
    expect(loa.engine.pauseMs()).toBe(10);
    await loa.pass(10_000);
    expect(loa.lines[0]?.closed).toBe(true);
    expect(loa.engine.pauseMs()).toBeNull();
  });

  test('that is pulled out and comes back goes on where the time is', async () => {
    const loa = village();
    const sound = noise(4_000);
    const id = await loa.cue({ paths: [await folder.write('long.wav', sound)], startMs: 500 });
    await loa.pass(1_500);
    loa.sink.present = false;
    await loa.pass(1_000);
    expect(loa.said).toContainEqual(expect.objectContaining({ kind: 'state', state: 'fault' }));
    loa.sink.present = true;
    await loa.pass(4_000);
    const line = loa.lines.length - 1;
    const back = onsetIn(loa.samples(line));
    const part = loa.samples(line).slice(back, back + 4_800);
    expect(loa.soundedAt(back, line) - findIn(sound, part) / 48).toBeCloseTo(500, 0);
    const played = loa.done(id);
    expect(played).toMatchObject({ ending: 'ended', fault: { code: 'audio.sink-lost' }, underruns: 1 });
    expect(played?.airedMs).toBeGreaterThan(1_800);
    expect(played?.airedMs).toBeLessThan(3_300);
  });

  test('that was away only before the first sample is nobody’s fault', async () => {
    const loa = village({ present: false });
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(300))], startMs: 3_000 });
    await loa.pass(1_000);
    loa.sink.present = true;
    await loa.pass(3_000);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', airedMs: 300, fault: null });
  });

  test('behind which something is gone is as lost as the sink itself, and is back the moment that is', async () => {
    const loa = village();
    const sound = noise(4_000);
    const id = await loa.cue({ paths: [await folder.write('long.wav', sound)], startMs: 500 });
    await loa.pass(1_500);
    loa.engine.behind({ code: 'icecast.lost', params: {} });
    await loa.pass(1_000);
    expect(loa.lines).toHaveLength(1);
    expect(loa.said).toContainEqual({ kind: 'state', state: 'fault', fault: { code: 'icecast.lost', params: {} } });
    loa.engine.behind(null);
    await loa.pass(3_000);
    const back = onsetIn(loa.samples(1));
    const part = loa.samples(1).slice(back, back + 4_800);
    expect(loa.soundedAt(back, 1) - findIn(sound, part) / 48).toBeCloseTo(500, 0);
    expect(loa.soundedAt(back, 1)).toBeLessThan(2_900);
    expect(loa.done(id)).toMatchObject({ ending: 'ended', fault: { code: 'icecast.lost' } });
  });

  test('behind which something was never there has aired nothing, and says why', async () => {
    const loa = village();
    loa.engine.behind({ code: 'icecast.password', params: {} });
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(300))], startMs: 500 });
    await loa.pass(7_000);
    expect(loa.lines).toHaveLength(0);
    expect(loa.done(id)).toMatchObject({ ending: 'failed', startedAt: null, fault: { code: 'icecast.password' } });
  });

  test('that never comes back is the fault of the result, with what aired', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('two.wav', tone(2_000))], startMs: 500 });
    await loa.pass(1_500);
    loa.sink.present = false;
    await loa.pass(2_000);
    const played = loa.done(id);
    expect(played).toMatchObject({ ending: 'failed', fault: { code: 'audio.sink-lost' } });
    expect(Math.abs((played?.airedMs ?? 0) - 1_000)).toBeLessThan(20);
  });

  test('that never was there is asked for again and again, ever more patiently, until the time is over', async () => {
    const loa = village({ present: false });
    const path = await folder.write('a.wav', tone(60_000));
    const id = await loa.cue({ paths: [path], startMs: 1_000, endBy: wallStart + 20_000 });
    await loa.pass(21_000);
    expect(loa.lines.length).toBeGreaterThan(5);
    expect(loa.lines.length).toBeLessThan(12);
    expect(loa.done(id)).toMatchObject({ ending: 'failed', startedAt: null, airedMs: 0 });
  });

  test('that says nothing any more is replaced', async () => {
    const loa = village();
    await loa.cue({ paths: [await folder.write('long.wav', tone(9_000))], startMs: 500 });
    await loa.pass(1_000);
    if (loa.lines[0]) loa.lines[0].openedAt = Infinity;
    await loa.pass(3_000);
    expect(loa.lines).toHaveLength(2);
  });

  test('that runs dry is counted', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(1_000))], startMs: 500 });
    await loa.pass(1_000);
    loa.lines[0]?.events.underrun();
    await loa.pass(1_500);
    // A disk that is busy with other tests may add one of its own.
    expect(loa.done(id)?.underruns).toBeGreaterThanOrEqual(1);
  });
});

describe('a sink that stands still', () => {
  test('is missed though it goes on answering, and what is stopped meanwhile is over at once', async () => {
    const loa = village();
    const id = await loa.cue({ paths: [await folder.write('a.wav', tone(60_000))], startMs: 500 });
    await loa.pass(2_000);
    loa.sink.frozenAt = loa.now();
    await loa.pass(3_000);
    expect(loa.lines[0]?.closed).toBe(true);
    expect(loa.said).toContainEqual(
      expect.objectContaining({ kind: 'state', state: 'fault', fault: lost('it does not play on') }),
    );
    loa.engine.stop(id);
    await loa.pass(100);
    expect(loa.done(id)).toMatchObject({ ending: 'stopped' });
  });
});

describe('a live voice', () => {
  test('comes after its chime, and is heard 80 ms after it was said although programmes are written 250 ms ahead', async () => {
    const loa = village();
    const [chime, voice, closing] = [noise(300, 1), noise(1_000, 2), noise(200, 3)];
    const feed = createFeed(5);
    const items = [
      { title: 'chime', path: await folder.write('chime.wav', chime) },
      { title: 'voice', feed: feed.memory, manner: 'live' } as const,
      { title: 'closing', path: await folder.write('closing.wav', closing) },
    ];
    const id = await loa.cue({ paths: [], items, startMs: 500 });
    await loa.pass(1_000);
    const saidAt = loa.now();
    for (let at = 0; at < voice.length; at += 960) {
      feed.write(voice.subarray(at, at + 960));
      await loa.pass(20);
    }
    feed.end();
    await loa.pass(1_000);
    const line = loa.samples();
    expect(loa.soundedAt(findIn(line, chime))).toBeCloseTo(500, 1);
    expect(loa.soundedAt(findIn(line, voice.subarray(960)) - 960) - saidAt).toBeLessThanOrEqual(80);
    expect(findIn(line, closing)).toBeGreaterThan(findIn(line, voice.subarray(960)));
    expect(loa.done(id)).toMatchObject({ ending: 'ended', underruns: 0 });
    expect(loa.done(id)?.items.map(({ title }) => title)).toEqual(['chime', 'voice', 'closing']);
  });

  test('is written a little further ahead each time the machine was too busy for it, up to 120 ms', async () => {
    const loa = village();
    const feed = createFeed(5);
    await loa.cue({ paths: [], items: [{ title: 'voice', feed: feed.memory, manner: 'live' }], startMs: 200 });
    await loa.pass(800);
    const ahead = () => loa.soundedAt(loa.samples().length) - loa.now();
    const after: number[] = [ahead()];
    for (let times = 0; times < 6; times++) {
      loa.lines[0]?.events.underrun();
      await loa.pass(200);
      after.push(ahead());
    }
    const [first = NaN, second = NaN] = after;
    expect(second - first).toBeCloseTo(20, 0);
    expect(Math.max(...after)).toBeLessThanOrEqual(125);
    expect(after.at(-1)).toBeGreaterThan(100);
  });

  test('lets programmes be written far ahead again once it is over', async () => {
    const loa = village();
    const feed = createFeed(5);
    await loa.cue({ paths: [], items: [{ title: 'voice', feed: feed.memory, manner: 'live' }], startMs: 200 });
    const long = await folder.write('long.wav', tone(3_000));
    await loa.cue({ paths: [long], startMs: 400 });
    await loa.pass(800);
    const ahead = () => loa.soundedAt(loa.samples().length) - loa.now();
    expect(ahead()).toBeLessThanOrEqual(50);
    feed.end();
    await loa.pass(100);
    expect(ahead()).toBeGreaterThan(230);
  });
});
