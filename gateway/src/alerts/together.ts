import { lostTogether } from '../core/lost-together.ts';
import type { Watch, Watched } from './watch.ts';

export interface LostTogether {
  /** null: more than one thing, or nobody said which. */
  readonly cabinet: string | null;
  readonly members: readonly Watched[];
}

/**
 * What was lost together with this camera, when that is too much to be chance. Of one cabinet two that are half of it are enough,
 * for somebody has said that they hang on one switch; three are enough in any. Of the whole village it takes half of all its
 * cameras, three at least (or the only two): they may have nothing in common. Pure.
 */
export function lostTogetherWith(first: Watched, watch: Watch): LostTogether | null {
  const inUse = [...watch.values()].filter(({ camera }) => !camera.maintenance);
  const lost = inUse.filter((other) => areTogether(first, other));
  const { cabinet } = first.camera;
  const here = (one: Watched) => one.camera.cabinet === cabinet;
  if (cabinet === null || !lost.every(here)) {
    const most = lost.length >= 3 && lost.length * 2 >= inUse.length;
    if (most || (lost.length === 2 && inUse.length === 2)) return { cabinet: null, members: lost };
  }
  if (cabinet === null) return null;
  const members = lost.filter(here);
  const enough = members.length >= 3 || (members.length === 2 && inUse.filter(here).length <= 4);
  return enough ? { cabinet, members } : null;
}

export function areTogether(one: Watched, other: Watched): boolean {
  return lostTogether(one.lostSinceMs, other.lostSinceMs);
}
