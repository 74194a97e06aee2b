import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { framesPerMs } from '../core/wav.ts';
import type { Encoder, SoundCoder } from '../media/ports.ts';
import type { AiredPiece } from './ports.ts';
import { endOfHour } from './segments.ts';
import type { Shelf } from './shelf.ts';

/** Writes what leaves one output into segments. It takes what it can get: nothing on air ever waits for it. */
export interface Recorder {
  take(piece: AiredPiece): void;
  /** Called each second: ends a segment that nothing is added to. */
  look(): void;
  /** Resolves when the last segment is whole. */
  stop(): Promise<void>;
}

export interface RecorderParts {
  readonly outputId: string;
  readonly shelf: Shelf;
  readonly coder: Pick<SoundCoder, 'encode'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** False: the disk has no room. */
  readonly mayKeep: () => boolean;
  readonly onTrouble: (why: Reason) => void;
  readonly onKept: () => void;
}

/** A jump of time, either way, by more than this begins another segment; less is the drift of a card in an hour. */
const seamMs = 200;
/** So long after its last sound a segment is over, and its last page goes to the disk. */
const idleMs = 1_000;
/** Pieces that may wait while a segment is begun; what comes on top is dropped. */
const mostWaiting = 20;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

interface OpenSegment {
  readonly startAt: number;
  readonly encoder: Encoder;
  readonly finished: Promise<void>;
  frames: number;
  addedAt: number;
}

export function createRecorder(parts: RecorderParts): Recorder {
  const { outputId, shelf, coder, clock, log, mayKeep, onTrouble, onKept } = parts;
  const waiting: AiredPiece[] = [];
  let segment: OpenSegment | null = null;
  /** Those that may still write, the open one too. */
  const unfinished = new Set<Promise<void>>();
  let keeping: Promise<void> | null = null;
  let retryAt = -Infinity;
  let retryMs = firstRetryMs;
  let droppedMs = 0;

  const endOf = ({ startAt, frames }: OpenSegment) => startAt + frames / framesPerMs;

  function drop({ samples }: AiredPiece): void {
    droppedMs += samples.length / framesPerMs;
  }

  async function begin(at: number): Promise<OpenSegment> {
    const startAt = Math.round(at);
    const encoder = coder.encode(await shelf.begin(outputId, startAt));
    const finished = encoder.over.then(async (trouble) => {
      if (segment?.encoder === encoder) segment = null;
      await shelf.finish(outputId, startAt).catch(() => undefined);
      if (trouble) return fail(reasonOf(trouble));
      retryMs = firstRetryMs;
      onKept();
    });
    unfinished.add(finished);
    void finished.finally(() => unfinished.delete(finished));
    return { startAt, encoder, finished, frames: 0, addedAt: clock.monotonic() };
  }

  function fail(why: Reason): void {
    retryAt = clock.monotonic() + retryMs;
    retryMs = Math.min(2 * retryMs, longestRetryMs);
    log.warn({ outputId, ...why }, 'aired sound is not kept');
    onTrouble(why);
  }

  function end(): void {
    segment?.encoder.end();
    segment = null;
  }

  async function keep(piece: AiredPiece): Promise<void> {
    if (segment && Math.abs(piece.at - endOf(segment)) > seamMs) end();
    if (!mayKeep() || (!segment && clock.monotonic() < retryAt)) {
      end();
      return drop(piece);
    }
    segment ??= await begin(piece.at);
    // The time of the segment, not of the piece: a sample lies in one of two segments, never in both.
    const left = Math.max(0, Math.round((endOfHour(segment.startAt) - endOf(segment)) * framesPerMs));
    const samples = piece.samples.subarray(0, left);
    if (!segment.encoder.write(samples)) {
      end();
      return drop(piece);
    }
    segment.frames += samples.length;
    segment.addedAt = clock.monotonic();
    shelf.grow(outputId, segment.startAt, endOf(segment));
    if (left > piece.samples.length) return;
    const next = endOf(segment);
    end();
    if (left < piece.samples.length) await keep({ at: next, samples: piece.samples.subarray(left) });
  }

  async function keepAll(): Promise<void> {
    try {
      for (let piece = waiting.shift(); piece; piece = waiting.shift()) await keep(piece);
    } catch (error) {
      fail(reasonOf(error));
    } finally {
      keeping = null;
    }
  }

  return {
    take(piece) {
      if (waiting.length >= mostWaiting) return drop(piece);
      waiting.push(piece);
      keeping ??= keepAll();
    },
    look() {
      if (droppedMs > 0) log.warn({ outputId, droppedMs: Math.round(droppedMs) }, 'aired sound was dropped');
      droppedMs = 0;
      if (segment && clock.monotonic() - segment.addedAt > idleMs) end();
    },
    async stop() {
      await keeping;
      end();
      await Promise.all(unfinished);
    },
  };
}
