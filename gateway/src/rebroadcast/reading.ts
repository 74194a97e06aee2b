import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { largestPageBytes } from './playlist-page.ts';

/** A page, or the first bytes of a sound, may take so long. */
export const pageMs = 8_000;

/** All of a small text. Throws `upstream.page-too-long`, `upstream.no-answer`. */
export async function readText(bytes: AsyncIterable<Uint8Array>, clock: Clock, signal: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = [];
  await within(pageMs, clock, signal, async () => {
    let length = 0;
    for await (const piece of bytes) {
      pieces.push(piece);
      length += piece.length;
      if (length > largestPageBytes) {
        throw new AppError('upstream.page-too-long', 422, 'The page that should name the sound has no end.');
      }
    }
  });
  return Buffer.concat(pieces).toString('utf8');
}

/** Rejects with `upstream.no-answer` when it takes longer. */
export async function within<T>(ms: number, clock: Clock, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([signal, done.signal])).then(() => {
    throw new AppError('upstream.no-answer', 504, 'The station does not answer.');
  });
  try {
    return await Promise.race([act(), late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}

/** The line broke while something was on its way. */
export function lostLine(error: unknown): unknown {
  if (error instanceof AppError) return error;
  return new AppError('upstream.line-lost', 502, 'The line to the station broke.', { cause: error });
}
