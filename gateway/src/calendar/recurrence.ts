import type { Reason, Rule, Weekday } from '../contract/index.ts';
import { weekdayOf, type LocalMoment } from '../core/village-time.ts';
import { notUnderstood } from './reasons.ts';

/** An RRULE as we can keep it: how it recurs, and its end as it is written there. */
export interface Recurrence {
  readonly pattern: Pick<Rule, 'repeat' | 'every' | 'weekdays' | 'monthDays' | 'nthWeekday'>;
  /** `20261231`, `20261231T235959` or `20261231T165959Z`. */
  readonly until: string | null;
  readonly count: number | null;
}

type Parts = ReadonlyMap<string, string>;

/** Sunday first, so that the index is `weekdayOf`. */
const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const mostEvery = 99;
/** Longer lists are no rule of a village. */
const mostParts = 20;

/**
 * The subset of RFC 5545 §3.3.10 that our rules are; else each part that is outside of it, none of them guessed.
 * `start`: DTSTART on the village's clock, which says what the rule leaves open.
 */
export function readRecurrence(text: string, start: LocalMoment): Recurrence | Reason[] {
  const parts = partsOf(text.toUpperCase());
  if (!parts) return [notUnderstood(`RRULE:${text}`)];
  const pattern = patternOf(parts, start);
  if (!pattern) return [notUnderstood(`FREQ=${parts.get('FREQ') ?? ''}`)];
  const known = new Set(['FREQ', 'INTERVAL', 'WKST', 'COUNT', 'UNTIL', 'RSCALE', 'SKIP', ...pattern.uses]);
  const strange = Array.from(parts).filter(
    ([name, value]) => !known.has(name) || !isPlain(name, value) || contradicts(name, parts, pattern.rule),
  );
  if (strange.length > 0) return strange.map(([name, value]) => notUnderstood(`${name}=${value}`));
  const every = Number(parts.get('INTERVAL') ?? 1);
  return {
    pattern: { ...pattern.rule, ...(every > 1 ? { every } : {}) },
    until: parts.get('UNTIL') ?? null,
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
  };
}

function partsOf(text: string): Parts | null {
  const pairs = text.split(';', mostParts + 1).map((pair) => /^([A-Z-]+)=([^=]+)$/.exec(pair)?.slice(1, 3));
  const parts = new Map(pairs.filter((pair): pair is [string, string] => pair !== undefined));
  return pairs.length <= mostParts && parts.size === pairs.length ? parts : null;
}

/** Parts that mean nothing more than what we keep of them. */
function isPlain(name: string, value: string): boolean {
  switch (name) {
    case 'INTERVAL':
      return /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= mostEvery;
    case 'COUNT':
      return /^\d{1,15}$/.test(value) && Number(value) >= 1;
    case 'UNTIL':
      return /^\d{8}(T\d{6}Z?)?$/.test(value);
    case 'WKST':
      return /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value);
    case 'RSCALE':
      return value === 'GREGORIAN';
    case 'SKIP':
      return value === 'OMIT';
    default:
      return true;
  }
}

interface Pattern {
  readonly rule: Recurrence['pattern'];
  /** The BY… parts that went into it. */
  readonly uses: readonly string[];
}

function patternOf(parts: Parts, start: LocalMoment): Pattern | null {
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return parts.has('BYDAY') && Number(parts.get('INTERVAL') ?? 1) === 1 ? weekly(parts, start) : daily;
    case 'WEEKLY':
      return weekly(parts, start);
    case 'MONTHLY':
      return monthly(parts, start);
    case 'YEARLY':
      return yearly(parts, start);
    default:
      return null;
  }
}

const daily: Pattern = { rule: { repeat: 'daily' }, uses: [] };

function weekly(parts: Parts, start: LocalMoment): Pattern {
  const own = weekdays[weekdayOf(start.date)];
  const days = (parts.get('BYDAY')?.toLowerCase().split(',') ?? [own]).map((day) =>
    weekdays.find((weekday) => weekday === day),
  );
  const all = days.filter((day) => day !== undefined);
  // Not in `uses`: named as not understood.
  if (all.length !== days.length) return { rule: { repeat: 'weekly' }, uses: [] };
  const inOrder = [...weekdays.slice(1), ...weekdays.slice(0, 1)].filter((day) => all.includes(day));
  return { rule: { repeat: 'weekly', weekdays: inOrder }, uses: ['BYDAY'] };
}

function monthly(parts: Parts, start: LocalMoment): Pattern {
  const byDay = /^([1-5]|\+[1-5]|-1)(MO|TU|WE|TH|FR|SA|SU)$/.exec(parts.get('BYDAY') ?? '');
  if (byDay && !parts.has('BYMONTHDAY')) {
    const nthWeekday = { nth: Number(byDay[1]), weekday: String(byDay[2]).toLowerCase() as Weekday };
    return { rule: { repeat: 'monthly', nthWeekday }, uses: ['BYDAY'] };
  }
  const days = (parts.get('BYMONTHDAY') ?? start.date.slice(8)).split(',').map(numberOf);
  const real = days.every((day) => day === -1 || (day >= 1 && day <= 31));
  return { rule: { repeat: 'monthly', monthDays: [...new Set(days)] }, uses: real ? ['BYMONTHDAY'] : [] };
}

/** Only the day of DTSTART itself. */
function yearly(parts: Parts, start: LocalMoment): Pattern {
  const month = numberOf(parts.get('BYMONTH') ?? start.date.slice(5, 7)) === numberOf(start.date.slice(5, 7));
  const day = numberOf(parts.get('BYMONTHDAY') ?? start.date.slice(8)) === numberOf(start.date.slice(8));
  // BYMONTHDAY alone means that day of each month (§3.3.10).
  const dayOfMonth = day && parts.has('BYMONTH');
  return { rule: { repeat: 'yearly' }, uses: [...(month ? ['BYMONTH'] : []), ...(dayOfMonth ? ['BYMONTHDAY'] : [])] };
}

const numberOf = (text: string) => (/^[+-]?\d{1,2}$/.test(text) ? Number(text) : Number.NaN);

/** COUNT beside UNTIL is forbidden. Our weeks begin on Monday; a WKST that would make other days is not for us. */
function contradicts(name: string, parts: Parts, { weekdays: days = [] }: Pattern['rule']): boolean {
  if (name === 'COUNT') return parts.has('UNTIL');
  return name === 'WKST' && parts.get(name) !== 'MO' && Number(parts.get('INTERVAL') ?? 1) > 1 && days.length > 1;
}
