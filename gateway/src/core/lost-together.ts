/** What dies together is lost within this: a relay is asked after twenty seconds of silence, a camera is missed sooner. */
export const togetherMs = 30_000;

/**
 * Whether these, two at least, are all lost and were within `togetherMs` of each other: not each of them is out of order, their
 * power or their network is. Each says since when, all by one clock; null: it is not lost. How many are too many to be chance is
 * for whoever asks to say. Pure.
 */
export function lostTogether(...sinceMs: readonly (number | null)[]): boolean {
  const lost = sinceMs.filter((since) => since !== null);
  if (lost.length < 2 || lost.length < sinceMs.length) return false;
  return Math.max(...lost) - Math.min(...lost) <= togetherMs;
}
