/** How far something was (0…1), and when (ms). */
export interface Reached {
  readonly at: number;
  readonly share: number;
}

/** Below this nobody can tell. */
const enoughShare = 0.03;
const step = 5;

/** Seconds until it is done, at the pace it had so far, in fives; null: too early to say. */
export function secondsLeft(from: Reached, now: Reached): number | null {
  const done = now.share - from.share;
  if (done < enoughShare || now.at <= from.at) return null;
  const seconds = ((now.at - from.at) / done / 1_000) * (1 - now.share);
  return Math.max(step, Math.ceil(seconds / step) * step);
}
