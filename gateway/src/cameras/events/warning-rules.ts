import type { CameraEventKind, CameraWarningRule } from '../../contract/index.ts';
import { toLocal } from '../../core/village-time.ts';

/** What a proposal depends on. */
export interface Occasion {
  readonly kind: CameraEventKind;
  readonly cameraId: string;
  readonly zoneIds: readonly string[];
  /** Epoch ms. */
  readonly at: number;
  /** Our own loudspeakers sound near it. */
  readonly duringBroadcast: boolean;
  /** When one was proposed for this camera last. */
  readonly lastAt: number | null;
}

/** So long a proposal waits for somebody. */
export const waitsMs = 60_000;
/** Whoever sent one away is not asked again at once. */
const restMs = 300_000;

/** Somebody moves at night where a warning is prepared, and there is a loudspeaker: shall a person be asked? Pure. */
export function proposes(rule: CameraWarningRule, occasion: Occasion, timeZone: string): boolean {
  const { kind, cameraId, zoneIds, at, duringBroadcast, lastAt } = occasion;
  if (kind !== 'motion' && kind !== 'line-crossed') return false;
  if (rule.recordingId === null || !rule.cameraIds.includes(cameraId) || zoneIds.length === 0) return false;
  if (duringBroadcast) return false;
  if (lastAt !== null && at >= lastAt && at - lastAt < restMs) return false;
  return isWithin(rule, toLocal(at, timeZone).time);
}

function isWithin({ from, to }: Pick<CameraWarningRule, 'from' | 'to'>, time: string): boolean {
  if (from === to) return true;
  return from < to ? time >= from && time < to : time >= from || time < to;
}
