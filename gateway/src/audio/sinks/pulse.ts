import { connect } from 'node:net';
import { messageOf } from '../../core/errors.ts';
import { bytesPerFrame, framesPerMs, sampleRate } from '../wav.ts';
import { pulseAddresses, pulseCookie, type PulseAddress } from './pulse-server.ts';
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
  readMessages,
  request,
  samplesAt,
  text,
  u32,
  type ServerMessage,
} from './pulse-wire.ts';
import { lost, unreachable, type OpenSink, type SinkLine } from './sink.ts';

/** Less than the bus's lead, or the server would wait for more before it starts. */
const serverBufferBytes = 200 * framesPerMs * bytesPerFrame;
const askEveryMs = 50;

/**
 * PulseAudio or PipeWire's Pulse server, spoken to itself: what its own programs write can't be taken back. `device`: a
 * sink's name, or empty for the default.
 */
export function openPulse(device: string, env: NodeJS.ProcessEnv = process.env): OpenSink {
  return (time, events): SinkLine => {
    const waiting: { at: number; samples: Int16Array }[] = [];
    const [address, ...others] = pulseAddresses(env);
    let next = 0;
    let channel: number | null = null;
    let asked: { tag: number; at: number } | null = null;
    let askedAt = -Infinity;
    let tag = 0;
    let closed = false;
    let rest: Buffer = Buffer.alloc(0);
    let socket = open(address, others);

    function open(at: PulseAddress | undefined, then: readonly PulseAddress[]) {
      const line = connect(at ?? { path: '/run/pulse/native' });
      let connected = false;
      line.on('connect', () => {
        connected = true;
        line.write(request(command.auth, tag, [u32(protocolVersion), bytes(pulseCookie(env))]));
      });
      line.on('data', (data: Buffer) => hear(data));
      line.on('error', (error) => {
        const [another, ...more] = then;
        if (!connected && another && !closed) socket = open(another, more);
        else end(messageOf(error));
      });
      line.on('close', () => {
        if (connected) end('it hung up');
      });
      return line;
    }

    function end(detail: string): void {
      if (closed) return;
      closed = true;
      socket.destroy();
      events.lost(channel === null ? unreachable(detail) : lost(detail));
    }

    function hear(data: Buffer): void {
      try {
        const heard = readMessages(Buffer.concat([rest, data]));
        rest = heard.rest;
        for (const message of heard.messages) if (!closed) understand(message);
      } catch (error) {
        end(messageOf(error));
      }
    }

    function understand({ code, tag: answers, values }: ServerMessage): void {
      if (code === command.streamKilled) return end('the server ended the stream');
      if (code === command.underflow) return events.underrun();
      if (code === command.error) return end(`the server refused: error ${values[0]}`);
      if (code !== command.reply) return;
      if (answers === asked?.tag) return place(values, asked.at);
      if (answers === 0) return say(command.setClientName, [properties({ 'application.name': 'loa-thon' })]);
      if (answers === 1) return say(command.createPlaybackStream, playbackStream(device));
      if (answers === 2) begin(values[0] ?? 0);
    }

    function say(code: number, values: readonly Buffer[]): void {
      socket.write(request(code, ++tag, values));
    }

    function begin(index: number): void {
      channel = index;
      for (const { at, samples } of waiting.splice(0)) send(index, at, samples);
    }

    function send(to: number, at: number, { buffer, byteOffset, byteLength }: Int16Array): void {
      socket.write(samplesAt(to, at * bytesPerFrame, Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)));
    }

    /** What the server has taken, less what is still before the horn; true in the middle between question and answer. */
    function place([sinkUs, , playing, , , , readByte]: readonly (number | null)[], at: number): void {
      asked = null;
      const frames = (readByte ?? 0) / bytesPerFrame - ((sinkUs ?? 0) * framesPerMs) / 1_000;
      if (playing && frames > 0) events.played(frames, (at + time.monotonic()) / 2);
    }

    return {
      write(samples) {
        if (closed) return;
        if (channel === null) waiting.push({ at: next, samples });
        else send(channel, next, samples);
        next += samples.length;
      },
      takeBack(from) {
        next = Math.min(next, from);
        return next;
      },
      pump(now) {
        if (channel === null || asked !== null || now - askedAt < askEveryMs || closed) return;
        askedAt = now;
        say(command.getPlaybackLatency, [u32(channel), noTime]);
        asked = { tag, at: now };
      },
      close() {
        closed = true;
        socket.destroy();
      },
    };
  };
}

function playbackStream(device: string): Buffer[] {
  return [
    ...[monoS16(sampleRate), monoMap, u32(none), text(device === '' ? null : device)],
    // The most it keeps, not corked, what it asks for, its own ideas of when to start and how often to ask, no group.
    ...[u32(none), bool(false), u32(serverBufferBytes), u32(none), u32(none), u32(0), fullVolume],
    // Our format may be converted and the stream moved to another card; its speed is fixed.
    ...[bool(false), bool(false), bool(false), bool(false), bool(false), bool(false), bool(false)],
    // Not muted; the card's own buffer is part of what we ask for.
    ...[bool(false), bool(true), properties({ 'media.name': 'loa-thon', 'media.role': 'announce' })],
  ];
}
