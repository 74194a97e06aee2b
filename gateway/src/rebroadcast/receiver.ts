import type { Reason } from '../contract/index.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { framesPerMs } from '../core/wav.ts';
import type { StreamDecoder } from '../media/ports.ts';
import { tuneIn, type Tuned, type TuneInParts } from './tune-in.ts';
import { hostOf } from './upstream-url.ts';

/** A radio set tuned to one address. It plays at the pace at which it is listened to, from when enough is there. */
export interface Receiver {
  /** The next samples, in whole milliseconds; fewer than asked: it has run dry, or has not begun. */
  take(frames: number): Int16Array;
  /** Why it plays no more, once everything that came was taken; null: it may yet. */
  trouble(): Reason | null;
  /** Nothing more will come than what is here. */
  ending(): boolean;
  kind(): Tuned['kind'] | null;
  close(): void;
}

export interface ReceiverParts extends TuneInParts {
  readonly decoder: StreamDecoder;
  readonly log: Logger;
}

/** Against what the way through the internet does to the pace. */
const beginFrames = 2_000 * framesPerMs;
/** A piece of HLS is up to ten seconds, and the first come three at once. */
const mostFrames = 40_000 * framesPerMs;
/** A picture of the station and its name, in front of the sound. More is not paid for by the village. */
const largestPreambleBytes = 4 * 1024 * 1024;

export function createReceiver(url: string, lanAllowed: boolean, parts: ReceiverParts): Receiver {
  const { decoder, log } = parts;
  const closing = new AbortController();
  const waiting: Int16Array[] = [];
  let frames = 0;
  let playing = false;
  /** Some sound has come out of it. */
  let heard = false;
  let kind: Tuned['kind'] | null = null;
  let over: Reason | null = null;
  let onRoom: (() => void) | null = null;

  function keep(samples: Int16Array): void | Promise<void> {
    heard = true;
    waiting.push(samples);
    frames += samples.length;
    if (frames < mostFrames) return;
    return new Promise((resolve) => {
      onRoom = resolve;
    });
  }

  /** HLS pieces have their own limit. Throws `upstream.preamble-too-long`. */
  async function* soonSound(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let before = 0;
    for await (const piece of bytes) {
      if (!heard && (before += piece.length) > largestPreambleBytes) {
        throw new AppError('upstream.preamble-too-long', 422, 'What comes before the sound has no end.');
      }
      yield piece;
    }
  }

  async function receive(): Promise<Reason> {
    const { signal } = closing;
    const tuned = await tuneIn(url, lanAllowed, parts, signal);
    kind = tuned.kind;
    const bytes = kind === 'hls' ? tuned.bytes : soonSound(tuned.bytes);
    await decoder.decodeStream(bytes, keep, signal);
    return { code: 'upstream.ended', params: {} };
  }

  receive().then(
    (reason) => {
      over = reason;
    },
    (error: unknown) => {
      if (closing.signal.aborted) return;
      if (!(error instanceof AppError)) log.error({ host: hostOf(url), err: error }, 'upstream failed');
      over = inStationsWords(reasonOf(error));
      log.info({ host: hostOf(url), code: over.code }, 'upstream is down');
    },
  );

  return {
    take(wanted) {
      playing ||= frames >= beginFrames || over !== null;
      if (!playing) return new Int16Array(0);
      // What is left for later is enough to fade out with.
      const whole = frames < wanted ? Math.max(0, Math.min(frames, wanted - 5 * framesPerMs)) : wanted;
      const taken = take(waiting, whole - (whole % framesPerMs));
      frames -= taken.length;
      if (taken.length < wanted) playing = false;
      if (frames < mostFrames) onRoom?.();
      return taken;
    },
    trouble: () => (over && frames < beginFrames && !playing ? over : null),
    ending: () => over !== null,
    kind: () => kind,
    close() {
      closing.abort(new Error('nobody listens to it any more'));
      waiting.length = 0;
      frames = 0;
      onRoom?.();
    },
  };
}

function take(waiting: Int16Array[], frames: number): Int16Array {
  const taken = new Int16Array(frames);
  let at = 0;
  while (at < frames) {
    const [head] = waiting;
    if (!head) break;
    const part = head.subarray(0, frames - at);
    taken.set(part, at);
    at += part.length;
    if (part.length === head.length) waiting.shift();
    else waiting[0] = head.subarray(part.length);
  }
  return taken.subarray(0, at);
}

/** The decoder speaks of files. */
function inStationsWords(reason: Reason): Reason {
  return reason.code === 'media.not-audio' ? { code: 'upstream.not-sound', params: {} } : reason;
}
