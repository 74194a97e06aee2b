import type { CameraGap } from '../../contract/index.ts';

/** A stretch in which what a camera noticed was heard; epoch ms. `why`: what ended it, null: it lasts or the gateway went off. */
export interface Heard {
  readonly cameraId: string;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly why: string | null;
}

/**
 * What is kept is when a camera was heard: whatever is not covered by it is unknown, a power cut included. `heard`: all
 * that touch the time, and of each camera the last before it, in order. Pure.
 */
export function gapsOf(
  cameraIds: readonly string[],
  heard: readonly Heard[],
  time: { readonly from: number; readonly to: number; readonly now: number },
): CameraGap[] {
  const to = Math.min(time.to, time.now);
  return cameraIds.flatMap((cameraId) => {
    const gaps: CameraGap[] = [];
    let coveredTo = time.from;
    let why: string | null = null;
    for (const stretch of heard) {
      if (stretch.cameraId !== cameraId) continue;
      if (stretch.from > coveredTo && coveredTo < to)
        gaps.push(gap(cameraId, coveredTo, Math.min(stretch.from, to), why));
      const end = stretch.open ? Infinity : stretch.to;
      if (end >= coveredTo || stretch.to <= time.from) why = stretch.why;
      coveredTo = Math.max(coveredTo, end);
    }
    if (coveredTo < to) gaps.push({ ...gap(cameraId, coveredTo, to, why), ...(to === time.now ? { to: null } : {}) });
    return gaps;
  });
}

const gap = (cameraId: string, from: number, to: number, why: string | null): CameraGap => ({
  cameraId,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  why,
});
