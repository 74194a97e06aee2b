import type { Priority } from '../contract/index.ts';
import { outranks } from '../core/air/priority.ts';

/** A slot of the day that is not over: instants and lengths in ms. */
export interface ComingSlot {
  readonly startsAt: number;
  readonly durationMs: number;
  readonly priority: Priority;
  /** Somebody took it out: it is judged like the others but takes nobody's minutes. */
  readonly skipped: boolean;
}

/**
 * Judges the slots of one day of the village that are not over, in the order in which they take the zones' minutes: by
 * start, of equal ones the higher priority first. `usedMs`: what a zone has used before the slot, by what was `aired` (ms)
 * that day and by the slots before it, each in the zones where it may sound. A slot belongs to the day it starts on.
 */
export function judgeDay<Slot extends ComingSlot, Answer extends { readonly openZoneIds: readonly string[] }>(
  slots: readonly Slot[],
  aired: ReadonlyMap<string, number>,
  judge: (slot: Slot, usedMs: (zoneId: string) => number) => Answer,
): Map<Slot, Answer> {
  const used = new Map(aired);
  const usedMs = (zoneId: string) => used.get(zoneId) ?? 0;
  const answers = new Map<Slot, Answer>();
  for (const slot of [...slots].sort(inOrder)) {
    const answer = judge(slot, usedMs);
    answers.set(slot, answer);
    if (slot.skipped) continue;
    for (const zoneId of answer.openZoneIds) used.set(zoneId, usedMs(zoneId) + slot.durationMs);
  }
  return answers;
}

function inOrder(a: ComingSlot, b: ComingSlot): number {
  if (a.startsAt !== b.startsAt) return a.startsAt - b.startsAt;
  return Number(outranks(b.priority, a.priority)) - Number(outranks(a.priority, b.priority));
}
