import type { Rule, Weekday } from '../../gateway/src/contract/index.ts';
import { addDays } from '../../gateway/src/core/village-time.ts';
import { checkRule } from '../../gateway/src/schedule/rule.ts';

const repeats = ['once', 'daily', 'weekly', 'monthly', 'yearly', 'lunar-monthly', 'lunar-yearly'] as const;
const weekdays: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

/** Numbers from 0 to 1, the same for the same seed (mulberry32, Tommy Ettinger). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Rules that can be saved, every sort in turn, the same for the same seed. */
export function randomRules(seed: number, count: number, kinds: readonly Rule['repeat'][] = repeats): Rule[] {
  const random = randomNumbers(seed);
  const rules: Rule[] = [];
  while (rules.length < count) {
    const rule = randomRule(random, kinds[rules.length % kinds.length] ?? 'once');
    if (canBeSaved(rule)) rules.push(rule);
  }
  return rules;
}

function randomRule(random: () => number, repeat: Rule['repeat']): Rule {
  const upTo = (limit: number) => Math.floor(random() * limit);
  const chance = (share: number) => random() < share;
  const some = <T>(count: number, one: () => T): T[] => [...new Set(Array.from({ length: count }, one))];
  const dayOf = (limit: number) => (chance(0.15) ? -1 : 1 + upTo(limit));
  const date = chance(0.1) ? '2028-02-29' : addDays('2015-01-01', upTo(6_000));
  const solar = !repeat.startsWith('lunar') && repeat !== 'once';
  const time = () => `${String(upTo(24)).padStart(2, '0')}:${String(upTo(60)).padStart(2, '0')}`;
  return {
    repeat,
    date,
    times: some(1 + upTo(3), time),
    ...(solar && chance(0.4) ? { every: 1 + upTo(chance(0.5) ? 4 : 30) } : {}),
    ...(repeat === 'weekly' ? { weekdays: some(1 + upTo(4), () => weekdays[upTo(7)] ?? 'mo') } : {}),
    ...(repeat === 'monthly'
      ? chance(0.5)
        ? { monthDays: some(1 + upTo(4), () => dayOf(31)) }
        : { nthWeekday: { nth: chance(0.3) ? -1 : 1 + upTo(5), weekday: weekdays[upTo(7)] ?? 'mo' } }
      : {}),
    ...(repeat === 'lunar-monthly' ? { lunar: { days: some(1 + upTo(3), () => dayOf(30)) } } : {}),
    ...(repeat === 'lunar-yearly'
      ? {
          lunar: {
            days: some(1 + upTo(3), () => dayOf(30)),
            month: 1 + upTo(12),
            ...(chance(0.3) ? { leap: true } : {}),
          },
        }
      : {}),
    ...(repeat !== 'once' && chance(0.3) ? { until: addDays(date, upTo(3_000)) } : {}),
    ...(chance(0.3) ? { except: some(1 + upTo(6), () => addDays(date, upTo(chance(0.5) ? 15 : 800))) } : {}),
  };
}

function canBeSaved(rule: Rule): boolean {
  try {
    checkRule(rule);
    return true;
  } catch {
    return false;
  }
}
