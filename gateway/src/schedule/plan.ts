import type { Rule } from '../contract/index.ts';
import { occurrencesBetween } from './rule.ts';

/** What planning needs of a programme. */
export interface Plannable {
  readonly id: string;
  readonly rule: Rule;
  readonly enabled: boolean;
  /** Slots before this instant are not made up afterwards: the programme (or this form of it) did not exist then. */
  readonly since: number;
}

/** A slot as it stands in the table. */
export interface StandingSlot {
  readonly id: string;
  readonly programmeId: string;
  readonly zoneIds: readonly string[];
  readonly startsAt: number;
}

export interface PlanChange {
  readonly add: readonly { readonly programmeId: string; readonly startsAt: number }[];
  readonly remove: readonly StandingSlot[];
}

export interface PlanWindow {
  /** What has begun by now is nobody's to take away: it gets its outcome. */
  readonly now: number;
  /** Slots from here on may be made: what was missed while the gateway was off is made too, to get its outcome. */
  readonly from: number;
  readonly to: number;
}

/**
 * What to change so that the table holds each slot of the window exactly once. `standing`: the slots from then on
 * that are not over, and `over`: the keys (`programmeId@startsAt`) of those that are. What is over is never touched.
 */
export function planChange(
  programmes: readonly Plannable[],
  standing: readonly StandingSlot[],
  over: ReadonlySet<string>,
  window: PlanWindow,
  timeZone: string,
): PlanChange {
  const wanted = new Map<string, { programmeId: string; startsAt: number }>();
  for (const programme of programmes) {
    if (!programme.enabled) continue;
    // Made while the clock ran ahead, it exists all the same.
    const from = Math.max(window.from, Math.min(programme.since, window.now));
    for (const startsAt of occurrencesBetween(programme.rule, from, window.to, timeZone)) {
      wanted.set(slotKey(programme.id, startsAt), { programmeId: programme.id, startsAt });
    }
  }
  const unwanted = standing.filter((slot) => !wanted.delete(slotKey(slot.programmeId, slot.startsAt)));
  // After a boot with the clock far behind, everything planned lies beyond the window: it stays, and so do its skips.
  const beyond = (slot: StandingSlot) =>
    slot.startsAt >= window.to &&
    programmes.some(({ id, enabled, rule }) => {
      if (id !== slot.programmeId || !enabled) return false;
      return occurrencesBetween(rule, slot.startsAt, slot.startsAt + 1, timeZone).length > 0;
    });
  const remove = unwanted.filter((slot) => slot.startsAt > window.now && !beyond(slot));
  const add = [...wanted].filter(([key]) => !over.has(key)).map(([, slot]) => slot);
  return { add, remove };
}

export function slotKey(programmeId: string, startsAt: number): string {
  return `${programmeId}@${startsAt}`;
}
