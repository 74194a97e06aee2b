import type { StoredProgramme } from './programme-store.ts';
import { slotKey } from './plan.ts';
import { occurrencesBetween } from './rule.ts';
import { slotId } from './slot-id.ts';
import type { SlotForm, StoredSlot } from './slot-store.ts';

/** A programme, and what its slots copy from it. */
export interface Form {
  readonly programme: StoredProgramme;
  readonly slot: SlotForm;
}

/** The slots of a span of time that are not rows yet, as their rules have them. `rows`: the keys of those that are. */
export function forecast(
  forms: readonly Form[],
  rows: ReadonlySet<string>,
  from: number,
  to: number,
  timeZone: string,
): StoredSlot[] {
  return forms.flatMap((form) => {
    if (!form.programme.enabled) return [];
    return occurrencesBetween(form.programme.rule, from, to, timeZone)
      .filter((occursAt) => !rows.has(slotKey(form.programme.id, occursAt)))
      .map((occursAt) => unchanged(form.slot, occursAt));
  });
}

/** A slot as its rule made it. */
export function unchanged(form: SlotForm, occursAt: number): StoredSlot {
  return {
    ...form,
    id: slotId(form.programmeId, occursAt),
    occursAt,
    startsAt: occursAt,
    state: 'planned',
    skippedBy: null,
    content: null,
    contentApproved: true,
    changedBy: null,
    brokenOff: null,
    decided: null,
    outcome: null,
  };
}
