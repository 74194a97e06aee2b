import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { framesPerMs } from '../core/wav.ts';
import type { SoundCoder } from '../media/ports.ts';
import type { LocalItem } from './ports.ts';

/** The village's own sound for when a station is away, item by item. */
export interface LocalPlayer {
  /** The next samples; fewer than asked: the item is over, or the disk is behind. */
  take(frames: number): Int16Array;
  /** The item that is played, or comes next; null: none is left. */
  item(): LocalItem | null;
  /** The item is over: the next call to `take` begins another. */
  isBetween(): boolean;
  close(): void;
}

const pieceMs = 30_000;
/** Read again when no more than this is left. */
const aheadFrames = 15_000 * framesPerMs;

/** Reads ahead from the beginning, so that it is there when it is needed. What cannot be read is passed over. */
export function createLocalPlayer(
  items: readonly LocalItem[],
  { decode, log }: { readonly decode: SoundCoder['decode']; readonly log: Logger },
): LocalPlayer {
  const closing = new AbortController();
  const waiting: Int16Array[] = [];
  let frames = 0;
  let index = 0;
  let readMs = 0;
  let reading = false;
  let begun = false;

  const current = () => items[index] ?? null;
  const allRead = () => readMs >= (current()?.durationMs ?? 0);

  async function read(item: LocalItem): Promise<void> {
    const samples = await decode(item.path, readMs, pieceMs, closing.signal);
    if (current() !== item) return;
    readMs = samples.length < pieceMs * framesPerMs ? Infinity : readMs + pieceMs;
    waiting.push(samples);
    frames += samples.length;
  }

  function readAhead(): void {
    const item = current();
    if (!item || reading || allRead() || frames > aheadFrames || closing.signal.aborted) return;
    reading = true;
    read(item)
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        log.warn({ title: item.title, reason: messageOf(error) }, 'local sound cannot be read');
        readMs = Infinity;
      })
      .finally(() => {
        reading = false;
        readAhead();
      });
  }
  readAhead();

  return {
    take(wanted) {
      const taken = new Int16Array(Math.min(wanted, frames));
      for (let at = 0; at < taken.length;) {
        const head = waiting[0] ?? new Int16Array(0);
        const part = head.subarray(0, taken.length - at);
        taken.set(part, at);
        at += part.length;
        if (part.length === head.length) waiting.shift();
        else waiting[0] = head.subarray(part.length);
      }
      frames -= taken.length;
      begun = true;
      if (frames === 0 && allRead() && !reading) {
        index++;
        readMs = 0;
        begun = false;
      }
      readAhead();
      return taken;
    },
    item: current,
    isBetween: () => !begun,
    close: () => closing.abort(new Error('nobody listens to it any more')),
  };
}
