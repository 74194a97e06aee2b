import type { Camera, CameraCause } from '../../contract/index.ts';
import type { Span } from '../../core/month.ts';

/** `gone`: it is registered no more. */
export type CameraState = 'working' | 'out' | 'planned' | 'unknown' | 'gone';

/** From `at` on (epoch ms) a camera was so. */
export interface Turn {
  readonly cameraId: string;
  readonly name: string;
  readonly at: number;
  readonly state: CameraState;
  readonly cause: CameraCause | null;
}

/** When the gateway was there to see; epoch ms. */
export interface Watch {
  readonly since: number;
  readonly until: number;
}

/** A stretch of a camera's time, `to` excluded. */
export interface Stretch extends Span {
  readonly state: Exclude<CameraState, 'gone'>;
  readonly cause: CameraCause | null;
}

/** A picture of now is what a camera is for: slow or thin it works, frozen or black it does not. */
export function stateOf({ maintenance, live, status }: Pick<Camera, 'maintenance' | 'live' | 'status'>): CameraState {
  if (maintenance) return 'planned';
  if (live) return 'working';
  return status === 'unknown' ? 'unknown' : 'out';
}

/**
 * How one camera was in a span of time: its turns in the order they were written, the last one before the span among them. While
 * the gateway was not there to see (`watched`, in order), nothing is known. Pure.
 */
export function stretchesOf(turns: readonly Turn[], watched: readonly Watch[], span: Span): Stretch[] {
  const stretches: Stretch[] = [];
  turns.forEach(({ state, cause, at }, index) => {
    if (state === 'gone') return;
    const from = Math.max(at, span.from);
    const to = Math.min(turns[index + 1]?.at ?? Infinity, span.to);
    let reached = from;
    for (const seen of watched) {
      const seenFrom = Math.max(seen.since, reached);
      const seenTo = Math.min(seen.until, to);
      if (seenFrom >= seenTo) continue;
      if (seenFrom > reached) stretches.push({ from: reached, to: seenFrom, state: 'unknown', cause: null });
      stretches.push({ from: seenFrom, to: seenTo, state, cause });
      reached = seenTo;
    }
    if (to > reached) stretches.push({ from: reached, to, state: 'unknown', cause: null });
  });
  return stretches;
}
