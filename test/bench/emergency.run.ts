import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Played } from '../../gateway/src/audio/bus.ts';
import { openThreadBus } from '../../gateway/src/audio/thread-bus.ts';
import type { Sink } from '../../gateway/src/contract/index.ts';
import { soundFolder, tone } from '../support/sound.ts';
import { startListeningProcess } from '../support/sound-listening.ts';
import type { Capture } from '../support/sound-capture.ts';
import { startPipeWire } from '../support/sound-pipewire.ts';
import { preciseNow, startPulse, type PrivatePulse } from '../support/sound-pulse.ts';
import { quantile } from './audio-figures.ts';
import { uploadAndRequests } from './audio-load.ts';
import { liquidsoap, mpd, mpvReplacing, type Peer } from './audio-peers.ts';

/**
 * From the request of an emergency to its first sample at the sink, while something plays and the amplifier is on; and
 * from "stop now" to silence. What plays is silent here, so that an ear cannot take the one for the other: it is mixed,
 * written ahead and taken back as any music is.
 */
const requests = 50;
const everyMs = 450;
/** A null sink hands out what it plays some milliseconds before its time, the same for everybody: told in a line of its own. */
const earlyMs = 40;
let folder: Awaited<ReturnType<typeof soundFolder>>;
let music: string;
let alarm: string;
let loud: string;

beforeAll(async () => {
  folder = await soundFolder();
  music = await folder.write('music.wav', new Int16Array(120 * 48_000));
  alarm = await folder.write('alarm.wav', tone(400));
  loud = await folder.write('loud.wav', tone(60_000));
});
afterAll(() => folder.remove());

interface Row {
  readonly name: string;
  readonly ms: readonly (number | null)[];
}
type Onset = (since: number) => Promise<number | null>;

const quiet = { level: () => undefined, state: () => undefined, aired: () => undefined, note: () => undefined };

/** Ours at one sink: `requests` emergencies over music, then ten stops of something loud. */
async function ours(name: string, sink: Sink, onset: Onset, end: Onset): Promise<Row[]> {
  const bus = openThreadBus({ outputId: 'bench', sink, latencyMs: 0 }, quiet);
  const play = (path: string, startAt: number, signal: AbortSignal): Promise<Played> =>
    bus.play(
      { title: name, startAt, items: [{ title: path, path }], gainDb: 0, loops: false, endBy: null },
      () => undefined,
      signal,
    );
  const over = new AbortController();
  const playing = play(music, Date.now() + 1_000, over.signal);
  await delay(2_500);
  const begun: (number | null)[] = [];
  for (let n = 0; n < requests; n++) {
    // Off every timer's grid.
    await delay(everyMs + (n % 10));
    const askedAt = preciseNow();
    const sounding = play(alarm, askedAt, over.signal);
    const at = await onset(askedAt - earlyMs);
    begun.push(at === null ? null : at - askedAt);
    await sounding;
  }
  const known: (number | null)[] = [];
  for (let n = 0; n < 10; n++) {
    const startAt = Date.now() + 1_000 + n;
    const sounding = play(alarm, startAt, over.signal);
    const at = await onset(startAt - earlyMs);
    known.push(at === null ? null : at - startAt);
    await sounding;
    await delay(300);
  }
  over.abort();
  await playing;

  const stopped: (number | null)[] = [];
  for (let n = 0; n < 10; n++) {
    const stop = new AbortController();
    const startAt = Date.now() + 600;
    const sounding = play(loud, startAt, stop.signal);
    await delay(startAt + 700 + 7 * n - Date.now());
    const askedAt = preciseNow();
    stop.abort();
    const at = await end(askedAt);
    stopped.push(at === null ? null : at - askedAt);
    await sounding;
    await delay(300);
  }
  await bus.close();
  return [
    { name: `${name}: emergency over music`, ms: begun },
    { name: `${name}: stop now, to silence`, ms: stopped },
    { name: `${name}: known a second before (constant of the ear)`, ms: known },
  ];
}

