import type { Hold, Reason } from '../contract/index.ts';
import { newId } from '../core/ids.ts';
import type { Announced } from './as-run.ts';
import type { SlotToAir } from './slot-to-air.ts';
import type { EndCause } from './outcome.ts';
import type { AirZone, OutcomeWords } from './ports.ts';

/** What the air log says of a slot that did not come to a run. */
export type UnairedSlot = Pick<SlotToAir, 'id' | 'title' | 'priority' | 'zoneIds' | 'startsAt'>;

/** A slot as a broadcast, with a new id for each time it is tried. */
export function announce({ id, title, priority, startsAt }: UnairedSlot): Announced {
  const plannedAt = startsAt;
  return { id: newId(), slotId: id, title, priority, drill: false, startsAt, plannedAt, startedBy: null, reason: null };
}

export function quietReason(zones: readonly AirZone[]): Reason {
  return { code: 'slot.quiet-hours', params: { zones: zones.map((zone) => zone.name).join(', ') } };
}

export function quietHold(zones: readonly AirZone[]): Hold {
  return { zoneIds: zones.map((zone) => zone.id), reason: quietReason(zones) };
}

/** Of a slot that was ended while it waited; null: it is decided anew. */
export function wordsOf(cause: EndCause): OutcomeWords | null {
  if (cause.kind === 'skipped') return { kind: 'skipped', code: 'slot.skipped', params: { by: cause.by } };
  if (cause.kind === 'stopped') return { kind: 'skipped', code: 'slot.stopped-waiting', params: { by: cause.by } };
  return null;
}

/** What was heard of a slot before it was broken off is its outcome, whatever keeps it from going on. */
export function wordsOfBroken({ brokenOff }: Pick<SlotToAir, 'brokenOff'>): OutcomeWords | null {
  if (!brokenOff) return null;
  const airedSeconds = Math.round(brokenOff.airedMs / 1_000);
  const by = brokenOff.preEmptedBy;
  if (by !== null) return { kind: 'pre-empted', code: 'broadcast.not-made-up', params: { by, airedSeconds } };
  return { kind: 'aired-partly', code: 'broadcast.interrupted', params: { airedSeconds } };
}
