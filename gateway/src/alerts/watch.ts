import type { Camera } from '../contract/index.ts';

/** What the rules want to know of a camera. */
export type WatchedCamera = Pick<Camera, 'id' | 'name' | 'cabinet' | 'maintenance' | 'status' | 'cause'>;

/** A camera, and since when something is wrong with it, by the monotonic clock. null: nothing, or somebody works on it. */
export interface Watched {
  readonly camera: WatchedCamera;
  readonly badSinceMs: number | null;
  /** Likewise since when nothing comes of it: its power or its network may be the cause, which it shares with others. */
  readonly lostSinceMs: number | null;
  /** Since when it is well, as far as anybody knows. */
  readonly wellSinceMs: number | null;
}

export type Watch = ReadonlyMap<string, Watched>;

/**
 * A camera as it is now, and since when (`sinceMs`, monotonic). While its status is unknown nothing is known: what was bad is
 * neither better nor worse. Who was just worked on is given the whole wait.
 */
export function look(before: Watched | undefined, camera: WatchedCamera, nowMs: number, sinceMs: number): Watched {
  const { badSinceMs = null, lostSinceMs = null, wellSinceMs = null } = before ?? {};
  if (camera.maintenance) return { camera, badSinceMs: null, lostSinceMs: null, wellSinceMs: null };
  if (camera.status === 'online') {
    return { camera, badSinceMs: null, lostSinceMs: null, wellSinceMs: wellSinceMs ?? nowMs };
  }
  if (camera.status === 'unknown') return { camera, badSinceMs, lostSinceMs, wellSinceMs };
  const from = before?.camera.maintenance ? nowMs : sinceMs;
  return {
    camera,
    badSinceMs: badSinceMs ?? from,
    lostSinceMs: isLost(camera) ? (lostSinceMs ?? from) : null,
    wellSinceMs: null,
  };
}

function isLost({ status, cause }: WatchedCamera): boolean {
  return status === 'offline' || (status === 'degraded' && (cause === 'stream-silent' || cause === 'stream-stalled'));
}