/** A peer is asked at an instant, and pays nothing for our timers. */
async function peerRow(peer: Peer, pulse: PrivatePulse): Promise<Row> {
  const capture = await pulse.listen();
  await delay(2_000);
  const ms: (number | null)[] = [];
  for (let n = 0; n < requests; n++) {
    capture.clear();
    const askedAt = preciseNow() + 30 + (n % 10);
    peer.arrange(askedAt);
    const at = await capture.onset(askedAt - earlyMs, askedAt + 900);
    ms.push(at === null ? null : at - askedAt);
    await delay(askedAt + 1_300 - preciseNow());
  }
  await capture.stop();
  return { name: peer.name, ms };
}

function table(title: string, rows: readonly Row[]): string {
  const cell = (value: number) => (Number.isFinite(value) ? value.toFixed(1) : '–').padStart(8);
  const lines = rows.map(({ name, ms }) => {
    const heard = ms.filter((value) => value !== null);
    const figures = [0.5, 0.95, 0.99, 1].map((q) => cell(quantile(heard, q)));
    return `${name.padEnd(52)}${String(heard.length).padStart(4)}${figures.join('')}`;
  });
  return `\n${title}\n${''.padEnd(52)}   n     p50     p95     p99     max\n${lines.join('\n')}\n`;
}

test('emergency and stop at the listening sink', async () => {
  const ear = await startListeningProcess();
  const sink = { kind: 'listening', host: '127.0.0.1', port: ear.port } as const;
  const heard = (kind: 'onset' | 'end') => async (since: number) => (await ear.heard(kind, since)).at;
  const rows = await ours('ours', sink, heard('onset'), heard('end'));
  const load = await uploadAndRequests();
  rows.push(...(await ours('ours, upload + 100 requests/s', sink, heard('onset'), heard('end')).finally(load.stop)));
  await ear.stop();
  console.log(table('At the listening sink, ms', rows));
  for (const { name, ms } of rows) expect(ms, name).not.toContain(null);
});

const device = { kind: 'sound-card', system: 'pulse', device: 'horn' } as const;

/** Ours at a card of the Pulse server of the environment. */
async function oursOnCard(capture: Capture): Promise<Row[]> {
  const end: Onset = async (since) => {
    let last = since;
    for (;;) {
      const next = await capture.onset(last + 2, last + 150);
      if (next === null) return last;
      last = next;
    }
  };
  return ours('ours', device, (since) => capture.onset(since, since + 1_500), end);
}

test('emergency and stop at a card of PipeWire', async () => {
  const pipeWire = await startPipeWire();
  if (!pipeWire) return console.log('no PipeWire here: its card was not measured');
  Object.assign(process.env, { PULSE_SERVER: pipeWire.server }); // for the thread of ours
  try {
    const capture = await pipeWire.listen();
    const rows = await oursOnCard(capture);
    await capture.stop();
    console.log(table('On a PipeWire null sink, captured by parec, ms', rows));
  } finally {
    await pipeWire.stop();
    delete process.env.PULSE_SERVER;
  }
});

test('emergency and stop on one sound card: ours and the peers', async () => {
  const pulse = await startPulse();
  if (!pulse) return console.log('no PulseAudio here: the sound card and the peers were not measured');
  Object.assign(process.env, { PULSE_SERVER: pulse.server }); // for the thread of ours
  const rows: Row[] = [];
  const absent: string[] = [];
  try {
    const capture = await pulse.listen();
    rows.push(...(await oursOnCard(capture)));
    await capture.stop();

    const parts = { env: pulse.env, sound: alarm, folder: folder.path };
    // Each is opened when it is its turn: Liquidsoap hangs up on who says nothing for half a minute.
    const peers = {
      mpv: () => mpvReplacing(parts, music),
      mpd: () => mpd(parts, music),
      liquidsoap: () => liquidsoap(parts),
    };
    for (const [name, open] of Object.entries(peers)) {
      const peer = await open();
      if (peer) rows.push(await peerRow(peer, pulse).finally(peer.stop));
      else absent.push(name);
    }
  } finally {
    await pulse.stop();
    delete process.env.PULSE_SERVER;
  }
  console.log(table('On a PulseAudio null sink, captured by parec, ms', rows));
  console.log(`peers that are not on this machine: ${absent.join(', ') || 'none'}\n`);
});
