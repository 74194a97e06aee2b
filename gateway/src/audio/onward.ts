import type { Readable } from 'node:stream';
import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import type { StreamCoder } from '../media/ports.ts';
import { createIcecast } from './icecast/icecast.ts';
import type { OutputSettings } from './output-store.ts';
import { createStream } from './stream.ts';

/** How the sound of an output that only the clock plays goes on: to whoever listens here, or to a server elsewhere. */
export interface Onward {
  /** What left the bus. */
  put(samples: Int16Array): void;
  /** Another listener; ends when it is let go. Refuses with `stream.too-many`. */
  listen(): Readable;
  /** What is on air now; null: nothing. */
  onAir(title: string | null): void;
  /** Lets everybody go, and ends. */
  close(): void;
}

export interface OnwardParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly coder: StreamCoder;
  readonly name: () => string;
  /** What keeps the sound from going on; null: nothing. May be told the same again. */
  readonly onFault: (fault: Reason | null) => void;
}

/** Null: the sink of its bus is the end of the way. */
export function createOnward({ sink, password }: OutputSettings, parts: OnwardParts): Onward | null {
  switch (sink.kind) {
    case 'http-stream':
      return { ...createStream(parts), onAir: () => undefined };
    case 'icecast': {
      const { kind: _, ...server } = sink;
      return createIcecast({ ...server, password: password ?? '' }, parts);
    }
    default:
      return null;
  }
}
