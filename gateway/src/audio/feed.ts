import { sampleRate } from '../core/wav.ts';

/** Sound that arrives while it plays: a ring in shared memory that one thread writes and every bus reads for itself. */
export interface Feed {
  /** Goes into a `CueItem`, across threads. */
  readonly memory: SharedArrayBuffer;
  /** 48 kHz mono s16 samples, whenever they come. Over the capacity the oldest are overwritten. */
  write(samples: Int16Array): void;
  /** Nothing more will come: what was written is still heard, then the item is over. Safe twice. */
  end(): void;
}

/** A feed as a bus sees it. Frames count from the first that was written. */
export interface FeedMemory {
  written(): number;
  ended(): boolean;
  /** The oldest frame that will not be overwritten while it is read. */
  oldest(): number;
  /** The samples of these frames; silence for what was not written yet, or is gone. */
  copy(from: number, frames: number): Int16Array;
}

/** Before the samples: how many frames were written, and whether it has ended. */
const headBytes = 16;
const writtenAt = 0;
const endedAt = 1;
/** The writer may be this far into the oldest samples while somebody reads them. */
const marginFrames = sampleRate / 2;

export function createFeed(seconds: number): Feed {
  const capacity = Math.round(seconds * sampleRate);
  const memory = new SharedArrayBuffer(headBytes + 2 * capacity);
  const { head, ring } = viewsOf(memory);
  let written = 0;
  return {
    memory,
    write(samples) {
      const kept = samples.subarray(Math.max(0, samples.length - capacity));
      const at = (written + samples.length - kept.length) % capacity;
      const first = kept.subarray(0, capacity - at);
      ring.set(first, at);
      ring.set(kept.subarray(first.length), 0);
      written += samples.length;
      Atomics.store(head, writtenAt, BigInt(written));
    },
    end: () => void Atomics.store(head, endedAt, 1n),
  };
}

export function openFeed(memory: SharedArrayBuffer): FeedMemory {
  const { head, ring } = viewsOf(memory);
  const written = () => Number(Atomics.load(head, writtenAt));
  const oldest = () => Math.max(0, written() - ring.length + Math.min(marginFrames, ring.length >> 1));
  return {
    written,
    ended: () => Atomics.load(head, endedAt) === 1n,
    oldest,
    copy(from, frames) {
      const samples = new Int16Array(frames);
      const first = Math.max(from, oldest());
      const last = Math.min(from + frames, written());
      for (let at = first; at < last; at++) samples[at - from] = ring[at % ring.length] ?? 0;
      return samples;
    },
  };
}

function viewsOf(memory: SharedArrayBuffer) {
  return { head: new BigInt64Array(memory, 0, headBytes / 8), ring: new Int16Array(memory, headBytes) };
}
