import type { Hold, Slot } from '../contract/index.ts';
import type { StoredSlot } from './slot-store.ts';

/** As it goes over the wire. `holds`: which zones stay silent as things stand; none for what is decided already. */
export function toWire(slot: StoredSlot, holds: readonly Hold[]): Slot {
  const moved = slot.startsAt !== slot.occursAt;
  const changed = slot.skippedBy !== null || moved || slot.content !== null;
  return {
    id: slot.id,
    programmeId: slot.programmeId,
    title: slot.title,
    kind: slot.kind,
    priority: slot.priority,
    zoneIds: [...slot.zoneIds],
    startsAt: iso(slot.startsAt),
    endsAt: iso(slot.startsAt + slot.durationMs),
    state: slot.state,
    override: changed
      ? {
          skipped: slot.skippedBy !== null,
          movedFrom: moved ? iso(slot.occursAt) : null,
          content: slot.content,
          contentApproved: slot.contentApproved,
          by: slot.changedBy ?? slot.skippedBy ?? '',
        }
      : null,
    holds: [...holds],
    outcome: slot.outcome && { ...slot.outcome, at: iso(slot.outcome.at) },
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
