import type { Reason } from '../../contract/index.ts';
import { bytesPerFrame, framesPerMs, sampleRate } from '../../core/wav.ts';
import { faultOfCard, pulseCookie, type PulseServer } from './pulse-server.ts';
import { openPulseTalk } from './pulse-talk.ts';
import {
  bool,
  bytes,
  command,
  fullVolume,
  monoMap,
  monoS16,
  none,
  noTime,
  properties,
  protocolVersion,
  text,
  u32,
  type ServerMessage,
  type Value,
} from './pulse-wire.ts';
import { createReadLine } from './read-line.ts';
import { lost, unreachable, type BusTime, type SinkEvents, type SinkLine } from './sink.ts';

/**
 * What we tell the server to keep: less than the bus's lead, or it would wait for more before it starts. PulseAudio lets the card
 * take a third of it at once (protocol-native.c, fix_playback_buffer_attr); PipeWire makes its whole rhythm of it, and 120 ms
 * leave it at its usual 21.
 */
const serverBufferMs = { pulseAudio: 100, pipeWire: 120 };
const leastLeadMs = { pulseAudio: 120, pipeWire: 60 };
const askEveryMs = 50;
/** Longer than this an answer does not take, … */
const answerMs = 1_500;
/** … nor the first sample after the stream was opened. */
const firstSoundMs = 3_000;
/** Samples need so long to the server, and its line is known no better. */
const onTheWayMs = 12;
/** It is not known well enough when an answer that took longer was true; told all the same when there is no better one for so long. */
const promptMs = 20;
const patienceMs = 500;
/** A position further off than this was not understood. */
const believableUs = 10_000_000;

/** How a line ended. */
export interface NativeEnd {
  readonly fault: Reason;
  /** We did not understand each other, or it said nothing: not to be tried again soon. */
  readonly strange: boolean;
  /** All that was written, when none of it can have sounded; else null. */
  readonly unsent: readonly Int16Array[] | null;
}

export interface NativeEvents extends Pick<SinkEvents, 'played' | 'underrun'> {
  ended(end: NativeEnd): void;
}

export interface PulseTarget {
  readonly path: string;
  readonly pipeWire: PulseServer['pipeWire'];
  readonly device: string;
}

