import type { Camera } from '#contract';

/**
 * Whether a picture on a screen may pass as one of now. It loses its colours when it is older than its limit, when what
 * comes is no picture of now, and when nobody hears of the gateway. Pure; instants are the village's, epoch ms.
 */
export interface PictureFacts {
  readonly now: number;
  /** How long ago what is on the screen was taken; null: nothing is on it. */
  readonly ageMs: number | null;
  /** From when on it is old. */
  readonly limitMs: number;
  readonly camera: Pick<Camera, 'status' | 'cause' | 'live' | 'since' | 'pictureAt'>;
  /** Who brings the pictures says that they are of now; null: it said nothing yet, or is silent. */
  readonly saidLive: boolean | null;
  /** The last word of a gateway that is not heard any more; null: it is heard. */
  readonly gatewayLostAt: number | null;
}

export type PictureSaying =
  /** It is of now. */
  | { readonly kind: 'live'; readonly at: number }
  | { readonly kind: 'gateway-lost' | 'lost' | 'frozen' | 'black'; readonly since: number }
  /** Too old, and it is not known why. */
  | { readonly kind: 'taken'; readonly at: number; readonly ageMs: number }
  /** New, but nobody has said yet that it is of now. */
  | { readonly kind: 'doubtful' }
  /** None yet. */
  | { readonly kind: 'awaited' };

export interface PictureTruth {
  readonly shown: 'live' | 'old' | 'none';
  /** Whole seconds; null: nothing is shown. */
  readonly ageSeconds: number | null;
  readonly says: PictureSaying;
}

/** Video of now is at most so old. */
export const videoLimitMs = 3_000;
/** A still comes each few seconds, of a key frame that was some seconds old. */
export const stillLimitMs = 10_000;

export function truthOf(facts: PictureFacts): PictureTruth {
  const { now, ageMs, limitMs, saidLive } = facts;
  const trouble = troubleOf(facts);
  if (ageMs === null) return { shown: 'none', ageSeconds: null, says: trouble ?? { kind: 'awaited' } };
  const ageSeconds = Math.floor(Math.max(0, ageMs) / 1_000);
  const at = now - ageMs;
  if (trouble) return { shown: 'old', ageSeconds, says: trouble };
  if (ageMs > limitMs) return { shown: 'old', ageSeconds, says: { kind: 'taken', at, ageMs } };
  if (saidLive !== true) return { shown: 'old', ageSeconds, says: { kind: 'doubtful' } };
  return { shown: 'live', ageSeconds, says: { kind: 'live', at } };
}

/** What is known to be wrong. Whoever brings the pictures knows sooner than what is told of the camera. */
function troubleOf({ now, ageMs, camera, saidLive, gatewayLostAt }: PictureFacts): PictureSaying | null {
  if (gatewayLostAt !== null) return { kind: 'gateway-lost', since: gatewayLostAt };
  if (saidLive === true || camera.live) return null;
  const since = Date.parse(camera.since);
  if (camera.cause === 'frozen' || camera.cause === 'black') return { kind: camera.cause, since };
  // After a start nobody knows yet; that is not the same as lost.
  if (camera.status === 'unknown' && camera.cause === null) return null;
  const seen = [camera.pictureAt === null ? null : Date.parse(camera.pictureAt), ageMs === null ? null : now - ageMs];
  const last = Math.max(...seen.filter((at) => at !== null));
  return { kind: 'lost', since: Number.isFinite(last) ? last : since };
}
