import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createOutputs, type Outputs } from '../../gateway/src/audio/output-service.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import type { ChangeEvents, Output, Sink } from '../../gateway/src/contract/index.ts';
import { createChanges } from '../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { compareSound, type Likeness } from '../support/compare-sound.ts';
import { freePort } from '../support/free-port.ts';
import type { AtTheEnd } from '../support/gateway-process.ts';
import { groupOnLoopback } from '../support/group-on-loopback.ts';
import { createTestServer } from '../support/http-server.ts';
import { quietLog } from '../support/quiet-log.ts';
import {
  ffmpegOnHttp,
  ffmpegOnRtp,
  gstreamerOnHttp,
  gstreamerOnRtp,
  hasGstreamer,
  vlcOnHttp,
  vlcOnRtp,
  type Receiver,
  type RtpStream,
} from '../support/receivers.ts';
import { melody, soundFolder } from '../support/sound.ts';
import { temporaryStorage } from '../support/storage.ts';

/**
 * What the programs that people listen with really hear, beside what was played: level, length, likeness; nothing here is
 * judged by the millisecond, so three listen at a time.
 */
vi.setConfig({ maxConcurrency: 3 });

const source = melody(6_000);
const forever = new AbortController().signal;
const clock = createSystemClock();
let folder: Awaited<ReturnType<typeof soundFolder>>;
let melodyFile = '';
let gstreamer = false;
beforeAll(async () => {
  folder = await soundFolder();
  melodyFile = await folder.write('melody.wav', source);
  gstreamer = await hasGstreamer();
});
afterAll(() => folder.remove());

async function openOutput(sink: Sink, atTheEnd: AtTheEnd): Promise<{ outputs: Outputs; output: Output }> {
  const outputs = createOutputs({
    storage: await temporaryStorage(atTheEnd),
    changes: createChanges<ChangeEvents>(),
    log: quietLog,
    clock,
    openBus: openThreadBus,
    coder: createMedia({ clock, log: quietLog }),
    onAired: () => undefined,
  });
  await outputs.start();
  atTheEnd(() => outputs.stop());
  return { outputs, output: await outputs.create({ name: 'Loa', sink }) };
}

/** Plays the source, lets what is under way arrive, and compares. */
async function listen(outputs: Outputs, output: Output, receiver: Receiver, arrivesMs: number): Promise<Likeness> {
  const items = [{ title: 'a', path: melodyFile }];
  const request = { title: 'a bulletin', startAt: Date.now() + 3_000, items, gainDb: 0, loops: false, endBy: null };
  const played = await outputs.play(output.id, request, () => undefined, forever);
  expect(played).toMatchObject({ ending: 'ended', airedMs: 6_000, underruns: 0, fault: null });
  await delay(arrivesMs);
  return compareSound(source, await receiver.heard());
}

describe.each(['L16', 'PCMU'] as const)('RTP with %s', (codec) => {
  const hears = async (open: (stream: RtpStream, atTheEnd: AtTheEnd) => Promise<Receiver>, atTheEnd: AtTheEnd) => {
    const port = await freePort();
    const { outputs, output } = await openOutput({ kind: 'rtp', host: '127.0.0.1', port, codec, ttl: 1 }, atTheEnd);
    const receiver = await open({ port, codec, sdp: output.sdp ?? '' }, atTheEnd);
    const likeness = await listen(outputs, output, receiver, 1_500);
    expect(likeness.correlation).toBeGreaterThan(codec === 'L16' ? 0.999 : 0.99);
    expect(Math.abs(likeness.levelDb)).toBeLessThan(0.5);
    expect(Math.abs(likeness.durationMs.heard - likeness.durationMs.source)).toBeLessThan(60);
  };

  test.concurrent('ffmpeg hears it as it was played, from the SDP alone', ({ onTestFinished }) =>
    hears(ffmpegOnRtp, onTestFinished),
  );

  test.concurrent('GStreamer hears it as it was played', async ({ skip, onTestFinished }) => {
    if (!gstreamer) return skip('not on this machine');
    await hears(gstreamerOnRtp, onTestFinished);
  });

  test.concurrent('VLC hears it as it was played', async ({ skip, onTestFinished }) => {
    if (codec === 'L16') return skip('VLC as Debian builds it reads no SDP, and L16 at 48 kHz needs one');
    await hears(vlcOnRtp, onTestFinished);
  });
});

