import 'temporal-polyfill/global';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import { dayMs, offsetAt } from '../../../gateway/src/core/village-time.ts';
import { toRrule } from '../../../gateway/src/schedule/rrule.ts';
import { nextOccurrence, occurrencesBetween, occurrencesFrom } from '../../../gateway/src/schedule/rule.ts';
import { fallsOn, isoDate } from '../../support/falls-on.ts';
import { randomNumbers, randomRules } from '../../support/random-rules.ts';

/** The same rules asked of others: of every single day in turn, with Temporal's clock, and of another program. */
const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];
const spanMs = 400 * dayMs;

/** Where in a rule's life to look: at its beginning, and years on. */
const asked = randomRules(20_261_123, 700).map((rule, n) => {
  const random = randomNumbers(n);
  const from = Date.parse(`${rule.date}T00:00:00Z`) + Math.floor((random() < 0.5 ? 0.2 : 10) * random() * spanMs);
  return { rule, from, zone: zones[n % zones.length] ?? 'UTC' };
});

describe('every rule comes exactly when', () => {
  it('a walk over each single day says so', { timeout: 60_000 }, () => {
    let slots = 0;
    const different = asked.flatMap(({ rule, from, zone }) => {
      const expected = dayByDay(rule, from, from + spanMs, zone);
      slots += expected.length;
      return differences(rule, from, zone, expected);
    });
    expect(different).toEqual([]);
    expect(slots).toBeGreaterThan(20_000);
  });

  it('rrule-temporal says so, for the rules it knows', () => {
    let slots = 0;
    const different = asked
      .filter(({ rule: { repeat } }) => repeat !== 'once' && !repeat.startsWith('lunar'))
      .slice(0, 300)
      .flatMap(({ rule, from, zone }) => {
        const expected = byAnotherProgram(rule, from, from + spanMs, zone);
        slots += expected.length;
        return differences(rule, from, zone, expected, (instant) => !isNearClockChange(instant, zone));
      });
    expect(different).toEqual([]);
    expect(slots).toBeGreaterThan(20_000);
  });

  it('the next one is the first of those to come', () => {
    for (const { rule, from, zone } of asked) {
      const next = nextOccurrence(rule, from, zone);
      expect(next).toBe(occurrencesFrom(rule, from, zone).next().value ?? null);
      expect(occurrencesBetween(rule, from, from + spanMs, zone)[0] ?? null).toBe(
        next !== null && next < from + spanMs ? next : null,
      );
      if (next !== null) expect(occurrencesBetween(rule, next, next + 1, zone)).toEqual([next]);
    }
  });
});

/** What only one of the two has, with the rule; nothing when they agree. */
function differences(
  rule: Rule,
  from: number,
  zone: string,
  all: readonly number[],
  counts: (instant: number) => boolean = () => true,
) {
  const found = occurrencesBetween(rule, from, from + spanMs, zone).filter(counts);
  const expected = all.filter(counts);
  if (String(found) === String(expected)) return [];
  const iso = (instants: readonly number[], others: readonly number[]) =>
    instants.filter((instant) => !others.includes(instant)).map((instant) => new Date(instant).toISOString());
  return [{ rule: JSON.stringify(rule), zone, onlyOurs: iso(found, expected), onlyTheirs: iso(expected, found) }];
}

/**
 * A time that the clocks skip is to be ignored by one sentence of RFC 5545 §3.3.10 and kept by the next; rrule-temporal
 * does now this, now that. We keep it, and the walk over each day tests that.
 */
function isNearClockChange(instant: number, zone: string): boolean {
  return offsetAt(instant - dayMs, zone) !== offsetAt(instant + dayMs, zone);
}

function dayByDay(rule: Rule, from: number, to: number, zone: string): number[] {
  const found = new Set<number>();
  for (let day = Math.floor(from / dayMs) * dayMs - 2 * dayMs; day <= to + 2 * dayMs; day += dayMs) {
    if (!fallsOn(rule, new Date(day))) continue;
    for (const time of rule.times) {
      const local = Temporal.PlainDateTime.from(`${isoDate(day)}T${time}`);
      const instant = local.toZonedDateTime(zone).epochMilliseconds;
      if (instant >= from && instant < to) found.add(instant);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Each time of the day is a rule of its own there. */
function byAnotherProgram(rule: Rule, from: number, to: number, zone: string): number[] {
  const found = new Set<number>();
  for (const time of rule.times) {
    const { dtstart, rrule, exdate } = toRrule({ ...rule, times: [time] }, zone);
    const text = [
      `DTSTART;TZID=${zone}:${dtstart}`,
      `RRULE:${rrule}`,
      ...(exdate ? [`EXDATE;TZID=${zone}:${exdate}`] : []),
    ];
    const theirs = new RRuleTemporal({ rruleString: text.join('\n') });
    for (const at of theirs.between(new Date(from), new Date(to - 1), true)) found.add(at.epochMilliseconds);
  }
  return [...found].sort((a, b) => a - b);
}
