import { execFile, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Sink } from '../../gateway/src/contract/index.ts';
import type { Bus, Played, PlayEvent } from '../../gateway/src/audio/bus.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import { startIcecast } from '../support/icecast-server.ts';
import { openOutputs } from '../support/output.ts';
import { findIn, noise, readWav, soundFolder, tone, fromMuLaw } from '../support/sound.ts';
import { startListeningProcess, type ListeningProcess } from '../support/sound-listening.ts';
import { startPipeWire } from '../support/sound-pipewire.ts';
import { preciseNow, startPulse } from '../support/sound-pulse.ts';

/** Every way out for sound keeps the same promises. Bounds are loose here; `npm run bench` prints the exact figures. */

let folder: Awaited<ReturnType<typeof soundFolder>>;
let buses: Bus[] = [];

beforeAll(async () => {
  folder = await soundFolder();
});
afterEach(async () => {
  await Promise.all(buses.map((bus) => bus.close()));
  buses = [];
});
afterAll(() => folder.remove());

const soonMs = 1_500;
const forever = new AbortController().signal;

function openBus(sink: Sink): Bus {
  const quiet = { level: () => undefined, state: () => undefined, note: () => undefined, aired: () => undefined };
  const bus = openThreadBus({ outputId: 'horn', sink, latencyMs: 0 }, quiet);
  buses.push(bus);
  return bus;
}

function play(
  bus: Pick<Bus, 'play'>,
  paths: string[],
  more: { startAt?: number; endBy?: number; signal?: AbortSignal; onEvent?: (event: PlayEvent) => void } = {},
): Promise<Played> {
  const { startAt = Date.now() + soonMs, endBy = null, signal = forever, onEvent = () => undefined } = more;
  const items = paths.map((path, index) => ({ title: `item ${index + 1}`, path }));
  return bus.play({ title: 'a bulletin', startAt, items, gainDb: 0, loops: false, endBy }, onEvent, signal);
}

/** One kind of sink, and an ear at its far end. */
interface Ear {
  readonly sink: Sink;
  /** What plays to it, when that is more than a bus. */
  readonly player?: Pick<Bus, 'play'>;
  /** When the first sound at or after `since` left. */
  onset(since: number): Promise<number>;
  /** The sound that began at or after `since` is over. */
  quiet(since: number): Promise<number>;
  stop(): Promise<void>;
}

interface Kind {
  readonly name: string;
  readonly withinMs: number;
  /** So late at most it is heard by who listens to a stream. */
  readonly lateMs?: number;
  readonly takesBack: boolean;
  readonly open: () => Promise<Ear | null>;
}

const kinds: Kind[] = [
  { name: 'the listening sink', withinMs: 5, takesBack: true, open: listeningEar },
  { name: 'a PulseAudio sound card', withinMs: 40, takesBack: true, open: () => pulseEar('auto', 'horn') },
  {
    name: 'a sound card of PipeWire',
    withinMs: 60,
    takesBack: true,
    open: () => pulseEar('auto', 'horn', startPipeWire),
  },
  { name: 'an ALSA device paced by the clock', withinMs: 60, takesBack: false, open: alsaEar },
  { name: 'RTP with L16', withinMs: 10, takesBack: true, open: () => rtpEar('L16') },
  { name: 'RTP with PCMU', withinMs: 25, takesBack: true, open: () => rtpEar('PCMU') },
  { name: 'an HTTP stream', withinMs: 4_000, lateMs: 4_000, takesBack: true, open: () => streamEar() },
  { name: 'an Icecast server', withinMs: 6_000, lateMs: 6_000, takesBack: true, open: icecastEar },
];