test('RTP to a group is heard by everybody who joined it, as it was played', async ({ skip, onTestFinished }) => {
  const group = await groupOnLoopback(onTestFinished);
  if (group === null) return skip('a group that stays on this machine takes the right to set a route');
  const port = await freePort();
  const sink = { kind: 'rtp', host: group, port, codec: 'L16', ttl: 1 } as const;
  const { outputs, output } = await openOutput(sink, onTestFinished);
  const stream = { port, codec: 'L16', sdp: output.sdp ?? '', group } as const;
  expect(stream.sdp).toContain(`c=IN IP4 ${group}/1`);
  const open = [ffmpegOnRtp, ...(gstreamer ? [gstreamerOnRtp] : [])];
  const [first, ...others] = await Promise.all(open.map((receiver) => receiver(stream, onTestFinished)));
  if (!first) return;
  const likenesses = [await listen(outputs, output, first, 1_500)];
  for (const other of others) likenesses.push(compareSound(source, await other.heard()));
  for (const { correlation, levelDb, durationMs } of likenesses) {
    expect(correlation).toBeGreaterThan(0.999);
    expect(Math.abs(levelDb)).toBeLessThan(0.5);
    expect(Math.abs(durationMs.heard - durationMs.source)).toBeLessThan(60);
  }
});

describe('the HTTP stream', () => {
  const openStream = async (atTheEnd: AtTheEnd) => {
    const { outputs, output } = await openOutput({ kind: 'http-stream' }, atTheEnd);
    const server = createTestServer({ replaced: { outputs } });
    const { port } = await server.http.start();
    atTheEnd(() => server.http.stop());
    return { outputs, output, server, url: `http://127.0.0.1:${port}${output.streamPath}` };
  };

  test.concurrent.for([
    ['ffmpeg', ffmpegOnHttp],
    ['GStreamer', gstreamerOnHttp],
    ['VLC', vlcOnHttp],
  ] as const)('%s hears it as it was played, from the first word to the last', async ([name, open], context) => {
    if (name === 'GStreamer' && !gstreamer) return context.skip('not on this machine');
    const { outputs, output, url } = await openStream(context.onTestFinished);
    const likeness = await listen(outputs, output, await open(url, context.onTestFinished), 4_000);
    expect(likeness.correlation).toBeGreaterThan(0.97);
    expect(Math.abs(likeness.levelDb)).toBeLessThan(0.5);
    expect(Math.abs(likeness.durationMs.heard - likeness.durationMs.source)).toBeLessThan(80);
  });

  test.concurrent('is silence while nothing airs, at the pace of the clock', async ({ onTestFinished }) => {
    const { url } = await openStream(onTestFinished);
    const begun = performance.now();
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    let bytes = 0;
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (performance.now() - begun > 4_000) break;
    }
    // 64 kbit/s, and what the encoder holds back.
    const seconds = (performance.now() - begun) / 1_000;
    expect(bytes / 8_000).toBeGreaterThan(seconds - 2);
    expect(bytes / 8_000).toBeLessThan(seconds + 0.5);
  });

  test.concurrent('is there only for an output that was set up so', async ({ onTestFinished }) => {
    const { outputs, output, url } = await openStream(onTestFinished);
    expect((await fetch(url.replace('loa', 'chua'))).status).toBe(404);
    await outputs.change(output.id, { sink: { kind: 'sound-card', system: 'auto', device: '' } });
    expect((await fetch(url)).status).toBe(404);
  });
});
