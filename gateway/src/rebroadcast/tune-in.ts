import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf } from '../core/errors.ts';
import type { Fetch, Fetched } from './fetch.ts';
import { followHls } from './follow-hls.ts';
import { fromFirstFrame } from './frames.ts';
import { isForPeople, mayBePage, readPage } from './playlist-page.ts';
import { lostLine, pageMs, readText, within } from './reading.ts';

/** What a station's address turned out to be. */
export interface Tuned {
  readonly kind: 'stream' | 'hls';
  /** Of a file of sound, whatever its format; of HLS, its pieces one after the other. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface TuneInParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** A page may name a page, which names the sound. */
const mostPages = 3;
/** Enough to see what it is. */
const headBytes = 512;
const id3 = Buffer.from('ID3', 'latin1');

/** Opens what is behind an address: the sound itself, or the page that names it. Rejects with an `upstream.…`. */
export async function tuneIn(
  address: string,
  lanAllowed: boolean,
  parts: TuneInParts,
  signal: AbortSignal,
): Promise<Tuned> {
  const { fetch, clock } = parts;
  let next = address;
  for (let pages = 0; pages <= mostPages; pages++) {
    const fetched = await fetch(next, lanAllowed, signal);
    const { head, rest } = await beginningOf(fetched, clock, signal);
    if (isForPeople(fetched.contentType, head)) {
      fetched.body.destroy();
      throw new AppError(
        'upstream.html',
        422,
        'This is a page for people: ask the station for the address of its sound.',
      );
    }
    if (!mayBePage(fetched.contentType, head)) {
      return { kind: 'stream', bytes: comesInFrames(fetched.contentType, head) ? fromFirstFrame(rest) : rest };
    }
    const text = await readText(rest, clock, signal);
    const page = readPage(text, fetched.url);
    if (page?.kind === 'hls') {
      return { kind: 'hls', bytes: followHls({ url: fetched.url, text }, lanAllowed, parts, signal) };
    }
    const [first] = page?.urls ?? [];
    if (first === undefined) throw new AppError('upstream.empty-page', 422, 'This page names no sound.');
    next = first;
  }
  throw new AppError('upstream.too-many-redirects', 502, 'The address leads from one to the next without end.');
}

/** Its first bytes, and all of them once more from the beginning. */
async function beginningOf({ body }: Fetched, clock: Clock, signal: AbortSignal) {
  const pieces: Buffer[] = [];
  const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  await within(pageMs, clock, signal, async () => {
    while (pieces.reduce((sum, { length }) => sum + length, 0) < headBytes) {
      const next = await iterator.next();
      if (next.done) return;
      pieces.push(next.value);
      // A slow station's first few bytes say what it is as well.
      if (Buffer.concat(pieces).length >= 16) return;
    }
  }).catch((error: unknown) => {
    body.destroy();
    if (codeOf(error) === 'upstream.no-answer' && pieces.length > 0) throw tooSlow();
    throw lostLine(error);
  });
  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces;
      for (;;) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw lostLine(error);
    } finally {
      body.destroy();
    }
  }
  return { head: Buffer.concat(pieces), rest: rest() };
}

/** MP3 or AAC as it is sent live. A file may begin with a tag, of which nothing is taken away. */
function comesInFrames(contentType: string, head: Buffer): boolean {
  return /^audio\/(x-)?(mpeg|mp3|aacp?)\b/i.test(contentType) && !head.subarray(0, 3).equals(id3);
}

function tooSlow(): AppError {
  return new AppError('upstream.too-slow', 504, 'The station sends less than can be listened to.');
}
