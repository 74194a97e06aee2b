import { Cron } from 'croner';
import schedule from 'node-schedule';
import { RRuleTemporal } from 'rrule-temporal';
import type { Rule, Weekday } from '../../gateway/src/contract/index.ts';
import { toRrule } from '../../gateway/src/schedule/rrule.ts';
import { nextOccurrence, occurrencesBetween, occurrencesFrom } from '../../gateway/src/schedule/rule.ts';

/** The same rules in the words of each program that can say when one comes next. */

export const village = 'Asia/Ho_Chi_Minh';
/** From when on they are asked. */
export const now = Date.parse('2026-11-24T03:00:00Z');
const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** What a village has: mornings and evenings, some days of the week and the month, and one in ten by the moon. */
export function mixedRule(n: number): Rule {
  const two = (value: number) => String(value).padStart(2, '0');
  const minute = two((n * 7) % 60);
  const morning = `${two(5 + (n % 3))}:${minute}`;
  const base = { date: `2026-11-${two(1 + (n % 23))}`, times: [morning] };
  const weekday = (add: number) => weekdays[(n + add) % 7] ?? 'mo';
  switch (n % 10) {
    case 0:
    case 1:
      return { ...base, repeat: 'daily', times: [morning, `17:${minute}`] };
    case 2:
    case 3:
      return { ...base, repeat: 'daily' };
    case 4:
      return { ...base, repeat: 'weekly', weekdays: [weekday(0), weekday(2), weekday(3)] };
    case 5:
      return { ...base, repeat: 'weekly', every: 2, weekdays: [weekday(0)] };
    case 6:
      return { ...base, repeat: 'monthly', monthDays: [1 + (n % 14), 15] };
    case 7:
      return { ...base, repeat: 'monthly', nthWeekday: { nth: n % 20 < 10 ? 2 : -1, weekday: weekday(0) } };
    case 8:
      return n % 20 < 10 ? { ...base, repeat: 'yearly' } : { ...base, repeat: 'weekly', weekdays: ['sa', 'su'] };
    default:
      return n % 20 < 10
        ? { ...base, repeat: 'lunar-monthly', lunar: { days: [1, 15] } }
        : { ...base, repeat: 'lunar-yearly', lunar: { days: [10], month: 3 } };
  }
}

/** One rule made ready to be asked by one program; null: it does not know such rules. */
export interface Asked {
  /** The next so many slots from `now` on. */
  first(count: number): number[];
  next(): number | null;
  between(from: number, to: number): number[];
}
export interface Contender {
  readonly name: string;
  /** How many slots of each rule it is asked for. */
  readonly slots: number;
  /** How often it is measured; the median counts. */
  readonly rounds: number;
  open(rule: Rule): Asked | null;
}

export const ours: Contender = {
  name: 'ours',
  slots: 20,
  rounds: 5,
  open: (rule) => ({
    first(count) {
      const found: number[] = [];
      for (const instant of occurrencesFrom(rule, now, village)) if (found.push(instant) === count) break;
      return found;
    },
    next: () => nextOccurrence(rule, now, village),
    between: (from, to) => occurrencesBetween(rule, from, to, village),
  }),
};

const dayOfWeek = (weekday: Weekday) => weekdays.indexOf(weekday);
const hoursOf = ({ times }: Rule) => times.map((time) => Number(time.slice(0, 2)));
const minuteOf = ({ times }: Rule) => Number(times[0]?.slice(3));

/** Seconds, minute, hours, days, month, weekdays; without intervals, without a first day. */
export function cronPattern(rule: Rule): string | null {
  const { repeat, date, every = 1, monthDays, nthWeekday } = rule;
  const at = `0 ${minuteOf(rule)} ${hoursOf(rule).join(',')}`;
  if (every !== 1) return null;
  if (repeat === 'daily') return `${at} * * *`;
  if (repeat === 'weekly') return `${at} * * ${rule.weekdays?.map(dayOfWeek).join(',')}`;
  if (repeat === 'yearly') return `${at} ${Number(date.slice(8))} ${Number(date.slice(5, 7))} *`;
  if (monthDays) return `${at} ${monthDays.map((day) => (day === -1 ? 'L' : day)).join(',')} * *`;
  if (!nthWeekday) return null;
  return `${at} * * ${dayOfWeek(nthWeekday.weekday)}#${nthWeekday.nth === -1 ? 'L' : nthWeekday.nth}`;
}

export const croner: Contender = {
  name: 'croner 11.0.1',
  slots: 20,
  rounds: 5,
  open(rule) {
    const pattern = cronPattern(rule);
    if (pattern === null) return null;
    const job = new Cron(pattern, { timezone: village, paused: true });
    const from = new Date(now - 1_000); // it looks after the instant, not from it on
    return {
      first: (count) => job.nextRuns(count, from).map(Number),
      next: () => job.nextRun(from)?.getTime() ?? null,
      between(begin, end) {
        const found: number[] = [];
        for (let at = job.nextRun(new Date(begin - 1_000)); at && at.getTime() < end; at = job.nextRun(at)) {
          found.push(at.getTime());
        }
        return found;
      },
    };
  },
};

export const rruleTemporal: Contender = {
  name: 'rrule-temporal 2.2.8',
  slots: 20,
  rounds: 1,
  open(rule) {
    if (rule.repeat.startsWith('lunar')) return null;
    const { dtstart, rrule } = toRrule(rule, village);
    const hours = rule.times.length > 1 ? `;BYHOUR=${hoursOf(rule).join(',')}` : '';
    const theirs = new RRuleTemporal({ rruleString: `DTSTART;TZID=${village}:${dtstart}\nRRULE:${rrule}${hours}` });
    return {
      first(count) {
        const found: number[] = [];
        theirs.all((at) => {
          if (at.epochMilliseconds >= now) found.push(at.epochMilliseconds);
          return found.length < count;
        });
        return found.slice(0, count);
      },
      next: () => theirs.next(new Date(now), true)?.epochMilliseconds ?? null,
      between: (from, to) => theirs.between(new Date(from), new Date(to - 1), true).map((at) => at.epochMilliseconds),
    };
  },
};

export const nodeSchedule: Contender = {
  name: 'node-schedule 2.1.1',
  slots: 2,
  rounds: 1,
  open(rule) {
    const spec = recurrenceRule(rule);
    if (!spec) return null;
    const after = (instant: number) => spec.nextInvocationDate(new Date(instant)).getTime();
    return {
      first(count) {
        const found: number[] = [];
        for (let at = after(now - 1_000); found.push(at) < count;) at = after(at);
        return found;
      },
      next: () => after(now - 1_000),
      between: () => [],
    };
  },
};

export function recurrenceRule(rule: Rule): schedule.RecurrenceRule | null {
  const { repeat, date, every = 1, monthDays, nthWeekday } = rule;
  if (every !== 1 || nthWeekday || repeat.startsWith('lunar')) return null;
  const spec = new schedule.RecurrenceRule();
  spec.tz = village;
  spec.second = 0;
  spec.minute = minuteOf(rule);
  spec.hour = hoursOf(rule);
  if (repeat === 'weekly') spec.dayOfWeek = rule.weekdays?.map(dayOfWeek) ?? [];
  if (repeat === 'monthly') spec.date = monthDays ?? [];
  if (repeat === 'yearly') [spec.month, spec.date] = [Number(date.slice(5, 7)) - 1, Number(date.slice(8))];
  return spec;
}