describe.each(kinds)('$name', ({ withinMs, lateMs = 0, takesBack, open }) => {
  let ear: Ear | null;
  beforeAll(async () => {
    ear = await open();
  });
  afterAll(() => ear?.stop());

  test('the first sample leaves at the instant', async ({ skip }) => {
    if (!ear) return skip('not on this machine');
    const bus = ear.player ?? openBus(ear.sink);
    const startAt = Date.now() + soonMs;
    const events: PlayEvent[] = [];
    const [played, onset] = await Promise.all([
      play(bus, [await folder.write('tone.wav', tone(400))], { startAt, onEvent: (event) => events.push(event) }),
      ear.onset(startAt - 500),
    ]);
    expect(Math.abs(onset - startAt)).toBeLessThan(withinMs);
    expect(Math.abs((played.startedAt ?? 0) - onset)).toBeLessThan(withinMs);
    expect(played).toMatchObject({ ending: 'ended', fault: null, airedMs: 400, underruns: 0 });
    expect(events.map((event) => event.kind)).toEqual(['started', 'item']);
  });

  test('stopping is heard at once, and ends the play', async ({ skip }) => {
    if (!ear) return skip('not on this machine');
    const bus = ear.player ?? openBus(ear.sink);
    const startAt = Date.now() + soonMs;
    const stop = new AbortController();
    const playing = play(bus, [await folder.write('long.wav', tone(20_000))], { startAt, signal: stop.signal });
    await ear.onset(startAt - 500);
    await delay(300);
    const stoppedAt = Date.now();
    stop.abort();
    const [played, quietAt] = await Promise.all([playing, ear.quiet(startAt)]);
    expect(played).toMatchObject({ ending: 'stopped' });
    expect(played.airedMs).toBeLessThan(10_000);
    expect(quietAt - stoppedAt).toBeLessThan((takesBack ? 250 : 1_500) + lateMs);
  });

  test('what comes at once is heard at once, whatever was written ahead of it', async ({ skip }) => {
    if (!ear || !takesBack) return skip(ear ? 'what was written to it will sound' : 'not on this machine');
    const bus = ear.player ?? openBus(ear.sink);
    const silence = await folder.write('silence.wav', new Int16Array(48_000 * 5));
    const stop = new AbortController();
    const music = play(bus, [silence], { startAt: Date.now() + soonMs, signal: stop.signal });
    await delay(soonMs + 800);
    const askedAt = Date.now();
    const siren = play(bus, [await folder.write('siren.wav', tone(400))], { startAt: askedAt });
    const [played, onset] = await Promise.all([siren, ear.onset(askedAt)]);
    expect(onset - askedAt).toBeLessThan(180 + lateMs);
    // This process may be late to hear it on a busy machine, but never early.
    expect((played.startedAt ?? 0) - onset).toBeLessThan(withinMs);
    expect(onset - (played.startedAt ?? 0)).toBeLessThan(withinMs + 50);
    stop.abort();
    expect(await music).toMatchObject({ ending: 'stopped', underruns: 0 });
  });
});

