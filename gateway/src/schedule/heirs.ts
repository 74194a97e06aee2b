import { addDays, toInstant, toLocal } from '../core/village-time.ts';
import type { Plannable, StandingSlot } from './plan.ts';
import { occurrencesBetween } from './rule.ts';

/**
 * A series gets another time, and somebody had skipped, moved or replaced single slots of it: which slot of the new rule
 * takes the place of each, by the id of the old one. It is the nearest new one of that day of the village; a day that has
 * no slot any more has nothing to be changed. `before`: the programmes as they were. Pure.
 */
export function heirsOf(
  gone: readonly StandingSlot[],
  programmes: readonly Plannable[],
  before: readonly Plannable[],
  now: number,
  timeZone: string,
): Map<string, { programmeId: string; occursAt: number }> {
  const heirs = new Map<string, { programmeId: string; occursAt: number }>();
  const taken = new Set<string>();
  for (const { id, programmeId, occursAt } of [...gone].sort((a, b) => a.occursAt - b.occursAt)) {
    const programme = programmes.find((one) => one.id === programmeId);
    const was = before.find((one) => one.id === programmeId);
    if (!programme?.enabled || !was) continue;
    const { date } = toLocal(occursAt, timeZone);
    const from = toInstant({ date, time: '00:00' }, timeZone);
    const to = toInstant({ date: addDays(date, 1), time: '00:00' }, timeZone);
    const old = new Set(occurrencesBetween(was.rule, from, to, timeZone));
    const [nearest] = occurrencesBetween(programme.rule, from, to, timeZone)
      .filter((at) => at > now && !old.has(at) && !taken.has(`${programmeId} ${at}`))
      .sort((a, b) => Math.abs(a - occursAt) - Math.abs(b - occursAt));
    if (nearest === undefined) continue;
    taken.add(`${programmeId} ${nearest}`);
    heirs.set(id, { programmeId, occursAt: nearest });
  }
  return heirs;
}
