import { Readable } from 'node:stream';
import type { Reason } from '../contract/index.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import type { Encoder, StreamCoder } from '../media/ports.ts';
import { createStreamLine, type StreamLine } from './stream-line.ts';

/** The sound of one output as an MP3 stream without end, to as many players as listen. */
export interface Stream {
  /** What left the bus. */
  put(samples: Int16Array): void;
  /** Another listener; ends when it is let go. Refuses with `stream.too-many`. */
  listen(): Readable;
  /** Lets everybody go. */
  close(): void;
}

export interface StreamParts {
  readonly clock: Clock;
  readonly coder: StreamCoder;
  readonly onFault: (fault: Reason | null) => void;
}

const paceMs = 100;
const mostListeners = 32;
/** Eight seconds at 64 kbit/s: who is further behind is let go, and comes back at the present. */
const mostBehindBytes = 64_000;
const retryMs = 2_000;

/** Nothing is encoded while nobody listens. */
export function createStream({ clock, coder, onFault }: StreamParts): Stream {
  const listeners = new Set<Readable>();
  let line: StreamLine | null = null;
  let encoder: Encoder | null = null;
  let retryAt = -Infinity;
  let stopPacing: Cancel = () => undefined;

  function send(bytes: Buffer): void {
    onFault(null);
    for (const listener of listeners) {
      if (listener.readableLength > mostBehindBytes) listener.destroy();
      else listener.push(bytes);
    }
  }

  function begin(): Encoder {
    const begun = coder.encodeStream(send);
    void begun.over.then((trouble) => {
      if (encoder !== begun) return;
      encoder = null;
      retryAt = clock.monotonic() + retryMs;
      if (trouble) onFault(reasonOf(trouble));
    });
    return begun;
  }

  function pace(): void {
    const now = clock.monotonic();
    const samples = line?.due(now);
    if (!encoder && now >= retryAt) encoder = begin();
    if (samples) encoder?.write(samples);
  }

  function rest(): void {
    stopPacing();
    encoder?.end();
    encoder = null;
    line = null;
    onFault(null); // nobody is there whom it could keep from hearing
  }

  return {
    put: (samples) => line?.put(samples, clock.monotonic()),
    listen() {
      if (listeners.size >= mostListeners) {
        throw new AppError('stream.too-many', 503, `This stream has ${mostListeners} listeners already.`);
      }
      const listener = new Readable({ read: () => undefined });
      listener.once('close', () => {
        if (listeners.delete(listener) && listeners.size === 0) rest();
      });
      listeners.add(listener);
      if (!line) {
        line = createStreamLine(clock.monotonic());
        stopPacing = clock.every(paceMs, pace);
      }
      return listener;
    },
    close() {
      for (const listener of listeners) listener.destroy();
    },
  };
}