describe('on the listening sink', () => {
  let ear: ListeningProcess;
  let sink: Sink;
  beforeAll(async () => {
    ear = await startListeningProcess();
    sink = { kind: 'listening', host: '127.0.0.1', port: ear.port };
  });
  afterAll(() => ear.stop());

  test('two items join without a lost or an added sample', async () => {
    const file = folder.path('heard.wav');
    const taped = await startListeningProcess({ file });
    const [first, second] = [noise(700, 1), noise(500, 2)];
    const bus = openBus({ kind: 'listening', host: '127.0.0.1', port: taped.port });
    await play(bus, [await folder.write('first.wav', first), await folder.write('second.wav', second)]);
    await bus.close();
    await taped.stop();
    const both = new Int16Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    expect(findIn(await readWav(file), both)).toBeGreaterThan(0);
  });

  test('a broken item and a missing one are passed over, and the rest airs', async () => {
    const bus = openBus(sink);
    const text = folder.path('notes.wav');
    await writeFile(text, 'this is a shopping list');
    const good = await folder.write('good.wav', tone(300));
    const played = await play(bus, [text, good, folder.path('nowhere.wav'), good]);
    expect(played).toMatchObject({ ending: 'ended', airedMs: 600, fault: null });
    expect(played.items.map((item) => item.problem?.code ?? null)).toEqual([
      'audio.file-broken',
      null,
      'audio.file-missing',
      null,
    ]);
  });

  test('the main thread blocked 400 ms at the slot changes nothing', async () => {
    const bus = openBus(sink);
    const path = await folder.write('tone.wav', tone(800));
    const startAt = Date.now() + soonMs;
    const playing = play(bus, [path], { startAt });
    await delay(startAt - 200 - Date.now());
    while (Date.now() < startAt + 200);
    const [played, onset] = await Promise.all([playing, ear.heard('onset', startAt - 500)]);
    expect(Math.abs(onset.at - startAt)).toBeLessThan(5);
    expect(played.underruns).toBe(0);
  });

  test('silence comes by the instant asked for', async () => {
    const bus = openBus(sink);
    const startAt = Date.now() + soonMs;
    const playing = play(bus, [await folder.write('long.wav', tone(20_000))], { startAt, endBy: startAt + 700 });
    const [played, end] = await Promise.all([playing, ear.heard('end', startAt)]);
    expect(played.ending).toBe('end-by');
    expect(Math.abs(end.at - startAt - 700)).toBeLessThan(10);
  });

  test('a sink that goes away and comes back goes on at the right place', async () => {
    const bus = openBus(sink);
    const startAt = Date.now() + soonMs;
    const playing = play(bus, [await folder.write('four.wav', tone(4_000))], { startAt });
    await ear.heard('onset', startAt - 500);
    await delay(500);
    const unpluggedAt = Date.now();
    ear.unplug();
    const back = await ear.heard('onset', unpluggedAt);
    const [played, end] = await Promise.all([playing, ear.heard('end', back.at)]);
    expect(played).toMatchObject({ ending: 'ended', fault: { code: 'audio.sink-lost' } });
    expect(played.airedMs).toBeLessThan(3_900);
    expect(played.airedMs).toBeGreaterThan(1_000);
    expect(played.underruns).toBeGreaterThan(0);
    expect(Math.abs(end.at - startAt - 4_000)).toBeLessThan(50);
  });

  test('a sink that is never there is a fault in the result, and nothing else breaks', async () => {
    const gone = await startListeningProcess();
    await gone.stop();
    const bus = openBus({ kind: 'listening', host: '127.0.0.1', port: gone.port });
    const startAt = Date.now() + 500;
    const played = await play(bus, [await folder.write('tone.wav', tone(300))], { startAt, endBy: startAt + 500 });
    expect(played).toMatchObject({ ending: 'failed', startedAt: null, airedMs: 0 });
    expect(played.fault?.code).toBe('audio.sink-unreachable');
  });
});

async function listeningEar(): Promise<Ear> {
  const process = await startListeningProcess();
  return {
    sink: { kind: 'listening', host: '127.0.0.1', port: process.port },
    onset: async (since) => (await process.heard('onset', since)).at,
    quiet: async (since) => (await process.heard('end', since)).at,
    stop: process.stop,
  };
}

/** ALSA's own way into PulseAudio stands for every device that does not tell where it is. */
async function alsaEar(): Promise<Ear | null> {
  const devices = await promisify(execFile)('aplay', ['-L']).catch(() => ({ stdout: '' }));
  return /^pulse$/m.test(devices.stdout) ? pulseEar('alsa', 'pulse') : null;
}

async function pulseEar(
  system: 'auto' | 'alsa',
  device: string,
  start: () => ReturnType<typeof startPulse | typeof startPipeWire> = startPulse,
): Promise<Ear | null> {
  const pulse = await start();
  if (!pulse) return null;
  process.env.PULSE_SERVER = pulse.server; // a thread takes the environment of its start
  const capture = await pulse.listen();
  return {
    sink: { kind: 'sound-card', system, device },
    onset: async (since) => (await capture.onset(since, since + 20_000)) ?? Infinity,
    async quiet(since) {
      let last = since;
      for (;;) {
        const next = await capture.onset(last + 20, last + 300);
        if (next === null) return last;
        last = next;
      }
    },
    async stop() {
      delete process.env.PULSE_SERVER;
      await capture.stop();
      await pulse.stop();
    },
  };
}

