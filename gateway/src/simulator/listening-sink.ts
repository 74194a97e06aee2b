import { createWriteStream, openSync, writeSync, closeSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { createPreciseWall } from '../core/clock/precise-wall.ts';
import { wavHeader, wavHeaderBytes } from '../core/wav.ts';
import { createListeningCard, type Heard } from './listening-card.ts';

/**
 * A "sound card" over TCP: what the gateway sends is played at real-time pace and listened to.
 *
 * To the sink, little-endian: f64 the frame of the first sample · u32 bytes of samples · the samples, 48 kHz mono s16.
 * A frame that was sent before and has not sounded is replaced: what is on its way to the horns can be taken back.
 * From the sink, every 20 ms once the first samples came, a report of 24 bytes, little-endian:
 *   f64 frames played on this connection · f64 the wall instant (epoch ms) at which that was so ·
 *   u32 underruns on this sink · u32 frames received and not played.
 * A new connection takes the place of the one before it.
 */
export interface ListeningSink {
  /** The port it listens on, once started. */
  readonly port: number;
  /** Everything heard since the start, in order. */
  story(): readonly Heard[];
  onHeard(listener: (heard: Heard) => void): Cancel;
  readonly underruns: number;
  /** The card hangs for `ms`, then goes on. */
  stall(ms: number): void;
  /** Hangs up on whoever is connected, as a pulled cable would. */
  unplug(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ListeningSinkParts {
  readonly clock: Clock;
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** How much faster (+) or slower its crystal is than 48 kHz. */
  readonly ppm?: number;
  /** A WAV file of everything that was played; whole after `stop()`. */
  readonly file?: string;
}

const headBytes = 12;
const reportMs = 20;
const reportBytes = 24;

export function createListeningSink({
  clock,
  port = 0,
  host = '127.0.0.1',
  ppm = 0,
  file,
}: ListeningSinkParts): ListeningSink {
  const wall = createPreciseWall(clock);
  const story: Heard[] = [];
  const listeners = new Set<(heard: Heard) => void>();
  const tape = file === undefined ? null : createTape(file);
  const card = createListeningCard({
    ppm,
    wallAt: wall.wallAt,
    onHeard(heard) {
      story.push(heard);
      for (const listener of listeners) listener(heard);
    },
    onPlayed: (samples) => tape?.append(samples),
  });
  const server = createServer({ noDelay: true });
  let plugged: Socket | null = null;
  let received = 0;
  let cancelReports: Cancel = () => undefined;
  let stopped: Promise<void> | null = null;

  function plug(socket: Socket): void {
    unplug();
    plugged = socket;
    received = 0;
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      while (rest.length >= headBytes) {
        const at = rest.readDoubleLE(0);
        const end = headBytes + rest.readUInt32LE(8);
        if (rest.length < end) return;
        const samples = samplesOf(rest.subarray(headBytes, end));
        rest = rest.subarray(end);
        card.receive(samples, clock.monotonic(), at);
        received = at + samples.length;
      }
    });
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => {
      if (plugged === socket) unplug();
    });
  }

  function unplug(): void {
    if (!plugged) return;
    const socket = plugged;
    plugged = null;
    card.unplug(clock.monotonic());
    socket.destroy();
  }

  function report(): void {
    wall.sample();
    if (!plugged || received === 0) return;
    const now = clock.monotonic();
    card.playTo(now);
    const bytes = Buffer.alloc(reportBytes);
    bytes.writeDoubleLE(card.played, 0);
    bytes.writeDoubleLE(wall.wallAt(now), 8);
    bytes.writeUInt32LE(card.underruns, 16);
    // What was taken back may end before what has sounded.
    bytes.writeUInt32LE(Math.max(0, received - card.played), 20);
    plugged.write(bytes);
  }

  return {
    get port() {
      return (server.address() as AddressInfo | null)?.port ?? port;
    },
    story: () => story,
    onHeard(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get underruns() {
      return card.underruns;
    },
    stall: (ms) => card.stall(ms, clock.monotonic()),
    unplug,
    async start() {
      server.on('connection', plug);
      server.listen(port, host);
      await once(server, 'listening');
      cancelReports = clock.every(reportMs, report);
    },
    stop() {
      stopped ??= (async () => {
        cancelReports();
        unplug();
        if (server.listening) await new Promise((resolve) => server.close(resolve));
        await tape?.close();
      })();
      return stopped;
    },
  };
}

/** Little-endian machines only, as every one that Node runs a village on; copied, for the alignment of 16-bit samples. */
function samplesOf(bytes: Buffer): Int16Array {
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function createTape(file: string) {
  const stream: WriteStream = createWriteStream(file);
  let frames = 0;
  stream.write(wavHeader(0));
  return {
    append(samples: Int16Array): void {
      stream.write(Buffer.from(samples.slice().buffer));
      frames += samples.length;
    },
    async close(): Promise<void> {
      await new Promise<void>((resolve) => stream.end(resolve));
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, wavHeader(frames), 0, wavHeaderBytes, 0);
      closeSync(descriptor);
    },
  };
}
