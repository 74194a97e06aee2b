import type { Reason } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { silentBelowLufs } from './loudness-rules.ts';

/** Pure: what is taken into the library, by what was decoded of it. */

export const shortestMs = 100;
export const longestMs = 6 * 3_600_000;
/** A file that stops early is still worth keeping from here on. */
const shortestRestMs = 1_000;
const wholeFrom = 0.9;

export interface Decoded {
  /** As the file says, if it does. */
  readonly declaredMs: number | null;
  readonly decodedMs: number;
  readonly lufs: number;
}

/** Throws what forbids airing it; otherwise the note to show with it, if any. */
export function judgeIntake({ declaredMs, decodedMs, lufs }: Decoded): Reason | null {
  const truncated = declaredMs !== null && decodedMs < declaredMs * wholeFrom;
  const seconds = Math.round(decodedMs / 1000);
  const params = { seconds, declaredSeconds: Math.round((declaredMs ?? 0) / 1000) };
  if (truncated && decodedMs < shortestRestMs) {
    throw new AppError('recording.truncated', 422, 'The file stops almost at once; copy it again.', { params });
  }
  if (decodedMs < shortestMs) throw new AppError('recording.empty', 422, 'There is no sound in the file.');
  if (decodedMs > longestMs) {
    const hours = longestMs / 3_600_000;
    throw new AppError('recording.too-long', 422, `A recording is at most ${hours} hours long.`, { params: { hours } });
  }
  if (lufs < silentBelowLufs) {
    throw new AppError('recording.silent', 422, 'The file is silent: nobody would hear anything.', {
      params: { lufs },
    });
  }
  return truncated ? { code: 'recording.truncated', params } : null;
}

/** A name for people from a file's name: without its ending. */
export function titleOf(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? fileName;
  return (
    base
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .trim()
      .slice(0, 120) ||
    base.slice(0, 120) ||
    fileName.slice(0, 120)
  );
}
