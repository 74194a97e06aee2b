import { open, type FileHandle } from 'node:fs/promises';
import type { Reason } from '../contract/index.ts';
import { framesPerMs, sampleRate, type WavSound } from '../core/wav.ts';
import type { CueItem, FileItem } from './bus.ts';
import { readFeed, type FeedReader } from './feed-reader.ts';
import { readChunk, readHeader, soundsAfter } from './file-silence.ts';
import { createSilenceWatch, silenceWindowMs, type SilenceLimits } from './silence-watch.ts';

/** The next samples of a play, and which of its items they belong to. */
export interface Passage {
  readonly item: number;
  readonly samples: Int16Array;
}

export interface SoundReader {
  /** The next samples, at most `frames`; null: none are here yet, or none are left (`ended`). */
  take(frames: number): Passage | null;
  /** True when everything has been taken. */
  ended(): boolean;
  /** True when the first samples wait, or it is known that there are none. */
  ready(): boolean;
  problem(item: number): Reason | null;
  /** Lets go of the files. */
  close(): void;
}

/** So much is always read before it is needed: neither a slow disk nor a busy libuv pool is heard. */
const readAheadFrames = 12 * sampleRate;

export interface ReadingManner {
  /** After the last item comes the first again. */
  readonly loops?: boolean;
  /** What in a file is a fault, after which the next item begins at once; null: it may be as silent as it likes. */
  readonly silence?: SilenceLimits | null;
  /** Called once `ready()` is true. */
  readonly onReady?: () => void;
}

/** What waits to be taken: a piece of a file, or all of a feed. */
type Waiting =
  | { readonly item: number; readonly samples: Int16Array; taken: number }
  | { readonly item: number; readonly feed: FeedReader };

/**
 * Reads the items of one play one after the other, ahead of time; what cannot be played is passed over. A file that
 * falls silent is left, as if it ended there.
 */
export function createSoundReader(
  items: readonly CueItem[],
  { loops = false, silence = null, onReady = () => undefined }: ReadingManner = {},
): SoundReader {
  const waiting: Waiting[] = [];
  const problems: (Reason | null)[] = items.map(() => null);
  let waitingFrames = 0;
  let found = 0;
  let allRead = false;
  let closed = false;
  let onRoom: (() => void) | null = null;

  const room = () =>
    waitingFrames < readAheadFrames || closed
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          onRoom = resolve;
        });

  function wait(what: Waiting): void {
    waiting.push(what);
    if (found++ === 0) onReady();
  }

  async function readItem(index: number, item: CueItem): Promise<void> {
    if ('feed' in item) return wait({ item: index, feed: readFeed(item) });
    if ('pauseMs' in item) return pause(index, Math.round(item.pauseMs * framesPerMs));
    let file: FileHandle;
    try {
      file = await open(item.path);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      problems[index] = missing ? reason('audio.file-missing', item) : broken(item, String(error));
      return;
    }
    try {
      const sound = await readHeader(file);
      if ('refused' in sound) {
        problems[index] = broken(item, sound.refused);
        return;
      }
      if (sound.sound.truncated) problems[index] = broken(item, 'it is cut short');
      await readSamples(index, item, file, sound.sound, Math.round((item.fromMs ?? 0) * framesPerMs));
    } catch (error) {
      problems[index] = broken(item, String(error));
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  async function pause(index: number, frames: number): Promise<void> {
    for (let left = frames; left > 0; left -= sampleRate) {
      await room();
      if (closed) return;
      keep(index, new Int16Array(Math.min(sampleRate, left)));
    }
  }

  async function readSamples(
    index: number,
    item: FileItem,
    file: FileHandle,
    sound: WavSound,
    from: number,
  ): Promise<void> {
    const watch = silence && createSilenceWatch(silence);
    let read = from;
    while (read < sound.frames) {
      await room();
      if (closed) return;
      const samples = await readChunk(file, sound, read);
      read += samples.length;
      if (!silence || !watch?.hears(samples)) {
        keep(index, samples);
        continue;
      }
      keep(index, fadedOut(samples, watch.silentMs() - silence.forMs));
      const silentFromMs = Math.max(0, Math.floor((read - from) / framesPerMs) - watch.silentMs());
      const began = from > 0 || silentFromMs >= silenceWindowMs;
      // Silence at the end of what was heard is no fault, and nobody has to wait for its end.
      if (began && !(await soundsAfter(file, sound, read, silence))) return;
      const atSeconds = began ? Math.round(silentFromMs / 1_000 + from / sampleRate) : 0;
      problems[index] = { code: 'audio.silent', params: { title: item.title, atSeconds } };
      return;
    }
  }

  function keep(index: number, samples: Int16Array): void {
    if (samples.length === 0) return;
    waitingFrames += samples.length;
    wait({ item: index, samples, taken: 0 });
  }

  /** True when there was sound in them. */
  async function readItems(): Promise<boolean> {
    const before = found;
    for (const [index, item] of items.entries()) {
      if (closed) break;
      await readItem(index, item);
    }
    return found > before;
  }

  void (async () => {
    // A round without a sample (every file gone) would be turned for ever.
    while ((await readItems()) && loops && !closed);
    allRead = true;
    if (found === 0) onReady();
  })();

  /** What is next; a feed that is over makes room for what follows it. */
  function head(): Waiting | undefined {
    for (let first = waiting[0]; first && 'feed' in first && first.feed.ended(); first = waiting[0]) waiting.shift();
    return waiting[0];
  }

  return {
    take(frames) {
      const next = head();
      if (!next) return null;
      if ('feed' in next) {
        const samples = next.feed.take(frames);
        return samples && { item: next.item, samples };
      }
      const samples = next.samples.subarray(next.taken, next.taken + frames);
      next.taken += samples.length;
      waitingFrames -= samples.length;
      if (next.taken === next.samples.length) waiting.shift();
      if (onRoom && waitingFrames < readAheadFrames) {
        onRoom();
        onRoom = null;
      }
      return { item: next.item, samples };
    },
    ended: () => allRead && !head(),
    ready: () => allRead || waiting.length > 0,
    problem: (item) => problems[item] ?? null,
    close() {
      closed = true;
      waiting.length = 0;
      waitingFrames = 0;
      onRoom?.();
    },
  };
}

const fadeFrames = 5 * framesPerMs;

/** Without its last `ms`, and without an edge where it ends now. */
function fadedOut(samples: Int16Array, ms: number): Int16Array {
  const kept = samples.slice(0, Math.max(0, samples.length - ms * framesPerMs));
  const fade = Math.min(fadeFrames, kept.length);
  for (let i = 1; i <= fade; i++) kept[kept.length - i] = Math.round(((kept[kept.length - i] ?? 0) * (i - 1)) / fade);
  return kept;
}

function reason(code: string, item: FileItem, detail?: string): Reason {
  return { code, params: { title: item.title, ...(detail === undefined ? {} : { detail }) } };
}

function broken(item: FileItem, detail: string): Reason {
  return reason('audio.file-broken', item, detail);
}
