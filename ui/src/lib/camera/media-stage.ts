import { createAppendQueue } from './append-queue.ts';
import { steer, type Range } from './live-edge.ts';

/** Where fragments become pictures: Media Source Extensions before one video element. */
export interface MediaStage {
  readonly mime: string;
  /** An initialisation segment: what was held goes, what follows is shown from its beginning on. */
  begin(initialisation: ArrayBuffer): void;
  add(fragments: ArrayBuffer): void;
  /** How far what is shown lies behind what is held, ms. */
  behindMs(): number;
  close(): void;
}

export interface MediaStageParts {
  readonly video: HTMLVideoElement;
  readonly mime: string;
  /** It cannot go on: begin with a new one. */
  readonly onbroken: () => void;
}

/** About a quarter of a minute of a large stream. */
const mostWaitingBytes = 8 * 1024 * 1024;

/** iPhones have the managed one only, from iOS 17.1 on. */
interface ManagedWindow {
  readonly ManagedMediaSource?: typeof MediaSource;
}

function mediaSource(): typeof MediaSource | undefined {
  return globalThis.MediaSource ?? (globalThis as ManagedWindow).ManagedMediaSource;
}

/** A browser that does not say when it showed a picture cannot be asked how old that is. */
export const canTellFrames = 'requestVideoFrameCallback' in HTMLVideoElement.prototype;

/** True when this browser can show it as video. */
export function canShow(mime: string): boolean {
  return mediaSource()?.isTypeSupported(mime) ?? false;
}

export function openMediaStage({ video, mime, onbroken }: MediaStageParts): MediaStage {
  const Source = mediaSource();
  if (!Source) throw new Error('this browser shows no media source');
  const source = new Source();
  const url = URL.createObjectURL(source);
  const queue = createAppendQueue(mostWaitingBytes);
  let buffer: SourceBuffer | null = null;
  /** Comes before what is in the queue. */
  let initialisation: ArrayBuffer | null = null;
  let emptying = false;
  let closed = false;

  function fail(): void {
    if (closed) return;
    close();
    onbroken();
  }

  function held(): Range[] {
    const { buffered } = video;
    return Array.from({ length: buffered.length }, (_, index) => [buffered.start(index), buffered.end(index)] as const);
  }

  function follow(): void {
    const { seekTo, rate, forgetBefore } = steer({ at: video.currentTime, held: held(), rate: video.playbackRate });
    if (seekTo !== null) video.currentTime = seekTo;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (forgetBefore !== null && buffer && !buffer.updating) buffer.remove(0, forgetBefore);
  }

  /** Gives the next piece to the browser as soon as it takes one. */
  function pump(): void {
    if (!buffer || buffer.updating || source.readyState !== 'open') return;
    try {
      if (emptying) {
        emptying = false;
        if (buffer.buffered.length > 0) return buffer.remove(0, Infinity);
      }
      if (initialisation) {
        const bytes = initialisation;
        initialisation = null;
        return buffer.appendBuffer(bytes);
      }
      const bytes = queue.take();
      if (bytes) buffer.appendBuffer(bytes);
    } catch {
      // Full (QuotaExceededError), or it refuses what comes: neither heals by waiting.
      fail();
    }
  }

  function onUpdated(): void {
    if (closed) return;
    follow();
    pump();
  }

  function close(): void {
    closed = true;
    queue.clear();
    video.removeEventListener('error', fail);
    URL.revokeObjectURL(url);
  }

  source.addEventListener(
    'sourceopen',
    () => {
      if (closed) return;
      try {
        source.duration = Infinity;
        buffer = source.addSourceBuffer(mime);
        buffer.mode = 'segments';
        buffer.addEventListener('updateend', onUpdated);
        buffer.addEventListener('error', fail);
        pump();
      } catch {
        fail();
      }
    },
    { once: true },
  );
  video.addEventListener('error', fail);
  // A managed source plays only where it cannot be cast away to a television.
  video.disableRemotePlayback = true;
  video.src = url;

  return {
    mime,
    begin(bytes) {
      queue.clear();
      if (buffer && !buffer.updating && source.readyState === 'open') buffer.abort();
      emptying = true;
      initialisation = bytes;
      pump();
    },
    add(bytes) {
      if (closed) return;
      if (queue.add(bytes)) pump();
      else fail();
    },
    behindMs() {
      const { buffered, currentTime } = video;
      return buffered.length === 0 ? 0 : Math.max(0, buffered.end(buffered.length - 1) - currentTime) * 1_000;
    },
    close,
  };
}
