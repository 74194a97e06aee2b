import { minuteMs } from '../core/village-time.ts';

/**
 * A slot is named by its programme and the minute its rule gave it, so that it can be spoken of before it is a row, and
 * no restart can make it twice. (Slots of before this rule keep the ids they have.)
 */
export function slotId(programmeId: string, occursAt: number): string {
  return `${programmeId}-${Math.round(occursAt / minuteMs).toString(36)}`;
}

/** What an id says, if it has that form; six digits go far beyond any calendar, more would not be an instant. */
export function readSlotId(id: string): { readonly programmeId: string; readonly occursAt: number } | null {
  const [, programmeId, minute] = /^(.+)-([0-9a-z]{1,6})$/.exec(id) ?? [];
  if (!programmeId || !minute) return null;
  return { programmeId, occursAt: Number.parseInt(minute, 36) * minuteMs };
}
