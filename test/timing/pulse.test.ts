import { randomBytes } from 'node:crypto';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { CueItem, Played } from '../../gateway/src/audio/bus.ts';
import { createFeed } from '../../gateway/src/audio/feed.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import { soundFolder, tone } from '../support/sound.ts';
import { standBetween, type Manner } from '../support/sound-between.ts';
import type { Capture } from '../support/sound-capture.ts';
import { startPipeWire } from '../support/sound-pipewire.ts';
import { playedByProgram, startPulse, type PrivatePulse, type PulseManner } from '../support/sound-pulse.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Whom a Pulse server lets in, and what is heard when it, or what stands between, is not as it should be. */

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

async function start(manner: PulseManner = {}): Promise<PrivatePulse> {
  const pulse = await startPulse(manner);
  if (!pulse) throw new Error('PulseAudio is not on this machine');
  onTestFinished(() => pulse.stop());
  return pulse;
}

async function listen(server: { listen(): Promise<Capture> }): Promise<Capture> {
  const capture = await server.listen();
  onTestFinished(() => capture.stop());
  return capture;
}

/** A tone of so many milliseconds, 1.5 s from now, to the server of the environment. */
async function playSound(lengthMs: number, env: NodeJS.ProcessEnv, endsAnyway = false) {
  const path = await folder.write(`tone-${lengthMs}.wav`, tone(lengthMs));
  return playItems([{ title: 'a', path }], env, endsAnyway);
}

async function playItems(items: readonly CueItem[], env: NodeJS.ProcessEnv, endsAnyway = false, device = 'horn') {
  Object.assign(process.env, env); // a thread takes the environment of its start
  const quiet = { level: () => undefined, state: () => undefined, note: () => undefined, aired: () => undefined };
  const sink = { kind: 'sound-card', system: 'pulse', device } as const;
  const bus = openThreadBus({ outputId: 'horn', sink, latencyMs: 0 }, quiet);
  onTestFinished(async () => {
    await bus.close();
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
  });
  const startAt = Date.now() + 1_500;
  const request = { title: 'a', startAt, items, gainDb: 0, loops: false, endBy: endsAnyway ? startAt + 400 : null };
  return { startAt, played: bus.play(request, () => undefined, new AbortController().signal) };
}

const lostCode = expect.stringMatching(/^audio\.sink-/) as string;

/** When what was captured is loud: its first and its last instant, and for how long in all. */
function loudness({ samples, beganAt }: ReturnType<Capture['heard']>) {
  const loud = (sample: number) => Math.abs(sample) > 200;
  let loudMs = 0;
  for (let at = 0; at < samples.length; at += 48) if (samples.subarray(at, at + 48).some(loud)) loudMs++;
  return {
    fromAt: beganAt + samples.findIndex(loud) / 48,
    untilAt: beganAt + samples.findLastIndex(loud) / 48,
    loudMs,
  };
}

/** It was lost and came back, and what ends does so at its instant: what was lost is passed over. */
async function endsInItsPlace(endAt: number, playing: Promise<Played>, ear: Capture): Promise<void> {
  const played = await playing;
  expect(played).toMatchObject({ ending: 'ended', fault: { code: lostCode } });
  await delay(500);
  const { untilAt, loudMs } = loudness(ear.heard());
  expect(loudMs).toBeGreaterThan(500);
  expect(untilAt - endAt).toBeGreaterThan(-60);
  // Where the server's own program ran dry on a busy machine, no word is lost, but all come later.
  expect(untilAt - endAt).toBeLessThan(played.underruns > 1 ? 500 : 60);
}

async function beginPipeWire() {
  const pipeWire = await startPipeWire();
  if (!pipeWire) throw new Error('PipeWire is not on this machine');
  onTestFinished(() => pipeWire.stop());
  return pipeWire;
}

test('a card that is not there is a fault, and none of its sound leaves by another, though PipeWire would have it', async () => {
  const server = await beginPipeWire();
  const ear = await listen(server);
  const path = await folder.write('alone.wav', tone(600));
  const { played } = await playItems([{ title: 'a', path }], { PULSE_SERVER: server.server }, true, 'usb-loa');
  expect(await played).toMatchObject({ ending: 'failed', airedMs: 0, fault: { code: lostCode } });
  expect(loudness(ear.heard()).loudMs).toBe(0);
});