/** A Pulse server spoken to in its own protocol: what its own programs write can't be taken back. */
export function openPulseNative(
  { path, pipeWire, device }: PulseTarget,
  time: BusTime,
  events: NativeEvents,
): SinkLine {
  const reads = createReadLine();
  let pending: Int16Array[] = [];
  let next = 0;
  let channel: number | null = null;
  let card: string | null = null;
  /** The card gives back what it was given already. */
  let rewinds = false;
  let playing = false;
  let closed = false;
  let askedAt: number | null = null;
  let lastAskedAt = -Infinity;
  const openedAt = time.monotonic();
  let toldAt = openedAt;

  const talk = openPulseTalk(path, {
    connected() {
      talk.ask(command.auth, [u32(protocolVersion), bytes(pulseCookie(process.env))], () =>
        talk.ask(command.setClientName, [properties({ 'application.name': 'loa-thon' })], () =>
          talk.ask(command.createPlaybackStream, playbackStream(device, pipeWire), begin),
        ),
      );
    },
    said,
    ended: (detail, strange) => end(channel === null ? unreachable(detail) : lost(detail), strange),
  });

  function end(fault: Reason, strange: boolean): void {
    if (closed) return;
    close();
    events.ended({ fault, strange, unsent: channel === null ? pending : null });
  }

  function close(): void {
    closed = true;
    talk.close();
  }

  function said({ code, values: [of, sink, name] }: ServerMessage): void {
    if (of !== channel) return;
    if (code === command.streamKilled) end(lost('the server ended the stream'), false);
    if (code === command.underflow && playing) ranDry();
    if (code === command.streamMoved) settle(sink ?? null, name ?? null);
  }

  function ranDry(): void {
    reads.restart();
    events.underrun();
  }

  function begin(values: readonly Value[]): void {
    const [index] = values;
    if (typeof index !== 'number') return end(unreachable('no stream in its answer'), true);
    channel = index;
    settle(values[9] ?? null, values[10] ?? null);
    flush();
  }

  /** On which card it plays, and of what kind that is. */
  function settle(sink: Value, name: Value): void {
    if (typeof sink !== 'number' || typeof name !== 'string') return end(lost('it named no card'), true);
    const fault = faultOfCard(device, card, name);
    card = name;
    rewinds = false;
    if (fault) return end(fault, false);
    talk.ask(command.getSinkInfo, [u32(sink), text(null)], (values) => {
      rewinds = givesBack(values[11] ?? null);
    });
  }

  /** All of one tick in one message: there is no moment at which only half of what was taken back is there again. */
  function flush(): void {
    if (channel === null || pending.length === 0 || closed) return;
    const samples = pending;
    pending = [];
    const frames = samples.reduce((sum, { length }) => sum + length, 0);
    talk.send(channel, (next - frames) * bytesPerFrame, samples.map(asBytes));
  }

  /** What the server has taken, less what is still before the horn; true in the middle between question and answer. */
  function place([sinkUs, , plays, , , , readByte]: readonly Value[], askedFor: number): void {
    askedAt = null;
    if (typeof sinkUs !== 'number' || typeof readByte !== 'number' || sinkUs > believableUs) {
      return end(lost('its position was not understood'), true);
    }
    const now = time.monotonic();
    const at = (askedFor + now) / 2;
    const read = readByte / bytesPerFrame;
    if (read > next + sampleRate) return end(lost('it played what it was not given'), true);
    reads.report(read, at);
    // PipeWire says where it was when it read last.
    const taken = pipeWire ? (reads.frameAt(at) ?? read) : read;
    const frames = taken - (sinkUs * framesPerMs) / 1_000;
    if (!plays || frames <= 0) return;
    playing = true;
    if (now - askedFor > promptMs && now - toldAt < patienceMs) return;
    toldAt = now;
    events.played(frames, at);
  }

  return {
    leastLeadMs: pipeWire ? leastLeadMs.pipeWire : leastLeadMs.pulseAudio,
    write(samples) {
      if (closed) return;
      if (pending.length === 0) queueMicrotask(flush);
      pending.push(samples);
      next += samples.length;
    },
    takeBack(from) {
      flush(); // what waits for the end of a tick has its place already
      const read = reads.frameAt(time.monotonic());
      if (read === null) return next;
      const earliest = rewinds ? from : Math.ceil(read + onTheWayMs * framesPerMs);
      next = Math.min(next, Math.max(from, earliest));
      return next;
    },
    pump(now) {
      if (closed) return;
      const waitedFrom = channel === null ? openedAt : askedAt;
      if (waitedFrom !== null && now - waitedFrom > answerMs) {
        return end((channel === null ? unreachable : lost)('it does not answer'), true);
      }
      if (channel === null || askedAt !== null) return;
      if (!playing && now - openedAt > firstSoundMs) return end(lost('it does not begin to play'), true);
      if (now - lastAskedAt < askEveryMs) return;
      askedAt = lastAskedAt = now;
      talk.ask(command.getPlaybackLatency, [u32(channel), noTime], (values) => place(values, now));
    },
    close,
  };
}

/** The drivers of PulseAudio that rewind a card; others, and PipeWire, play whatever they have taken. */
function givesBack(driver: Value): boolean {
  return typeof driver === 'string' && /^module-(alsa-card|alsa-sink|null-sink)\.c$/.test(driver);
}

function asBytes({ buffer, byteOffset, byteLength }: Int16Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

function playbackStream(device: string, pipeWire: boolean): Buffer[] {
  const bufferMs = pipeWire ? serverBufferMs.pipeWire : serverBufferMs.pulseAudio;
  return [
    ...[monoS16(sampleRate), monoMap, u32(none), text(device === '' ? null : device)],
    // The most it keeps, not corked, what it asks for, its own ideas of when to start and how often to ask, no group.
    ...[u32(none), bool(false), u32(bufferMs * framesPerMs * bytesPerFrame), u32(none), u32(none), u32(0), fullVolume],
    // Our format may be converted and the stream moved to another card; its speed is fixed.
    ...[bool(false), bool(false), bool(false), bool(false), bool(false), bool(false), bool(false)],
    // Not muted; the card's own buffer is part of what we ask for.
    ...[bool(false), bool(true), properties({ 'media.name': 'loa-thon' })],
  ];
}
