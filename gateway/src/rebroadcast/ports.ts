import type { Feed } from '../audio/feed.ts';
import type { Limiter } from '../audio/limiter.ts';
import type { SoundCoder, StreamDecoder } from '../media/ports.ts';

/** What a rebroadcast needs of others; `app.ts` joins them. */
export interface RebroadcastPorts {
  readonly media: StreamDecoder & Pick<SoundCoder, 'decode'>;
  /** A ring of so many seconds that the buses play from. */
  openFeed(seconds: number): Feed;
  readonly limiters: LimiterPort;
}

/** The limiter that the buses have too: it takes and gives samples of ±32,768. */
export interface LimiterPort {
  open(): Pick<Limiter, 'write'>;
  /** So much later it gives out what it was given. */
  readonly lookaheadFrames: number;
}

/** A piece of the village's own, prepared sound. */
export interface LocalItem {
  readonly title: string;
  readonly path: string;
  readonly durationMs: number;
}
