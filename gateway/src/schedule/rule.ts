import type { Rule } from '../contract/index.ts';
import { instantOf, localDayOf, minutesOf } from '../core/village-time.ts';
import { daysOf } from './rule-days.ts';

export { checkRule } from './rule-checks.ts';

/**
 * The instants (epoch ms) at which the rule begins a slot, from `from` on and before `to`, in order. Two times of a day
 * that the clocks lay on one instant in spring are one slot.
 */
export function* occurrencesFrom(rule: Rule, from: number, timeZone: string, to = Infinity): Generator<number> {
  const times = rule.times.map(minutesOf);
  // A day that a zone left out (crossing the date line) lands on the day after it.
  const firstDay = localDayOf(from, timeZone) - 1;
  const lastDay = to === Infinity ? Infinity : localDayOf(to, timeZone);
  let latest = from - 1;
  for (const day of daysOf(rule, firstDay, lastDay)) {
    const instants = times.map((minutes) => instantOf(day, minutes, timeZone));
    for (const instant of instants.sort((a, b) => a - b)) {
      if (instant <= latest) continue;
      if (instant >= to) return;
      yield (latest = instant);
    }
  }
}

/** Those instants as a list, `from` included, `to` excluded. */
export function occurrencesBetween(rule: Rule, from: number, to: number, timeZone: string): number[] {
  return [...occurrencesFrom(rule, from, timeZone, to)];
}

/** The first instant at or after `from`, or null when it never comes again. */
export function nextOccurrence(rule: Rule, from: number, timeZone: string): number | null {
  for (const instant of occurrencesFrom(rule, from, timeZone)) return instant;
  return null;
}
