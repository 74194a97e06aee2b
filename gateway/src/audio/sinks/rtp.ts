import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { randomInt } from 'node:crypto';
import { isMulticast, rtpCodecs, rtpPacket } from '../rtp.ts';
import { framesPerMs } from '../../core/wav.ts';
import { unreachable, type OpenSink } from './sink.ts';

export interface RtpTarget {
  readonly host: string;
  readonly port: number;
  readonly codec: 'L16' | 'PCMU';
  readonly ttl: number;
}

/** Packets leave on the bus's ticks; the first one a tick after the first samples, so that they stay on its grid. */
const firstPacketMs = 10;
/** A tick may come this much early. */
const earlyMs = 2;

/** Sound as RTP, paced by the monotonic clock: a packet is "played" when it leaves. Nobody answers, so nobody is missed. */
export function openRtp({ host, port, codec, ttl }: RtpTarget): OpenSink {
  return (_time, events) => {
    const { payloadType, clockRate, packetMs, delayFrames, createEncoder } = rtpCodecs[codec];
    const packetFrames = packetMs * framesPerMs;
    const encode = createEncoder();
    const ssrc = randomInt(2 ** 32);
    let sequence = randomInt(2 ** 16);
    let timestamp = randomInt(2 ** 32);
    let marker = true;
    let queue = new Int16Array(0);
    let written = 0;
    let begunAt: number | null = null;
    let packets = 0;
    /** Silence sent because nothing was there: not part of what the bus wrote. */
    let inserted = 0;
    let closed = false;
    let address: string | null = null;
    let socket: ReturnType<typeof createSocket> | null = null;

    const fail = (detail: string) => {
      if (closed) return;
      close();
      events.lost(unreachable(detail));
    };

    lookup(host, (error, resolved, family) => {
      if (closed) return;
      if (error) return fail(error.message);
      const opened = createSocket(family === 6 ? 'udp6' : 'udp4');
      socket = opened;
      opened.on('error', (trouble) => fail(trouble.message));
      opened.bind(0, () => {
        if (isMulticast(resolved)) opened.setMulticastTTL(ttl);
        address = resolved;
      });
    });

    function close(): void {
      closed = true;
      socket?.close();
      socket = null;
    }

    function nextPacket(): Buffer {
      let samples = queue.subarray(0, packetFrames);
      queue = queue.subarray(samples.length);
      if (samples.length < packetFrames) {
        inserted += packetFrames - samples.length;
        const padded = new Int16Array(packetFrames);
        padded.set(samples);
        samples = padded;
        events.underrun();
      }
      const packet = rtpPacket({ payloadType, marker, sequence, timestamp, ssrc }, encode(samples));
      marker = false;
      sequence = (sequence + 1) % 2 ** 16;
      timestamp = (timestamp + packetMs * (clockRate / 1000)) % 2 ** 32;
      return packet;
    }

    return {
      write(samples) {
        const longer = new Int16Array(queue.length + samples.length);
        longer.set(queue);
        longer.set(samples, queue.length);
        queue = longer;
        written += samples.length;
      },
      takeBack(from) {
        const sent = written - queue.length;
        const first = Math.max(sent, Math.min(written, from));
        queue = queue.subarray(0, first - sent);
        written = first;
        return first;
      },
      pump(now) {
        if (address === null || (begunAt === null && queue.length === 0)) return;
        begunAt ??= now + firstPacketMs;
        while (socket && begunAt + packets * packetMs <= now + earlyMs) {
          socket.send(nextPacket(), port, address, (error) => error && fail(error.message));
          packets++;
        }
        const sounded = (now - begunAt) * framesPerMs - inserted - delayFrames;
        if (sounded > 0) events.played(sounded, now);
      },
      close,
    };
  };
}
