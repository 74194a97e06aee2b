import type { FragmentFacts } from './fragment.ts';

/** What a stream brought, a fragment each. `atMs`: by the monotonic clock. */
export interface Mark extends FragmentFacts {
  readonly atMs: number;
  readonly bytes: number;
}

export interface Rates {
  readonly fps: number;
  readonly kbps: number;
}

/** So many seconds are measured: two groups of pictures of most cameras, so that a large key frame is weighed with what follows it. */
export const measuredMs = 5_000;

/** The marks that still count, the new one with them. */
export function withMark(marks: readonly Mark[], mark: Mark): Mark[] {
  return [...marks.filter(({ atMs }) => mark.atMs - atMs < measuredMs), mark];
}

/** What was held back while it was found out what the stream is comes all at once, and says nothing of its pace. */
const burstMs = 250;
const firstMs = 2_000;

/** Over the last seconds, or since `begunMs` where that is later; null: it has not lasted long enough to tell. Pure. */
export function ratesOf(marks: readonly Mark[], begunMs: number, nowMs: number): Rates | null {
  if (nowMs - begunMs < firstMs) return null;
  const from = Math.max(begunMs + burstMs, nowMs - measuredMs);
  const seconds = (nowMs - from) / 1_000;
  const counted = marks.filter(({ atMs }) => atMs > from);
  const pictures = counted.reduce((sum, mark) => sum + mark.pictures, 0);
  const bytes = counted.reduce((sum, mark) => sum + mark.bytes, 0);
  return { fps: rounded(pictures / seconds), kbps: Math.round((bytes * 8) / 1_000 / seconds) };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
