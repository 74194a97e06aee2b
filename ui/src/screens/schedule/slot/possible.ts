import type { Permission, Slot } from '#contract';
import { lookOf } from '../../../lib/day-strip.ts';
import { villageMoment } from '../../../lib/time.ts';

export type SlotAction = 'skip' | 'skip-day' | 'postpone' | 'move' | 'replace' | 'restore' | 'approve' | 'air-again';

export interface PossibleFacts {
  readonly slot: Slot;
  /** Of the same programme on the same day, itself included. */
  readonly siblings: readonly Slot[];
  readonly now: number;
  readonly may: (permission: Permission) => boolean;
}

/** What one tap can do to this slot as it stands. */
export function possibleActions({ slot, siblings, now, may }: PossibleFacts): SlotAction[] {
  if (slot.state === 'ended') return may('broadcast') ? ['air-again'] : [];
  if (!isAhead(slot, now)) return [];
  const waits = slot.override?.contentApproved === false && !slot.override.skipped;
  const approve: SlotAction[] = waits && may('approve') ? ['approve'] : [];
  if (!may('schedule')) return approve;
  if (slot.override?.skipped) return ['restore'];
  const whole: SlotAction[] = siblings.length > 1 ? ['skip-day'] : [];
  const restore: SlotAction[] = slot.override ? ['restore'] : [];
  return [...approve, 'skip', ...whole, 'postpone', 'move', 'replace', ...restore];
}

/** Those of the same programme that are still to come on the same day of the village. */
export function siblingsOf(slot: Slot, slots: readonly Slot[], now: number, timeZone: string): Slot[] {
  const { date } = villageMoment(slot.startsAt, timeZone);
  return slots.filter(
    (other) =>
      slot.programmeId !== null &&
      other.programmeId === slot.programmeId &&
      isAhead(other, now) &&
      lookOf(other) !== 'skipped' &&
      villageMoment(other.startsAt, timeZone).date === date,
  );
}

function isAhead({ state, startsAt }: Slot, now: number): boolean {
  return state === 'planned' && Date.parse(startsAt) > now;
}
