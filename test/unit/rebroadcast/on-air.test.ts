import { describe, expect, it } from 'vitest';
import { createLimiter, lookaheadFrames } from '../../../gateway/src/audio/limiter.ts';
import type { Reason } from '../../../gateway/src/contract/index.ts';
import { listenToStation, type AiredNow } from '../../../gateway/src/rebroadcast/on-air.ts';
import type { Receiver } from '../../../gateway/src/rebroadcast/receiver.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { largestStep, sine, toneIn } from '../../support/tones.ts';

const tones = { first: 440, second: 660, local: 880 };
type Air = 'sound' | 'silence' | 'nothing' | 'gone';

/** A station with two addresses and a recording, whose life is told by the second; what a listener hears of it. */
async function listen(
  seconds: number,
  says: (index: number, second: number) => Air,
  { localSeconds = 0, leadSeconds = 9, toldSeconds = 0, diskSeconds = 0 } = {},
) {
  const clock = createFakeClock();
  const startedAt = clock.now();
  const second = () => (clock.now() - startedAt) / 1_000 - leadSeconds;
  const heard = new Int16Array(seconds * 48_000);
  let heardFrames = 0;
  // A second of each, which goes on without a step.
  const tables = [tones.first, tones.second].map((hz) => sine(hz, 48_000, 0.15));
  const told: AiredNow[] = [];
  const hushes: string[] = [];
  const silences: (number | null)[] = [];
  let ended = false;
  const tune = (url: string): Receiver => {
    const index = url.endsWith('1') ? 0 : 1;
    const table = tables[index] ?? new Int16Array(0);
    let at = 0;
    return {
      take(frames) {
        const air = says(index, second());
        if (air === 'nothing' || air === 'gone') return new Int16Array(0);
        const from = at % table.length;
        at += frames;
        return air === 'sound' ? table.slice(from, from + frames) : new Int16Array(frames);
      },
      trouble: (): Reason | null => (says(index, second()) === 'gone' ? { code: 'upstream.ended', params: {} } : null),
      ending: () => says(index, second() + 3) === 'gone',
      kind: () => 'stream',
      close: () => undefined,
    };
  };
  const onAir = listenToStation(
    {
      name: 'VOV1',
      urls: ['http://a.example/1', 'http://b.example/2'],
      local: localSeconds > 0 ? [{ title: 'Dân ca', path: '/x.wav', durationMs: localSeconds * 1_000 }] : [],
    },
    {
      clock,
      log: quietLog,
      tune,
      onChange: (now) => told.push(now),
      ports: {
        limiters: { open: createLimiter, lookaheadFrames },
        media: {
          async decode(_path, fromMs, forMs) {
            if (diskSeconds > 0) await clock.sleep(diskSeconds * 1_000);
            return sine(tones.local, Math.min(forMs, localSeconds * 1_000 - fromMs) * 48, 0.15);
          },
        },
        openFeed: () => ({
          memory: new SharedArrayBuffer(8),
          write: (samples) => {
            heard.set(samples, heardFrames);
            heardFrames += samples.length;
          },
          end: () => {
            ended = true;
          },
        }),
      },
    },
  );
  const startAt = startedAt + leadSeconds * 1_000;
  await clock.advance(toldSeconds * 1_000);
  onAir.begin({
    startAt,
    durationMs: seconds * 1_000,
    onSilent: (since) => silences.push(since === null ? null : Math.round((since - startAt) / 1_000)),
    onHush: (hushed) => hushes.push(`${hushed ? 'off' : 'on'} ${Math.round((clock.now() - startAt) / 1_000)}`),
  });
  await clock.advance((leadSeconds - toldSeconds + seconds + 2) * 1_000);
  const sound = heard.subarray(0, heardFrames);
  const names = Array.from({ length: Math.floor(sound.length / 48_000) }, (_, i) =>
    toneIn(sound.subarray(i * 48_000 + 9_600, (i + 1) * 48_000 - 9_600), tones),
  );
  const letters: Record<string, string> = { first: '1', second: '2', local: 'L', silence: '-' };
  return {
    sound,
    story: names.map((name) => letters[name] ?? '?').join(''),
    report: onAir.report(),
    told,
    ended: () => ended,
    onAir,
    hushes,
    silences,
    startAt,
  };
}

