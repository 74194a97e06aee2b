import { AppError } from '../core/errors.ts';
import { chooseVariant, comingSegments, readMedia, type HlsMedia, type HlsSegment } from './hls.ts';
import { lostLine, readText, within } from './reading.ts';
import type { TuneInParts } from './tune-in.ts';

/** Ten seconds of the best sound are 400 KB; with pictures, a few megabytes. */
const largestSegmentBytes = 16 * 1024 * 1024;
const segmentMs = 20_000;
/** A playlist, or a piece, that cannot be had so often in a row is gone. */
const mostFailures = 3;
const retryMs = 1_000;

/** The pieces of an HLS station one after the other, as they appear (RFC 8216 §6.3). Ends when the station says so. */
export async function* followHls(
  page: { readonly url: URL; readonly text: string },
  lanAllowed: boolean,
  { fetch, clock }: TuneInParts,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  async function pageAt(url: string): Promise<{ url: URL; text: string }> {
    const fetched = await fetch(url, lanAllowed, signal);
    try {
      return { url: fetched.url, text: await readText(fetched.body, clock, signal) };
    } catch (error) {
      signal.throwIfAborted();
      throw lostLine(error);
    } finally {
      fetched.body.destroy();
    }
  }

  /** All of it before any of it: half a piece is a click. */
  async function pieceAt(url: string): Promise<Uint8Array[]> {
    const { body } = await fetch(url, lanAllowed, signal);
    try {
      return await within(segmentMs, clock, signal, async () => {
        const pieces: Uint8Array[] = [];
        let length = 0;
        for await (const piece of body as AsyncIterable<Uint8Array>) {
          pieces.push(piece);
          length += piece.length;
          if (length > largestSegmentBytes) {
            throw new AppError('upstream.piece-too-large', 422, 'A piece of the sound is too large.');
          }
        }
        return pieces;
      });
    } catch (error) {
      signal.throwIfAborted();
      throw lostLine(error);
    } finally {
      body.destroy();
    }
  }

  /** Some failures are those of a moment. */
  async function patiently<T>(act: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await act();
      } catch (error) {
        signal.throwIfAborted();
        if (failures === mostFailures) throw error;
        await clock.sleep(retryMs, signal);
      }
    }
  }

  const variant = chooseVariant(page.text, page.url);
  let current = variant === null ? page : await pageAt(variant);
  if (chooseVariant(current.text, current.url) !== null) {
    throw new AppError('upstream.hls-unsupported', 422, 'Its playlist leads to another list of playlists.');
  }
  let last: number | null = null;
  let map: string | null = null;
  for (;;) {
    const media: HlsMedia = readMedia(current.text, current.url);
    const coming: readonly HlsSegment[] = comingSegments(media, last);
    for (const segment of coming) {
      if (segment.map !== null && segment.map !== map) yield* await patiently(() => pieceAt(segment.map ?? ''));
      map = segment.map;
      // A piece that is gone is left out; the next ones tell whether the station is.
      const got = await patiently(() => pieceAt(segment.url)).catch((error: unknown) => {
        signal.throwIfAborted();
        if (segment === coming.at(-1)) throw error;
        return [];
      });
      yield* got;
      last = segment.sequence;
    }
    if (media.ended) return;
    // §6.3.4: after what changed nothing, half the time.
    await clock.sleep(coming.length > 0 ? media.targetMs : media.targetMs / 2, signal);
    const { url } = current;
    current = await patiently(() => pageAt(url.href));
  }
}
