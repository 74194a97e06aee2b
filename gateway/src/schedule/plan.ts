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
  /** The instant its rule gave it. */
  readonly occursAt: number;
  /** When it airs: another one when somebody moved it. */
  readonly startsAt: number;
}

export interface PlanChange {
  readonly add: readonly { readonly programmeId: string; readonly occursAt: number }[];
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
 * that are not over, and `over`: the keys (`programmeId@occursAt`) of those that are. What is over is never touched.
 */
export function planChange(
  programmes: readonly Plannable[],
  standing: readonly StandingSlot[],
  over: ReadonlySet<string>,
  window: PlanWindow,
  timeZone: string,
): PlanChange {
  const wanted = new Map<string, { programmeId: string; occursAt: number }>();
  for (const programme of programmes) {
    if (!programme.enabled) continue;
    // Made while the clock ran ahead, it exists all the same.
    const from = Math.max(window.from, Math.min(programme.since, window.now));
    for (const occursAt of occurrencesBetween(programme.rule, from, window.to, timeZone)) {
      wanted.set(slotKey(programme.id, occursAt), { programmeId: programme.id, occursAt });
    }
  }
  const unwanted = standing.filter((slot) => !wanted.delete(slotKey(slot.programmeId, slot.occursAt)));
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  // Outside the window the rule is asked for the one instant: a slot moved to later than its programme's last change;
  // and all that was planned, when the machine boots with its clock far behind.
  const stillByRule = ({ programmeId, occursAt }: StandingSlot) => {
    const programme = byId.get(programmeId);
    if (!programme?.enabled) return false;
    return occurrencesBetween(programme.rule, occursAt, occursAt + 1, timeZone).length > 0;
  };
  const remove = unwanted.filter((slot) => slot.startsAt > window.now && !stillByRule(slot));
  const add = [...wanted].filter(([key]) => !over.has(key)).map(([, slot]) => slot);
  return { add, remove };
}

export function slotKey(programmeId: string, occursAt: number): string {
  return `${programmeId}@${occursAt}`;
}
