import type { Clock } from '../../core/clock/clock.ts';
import type { PictureReader } from '../../media/ports.ts';
import type { StreamSource } from '../ports.ts';
import { createBoxReader, unreadable, type Box } from './boxes.ts';
import { readFragment, type FragmentFacts } from './fragment.ts';
import { readInitSegment, type InitSegment } from './init-segment.ts';
import type { Refusals } from './refusals.ts';
import { openRtspRelay, type RtspRelay } from './rtsp-relay.ts';
import { StreamFailure } from './trouble.ts';

/** What one connection brings, in order. */
export interface Shown {
  onInit(init: InitSegment): void;
  onFragment(bytes: Buffer, facts: FragmentFacts): void;
}

export interface AttemptParts {
  readonly clock: Clock;
  readonly media: Pick<PictureReader, 'copyStream'>;
  readonly source: StreamSource;
  readonly refusals: Pick<Refusals, 'of'>;
  readonly shown: Shown;
  /** What cannot be shown in a browser is not fetched. */
  readonly forBrowsers: boolean;
}

/** From the player's start to the first picture: 1.5 s, and up to a group of pictures more. */
const firstPictureMs = 20_000;
const stallMs = 10_000;
const watchMs = 500;

/** One connection, for as long as it lasts: rejects with why it ended (StreamFailure), or the signal's reason. */
export async function attempt(parts: AttemptParts, signal: AbortSignal): Promise<never> {
  const { clock, media, source, refusals, shown, forBrowsers } = parts;
  const relay = await openRtspRelay({ clock, source, maySign: () => refusals.of(source) === null }, signal);
  const over = new AbortController();
  let lastAt = clock.monotonic();
  let begun = false;
  let failed: (why: unknown) => void = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => (failed = reject));
  const abort = () => failed(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  const read = createBoxReader(
    sort({
      onInit: shown.onInit,
      onFragment(bytes, facts) {
        begun = true;
        lastAt = clock.monotonic();
        shown.onFragment(bytes, facts);
      },
    }),
  );
  const cancel = clock.every(watchMs, () => {
    if (forBrowsers && relay.encoding !== null && relay.encoding !== 'H264') {
      failed(new StreamFailure('unsupported-codec', relay.encoding));
    }
    const quietMs = clock.monotonic() - lastAt;
    if (begun && quietMs > stallMs) failed(new StreamFailure('stalled', 'no picture comes any more'));
    if (!begun && quietMs > firstPictureMs) failed(new StreamFailure('silent', 'no picture came'));
  });
  const copied = media.copyStream(
    relay.uri,
    (bytes) => {
      try {
        read(bytes);
      } catch (error) {
        failed(error);
      }
    },
    over.signal,
  );
  try {
    return await Promise.race([failure, ended(relay, copied)]);
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
    over.abort(new Error('the connection is over'));
    relay.close();
  }
}

/** What the camera said weighs more than what the player made of it. */
async function ended(relay: RtspRelay, copied: Promise<string>): Promise<never> {
  const words = await Promise.race([relay.over, copied]);
  if (typeof words !== 'string') throw words;
  relay.close();
  const why = await relay.over;
  throw why.trouble === 'gone' ? new StreamFailure('gone', withoutAddresses(words).slice(-300), why) : why;
}

/** Some cameras have a password in the path of their streams, and the player names that path. */
function withoutAddresses(words: string): string {
  return words.replace(/rtsps?:\/\/\S+/gi, 'rtsp://…');
}

/** Boxes to the segments that they make up. */
function sort({ onInit, onFragment }: Shown): (box: Box) => void {
  let ftyp: Buffer | null = null;
  let init: InitSegment | null = null;
  let moof: Buffer | null = null;
  return ({ type, bytes }) => {
    if (type === 'ftyp') ftyp = bytes;
    else if (type === 'moov') {
      if (!ftyp || init) throw unreadable('a beginning out of place');
      init = readInitSegment(ftyp, bytes);
      onInit(init);
    } else if (type === 'moof') moof = bytes;
    else if (type === 'mdat') {
      if (!moof || !init) throw unreadable('pictures out of place');
      onFragment(Buffer.concat([moof, bytes]), readFragment(moof, init));
      moof = null;
    }
  };
}