describe('a rebroadcast on the air', () => {
  it('says within seconds that it is silent, since when, and that it is heard again', async () => {
    const { silences } = await listen(60, (index, second) =>
      index === 0 && (second < 10 || second >= 30) ? 'sound' : 'gone',
    );
    expect(silences).toHaveLength(2);
    expect(silences[0]).toBeGreaterThanOrEqual(10);
    expect(silences[0]).toBeLessThanOrEqual(12);
    expect(silences[1]).toBeNull();
  });

  it('is the station from its first sample to its last, at the level of everything else', async () => {
    const { sound, story, report, ended } = await listen(20, () => 'sound');
    expect(story).toBe('1'.repeat(20));
    expect(sound.length).toBe(20 * 48_000);
    expect(ended()).toBe(true);
    expect(toneIn(sound.subarray(0, 4_800), tones)).toBe('first');
    const rms = Math.sqrt(sound.subarray(480_000).reduce((sum, v) => sum + v * v, 0) / 480_000);
    expect(20 * Math.log10(rms / 32_768)).toBeCloseTo(-18.3, 0);
    expect(report).toMatchObject({
      items: [{ title: 'VOV1 (a.example)', airedMs: 20_000, problem: null }],
      words: null,
    });
  });

  it('goes to the next address and back without a click, and the record says from when to when and why', async () => {
    const { sound, story, report, told, startAt } = await listen(40, (index, second) =>
      index === 0 && second >= 10 && second < 18 ? 'gone' : 'sound',
    );
    expect(story).toMatch(/^1{10,11}2{10,}1+$/);
    // The steepest of these tones at their level; a jump would be thousands.
    expect(largestStep(sound)).toBeLessThan(700);
    expect(report.items.map(({ title }) => title)).toEqual([
      'VOV1 (a.example)',
      'VOV1 (b.example)',
      'VOV1 (a.example)',
    ]);
    expect(report.items.map(({ problem }) => problem?.code ?? null)).toEqual(['upstream.ended', null, null]);
    const ends = report.items.map(({ from, airedMs }) => Date.parse(from) + airedMs - startAt);
    expect(ends[0]).toBe(11_000);
    expect(ends.at(-1)).toBe(40_000);
    expect(told.at(-2)).toMatchObject({ urlIndex: 1, why: { code: 'upstream.ended' } });
    expect(told.at(-1)).toMatchObject({ urlIndex: 0, why: null });
  });

  it('with no address left the village’s recording is played to its end, and then it waits for the station', async () => {
    const { story, report, ended } = await listen(60, (_, second) => (second >= 10 ? 'gone' : 'sound'), {
      localSeconds: 12,
    });
    expect(story).toMatch(/^1{11}-{2,4}L{12}-{33,35}$/);
    expect(ended()).toBe(true);
    expect(report.words).toMatchObject({ kind: 'aired-partly', code: 'rebroadcast.gaps' });
    expect(report.items.map(({ title }) => title)).toContain('Dân ca');
    expect(report.items.at(-1)?.problem).toMatchObject({ code: 'rebroadcast.silence' });
  });

  it('a station that is away for minutes is heard again when it returns, and meanwhile nobody has to listen', async () => {
    const { story, hushes, report } = await listen(150, (_, second) =>
      second >= 10 && second < 100 ? 'gone' : 'sound',
    );
    expect(story).toMatch(/^1{11}-{85,122}\??1{15,}$/);
    expect(hushes).toEqual(['off 70', expect.stringMatching(/^on (9\d|1[0-3]\d)$/)]);
    expect(report.words).toMatchObject({ kind: 'aired-partly', code: 'rebroadcast.gaps' });
  });

  it('the next address is opened while what came of the first is still heard, so that nothing is missed', async () => {
    const { story, report } = await listen(20, (index, second) => (index === 0 && second >= 10 ? 'gone' : 'sound'));
    expect(story).toMatch(/^1{10,11}2{9,10}$/);
    expect(report.items).toHaveLength(2);
  });

  it('is listened to before it has its time, and then begins on the sample', async () => {
    const { story, sound, told } = await listen(20, (index) => (index === 0 ? 'gone' : 'sound'), {
      leadSeconds: 15,
      toldSeconds: 11.97,
    });
    expect(story).toBe('2'.repeat(20));
    expect(toneIn(sound.subarray(0, 4_800), tones)).toBe('second');
    expect(sound.length).toBe(20 * 48_000);
    expect(told).toMatchObject([{ urlIndex: 1, why: { code: 'upstream.ended' } }]);
  });

  it('the record names what is wrong with an address that was never heard, once', async () => {
    const { report, startAt } = await listen(60, (index) => (index === 0 ? 'gone' : 'sound'));
    expect(report.items).toMatchObject([
      { title: 'VOV1 (a.example)', airedMs: 0, problem: { code: 'upstream.ended' } },
      { title: 'VOV1 (b.example)', airedMs: 60_000, problem: null },
    ]);
    expect(report.items.map(({ from }) => Date.parse(from) - startAt)).toEqual([0, 0]);
    expect(report.words).toBeNull();
  });

  it('a slot partly filled with the recording says so', async () => {
    const { report } = await listen(60, (_, second) => (second >= 10 && second < 30 ? 'gone' : 'sound'), {
      localSeconds: 12,
    });
    expect(report.words).toMatchObject({ kind: 'aired-partly', code: 'rebroadcast.gaps' });
    const short = await listen(60, (_, second) => (second >= 10 && second < 18 ? 'gone' : 'sound'), {
      localSeconds: 12,
    });
    expect(short.report.words).toMatchObject({ kind: 'aired', code: 'rebroadcast.with-local' });
    expect(short.story.slice(-20)).toBe('1'.repeat(20));
  });

  it('while the disk is behind nothing of the recording is heard, and nothing counts as heard', async () => {
    const { story, report } = await listen(60, () => 'nothing', { localSeconds: 12, diskSeconds: 30 });
    expect(story).toMatch(/^-{20,23}L{12}-+$/);
    expect(report.soundMs).toBe(12_000);
  });

  it('a station that was never there is a failure, not something that aired', async () => {
    const { report, story } = await listen(60, () => 'nothing');
    expect(story).toBe('-'.repeat(60));
    const words = { kind: 'failed', code: 'rebroadcast.nothing-heard', params: { cause: 'upstream.too-slow' } };
    expect(report).toMatchObject({ soundMs: 0, words });
  });

  it('begun without a moment’s notice it is silent until the station is heard, and no longer than its time', async () => {
    const { story, sound } = await listen(10, (_, second) => (second < 3 ? 'nothing' : 'sound'), { leadSeconds: 0 });
    expect(story).toMatch(/^-{2,4}\??[12]{6,8}$/);
    expect(sound.length).toBe(480_000);
  });

  it('let go in the middle, it is silent at once', async () => {
    const { onAir, ended } = await listen(5, () => 'sound');
    onAir.close();
    expect(ended()).toBe(true);
  });
});