describe('a Pulse server lets us in', () => {
  test('because it is the same person’s', async () => {
    const pulse = await start({ access: 'auth-cookie-enabled=0' });
    const ear = await listen(pulse);
    const { startAt, played } = await playSound(600, { PULSE_SERVER: pulse.server });
    await delay(startAt + 300 - Date.now());
    expect(await playedByProgram(pulse.env)).toBe(false);
    expect(await played).toMatchObject({ ending: 'ended', airedMs: 600, fault: null });
    expect(Math.abs(loudness(ear.heard()).fromAt - startAt)).toBeLessThan(40);
  });

  test('another person’s for its cookie, and not without', async ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('only root can be another person');
    const nobody = 65_534;
    const cookie = join(await tempFolder(), 'cookie');
    await writeFile(cookie, randomBytes(256));
    await chmod(join(cookie, '..'), 0o755);
    await chown(cookie, nobody, nobody);
    const pulse = await start({ access: `auth-cookie=${cookie}`, uid: nobody, cookie });
    const ear = await listen(pulse);
    const { startAt, played } = await playSound(600, { PULSE_SERVER: pulse.server, PULSE_COOKIE: cookie });
    await delay(startAt + 300 - Date.now());
    expect(await playedByProgram(pulse.env)).toBe(false);
    expect(await played).toMatchObject({ ending: 'ended', airedMs: 600, fault: null });
    expect(Math.abs(loudness(ear.heard()).fromAt - startAt)).toBeLessThan(40);

    const stranger = await playSound(200, { PULSE_SERVER: pulse.server, PULSE_COOKIE: '/nowhere' }, true);
    expect(await stranger.played).toMatchObject({ ending: 'failed', fault: { code: lostCode } });
  });
});

describe('the sound is on time, through the server’s own program, when our line', () => {
  test.each<Manner['then']>(['nothing more is answered', 'rubbish is said'])('finds at once that %s', async (then) => {
    const pulse = await start({ socketOnly: true });
    const ear = await listen(pulse);
    const server = await standBetween(pulse.server, join(await tempFolder(), 'socket'), { afterMs: 0, then });
    const { startAt, played } = await playSound(600, { PULSE_SERVER: server });
    // What does not answer is given a second and a half of its time.
    const lateMs = then === 'nothing more is answered' ? 1_200 : 0;
    await delay(startAt + 300 + lateMs - Date.now());
    expect(await playedByProgram(pulse.env)).toBe(true);
    expect(await played).toMatchObject({ ending: 'ended', fault: null });
    const { fromAt } = loudness(ear.heard());
    expect(fromAt - startAt).toBeGreaterThan(-40);
    expect(fromAt - startAt).toBeLessThan(lateMs + 60);
  });

  test.each<Manner['then']>(['nothing more is answered', 'it hangs up'])(
    'finds in the midst of it that %s',
    async (then) => {
      const pulse = await start({ socketOnly: true });
      const ear = await listen(pulse);
      const between = { afterMs: 2_500, then };
      const server = await standBetween(pulse.server, join(await tempFolder(), 'socket'), between);
      const { startAt, played } = await playSound(4_500, { PULSE_SERVER: server });
      await delay(startAt + 4_000 - Date.now());
      expect(await playedByProgram(pulse.env)).toBe(true);
      const { fromAt } = loudness(ear.heard());
      expect(Math.abs(fromAt - startAt)).toBeLessThan(40);
      await endsInItsPlace(startAt + 4_500, played, ear);
    },
  );
});

describe('the sound goes on at its right place when', () => {
  test('the server dies and another one takes its place', async () => {
    const pulse = await start();
    await listen(pulse);
    const { startAt, played } = await playSound(5_000, { PULSE_SERVER: pulse.server });
    await delay(startAt + 1_000 - Date.now());
    await pulse.restart();
    await endsInItsPlace(startAt + 5_000, played, await listen(pulse));
  });

  test('the card was suspended for a while', async () => {
    const pulse = await start();
    await listen(pulse);
    const { startAt, played } = await playSound(7_000, { PULSE_SERVER: pulse.server });
    await delay(startAt + 1_000 - Date.now());
    await pulse.tell('suspend-sink', 'horn', '1');
    await delay(2_500);
    await pulse.tell('suspend-sink', 'horn', '0');
    await endsInItsPlace(startAt + 7_000, played, await listen(pulse));
  });
});

describe('a live voice is heard without a gap, from its first word on,', () => {
  const startServer = {
    PulseAudio: async () => {
      const pulse = await start();
      return { ...pulse, listen: () => pulse.listen({ slow: true }) };
    },
    PipeWire: beginPipeWire,
  };
  test.each(Object.entries(startServer))('on a card of %s that nobody hurries', async (_, begin) => {
    const server = await begin();
    const ear = await listen(server);
    const feed = createFeed(5);
    const voice = { title: 'voice', feed: feed.memory, manner: 'live' } as const;
    const { played } = await playItems([voice], { PULSE_SERVER: server.server });
    const spoken = tone(3_000, 400);
    await delay(2_500);
    const beganAt = performance.now();
    for (let at = 0; at < spoken.length; at += 960) {
      await delay(beganAt + at / 48 - performance.now());
      feed.write(spoken.subarray(at, at + 960));
    }
    feed.end();
    expect((await played).underruns).toBe(0);
    await delay(700);
    const { fromAt, untilAt, loudMs } = loudness(ear.heard());
    expect(loudMs).toBeGreaterThan(2_900);
    // What a test's own thread was late is no gap of the card: those were of 100 ms.
    expect(untilAt - fromAt - loudMs).toBeLessThan(30);
  });
});