async function rtpEar(codec: 'L16' | 'PCMU'): Promise<Ear> {
  const socket: Socket = createSocket('udp4');
  const loud: number[] = [];
  let onLoud = () => undefined as unknown;
  socket.on('message', (packet) => {
    const at = preciseNow();
    const payload = packet.subarray(12);
    const samples = codec === 'PCMU' ? [...payload].map(fromMuLaw) : readBigEndian(payload);
    const offset = samples.findIndex((sample) => Math.abs(sample) > 400);
    if (offset < 0) return;
    loud.push(at + offset / (codec === 'PCMU' ? 8 : 48));
    onLoud();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    sink: { kind: 'rtp', host: '127.0.0.1', port: socket.address().port, codec, ttl: 1 },
    async onset(since) {
      for (;;) {
        const first = loud.find((at) => at >= since);
        if (first !== undefined) return first;
        await new Promise<void>((resolve) => {
          onLoud = resolve;
        });
      }
    },
    async quiet() {
      while (preciseNow() - (loud.at(-1) ?? 0) < 300) await delay(50);
      return loud.at(-1) ?? 0;
    },
    async stop() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

/** The stream of an output, decoded as it comes by a program that holds nothing back. */
async function streamEar(sink: Sink = { kind: 'http-stream' }, password?: string, url?: string): Promise<Ear> {
  const ends: (() => unknown)[] = [];
  const outputs = await openOutputs(undefined, (end) => ends.unshift(end));
  const { id } = await outputs.create({ name: 'horn', sink, ...(password && { password }) });
  while ((await outputs.get(id)).fault) await delay(50);
  const input = [
    '-probesize',
    '4096',
    '-analyzeduration',
    '0',
    '-fflags',
    'nobuffer',
    '-f',
    'mp3',
    '-i',
    url ?? 'pipe:0',
  ];
  const raw = ['-f', 's16le', '-ar', '48000', '-ac', '1', '-flush_packets', '1', 'pipe:1'];
  const decoder = spawn('ffmpeg', ['-v', 'error', ...input, ...raw], {
    stdio: [url ? 'ignore' : 'pipe', 'pipe', 'ignore'],
  });
  if (decoder.stdin) outputs.stream(id).pipe(decoder.stdin);
  decoder.stdin?.on('error', () => undefined);
  const loud: number[] = [];
  let heard = 0;
  decoder.stdout?.on('data', (data: Buffer) => {
    heard += data.length;
    for (let at = 0; at + 1 < data.length; at += 2) {
      if (Math.abs(data.readInt16LE(at)) > 400) return void loud.push(preciseNow());
    }
  });
  while (heard === 0) await delay(50);
  return {
    sink,
    player: { play: (request, onEvent, signal) => outputs.play(id, request, onEvent, signal) },
    async onset(since) {
      for (;;) {
        const first = loud.find((at) => at >= since);
        if (first !== undefined) return first;
        await delay(20);
      }
    },
    async quiet() {
      while (preciseNow() - (loud.at(-1) ?? 0) < 2_500) await delay(50);
      return loud.at(-1) ?? 0;
    },
    async stop() {
      decoder.kill('SIGKILL');
      for (const end of ends) await end();
    },
  };
}

async function icecastEar(): Promise<Ear> {
  const server = await startIcecast();
  const ear = await streamEar(server.sink(), server.password, server.url());
  return {
    ...ear,
    async stop() {
      await ear.stop();
      await server.stop();
    },
  };
}

function readBigEndian(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16BE(2 * i));
}
