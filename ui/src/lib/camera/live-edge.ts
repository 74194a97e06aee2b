/** From … to, in seconds of the stream. */
export type Range = readonly [from: number, to: number];

/** Where the player is in what it holds. */
export interface Position {
  readonly at: number;
  /** What it holds, in order. */
  readonly held: readonly Range[];
  readonly rate: number;
}

export interface Steering {
  /** Jump there; null: stay. */
  readonly seekTo: number | null;
  readonly rate: number;
  /** Pictures before it are not needed any more; null: nothing worth the work. */
  readonly forgetBefore: number | null;
}

/** Seconds. A picture comes each fifteenth of one, in bunches on a weak network. */
const aim = 0.15;
const hurryFrom = 0.3;
const jumpFrom = 1;
const hurryRate = 1.05;
const keep = 10;
/** Old pictures are let go by the handful, not one by one. */
const handful = 5;

/** Keeps a player near what comes: trims a small delay by playing faster, jumps over a large one. */
export function steer({ at, held, rate }: Position): Steering {
  const newest = held.at(-1);
  if (!newest) return { seekTo: null, rate: 1, forgetBefore: null };
  const [from, to] = newest;
  const behind = to - at;
  const seekTo = at < from || behind > jumpFrom || behind < -aim ? Math.max(from, to - aim) : null;
  const now = seekTo ?? at;
  const oldest = held[0]?.[0] ?? from;
  return {
    seekTo,
    rate: to - now > (rate > 1 ? aim : hurryFrom) ? hurryRate : 1,
    forgetBefore: now - oldest > keep + handful ? now - keep : null,
  };
}
