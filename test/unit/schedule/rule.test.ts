import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import { checkRule, nextOccurrence, occurrencesBetween } from '../../../gateway/src/schedule/rule.ts';

const village = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(text);
const iso = (instants: number[]) => instants.map((instant) => new Date(instant).toISOString());
const daily: Rule = { repeat: 'daily', date: '2026-11-24', times: ['05:00'] };

describe('what a rule means', () => {
  it('the morning programme comes every day at five, village time', () => {
    expect(iso(occurrencesBetween(daily, at('2026-11-23T00:00:00Z'), at('2026-11-26T00:00:00Z'), village))).toEqual([
      '2026-11-23T22:00:00.000Z',
      '2026-11-24T22:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
    ]);
  });

  it('a span begins with its first instant and ends before its last', () => {
    const from = at('2026-11-24T22:00:00Z');
    expect(occurrencesBetween(daily, from, from + 1, village)).toEqual([from]);
    expect(occurrencesBetween(daily, from - 1, from, village)).toEqual([]);
  });

  it('a weekly programme comes on its days and on no other', () => {
    const rule: Rule = { repeat: 'weekly', date: '2026-11-24', times: ['17:30'], weekdays: ['mo', 'we', 'su'] };
    expect(iso(occurrencesBetween(rule, at('2026-11-23T00:00:00Z'), at('2026-12-01T00:00:00Z'), village))).toEqual([
      '2026-11-25T10:30:00.000Z',
      '2026-11-29T10:30:00.000Z',
      '2026-11-30T10:30:00.000Z',
    ]);
  });

  it('a day taken out is left out, and the last day is the last', () => {
    const rule: Rule = { ...daily, until: '2026-11-27', except: ['2026-11-25'] };
    expect(iso(occurrencesBetween(rule, 0, at('2027-01-01T00:00:00Z'), village))).toEqual([
      '2026-11-23T22:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
      '2026-11-26T22:00:00.000Z',
    ]);
  });

  it('a single day comes once and never again', () => {
    const rule: Rule = { repeat: 'once', date: '2026-11-24', times: ['08:00'] };
    expect(nextOccurrence(rule, 0, village)).toBe(at('2026-11-24T01:00:00Z'));
    expect(nextOccurrence(rule, at('2026-11-24T01:00:00Z') + 1, village)).toBeNull();
  });

  it('finds the next one behind a year of days taken out', () => {
    const except = Array.from({ length: 300 }, (_, n) =>
      new Date(Date.UTC(2026, 10, 24 + n)).toISOString().slice(0, 10),
    );
    expect(nextOccurrence({ ...daily, except }, 0, village)).toBe(at('2027-09-19T22:00:00Z'));
  });

  it('in a land that changes its clocks five o’clock stays five o’clock', () => {
    const rule: Rule = { repeat: 'daily', date: '2026-10-24', times: ['05:00'] };
    expect(iso(occurrencesBetween(rule, 0, at('2026-10-26T12:00:00Z'), 'Europe/Berlin'))).toEqual([
      '2026-10-24T03:00:00.000Z',
      '2026-10-25T04:00:00.000Z',
      '2026-10-26T04:00:00.000Z',
    ]);
  });
});

describe('a rule that cannot be', () => {
  it.each<[string, Rule, string]>([
    ['a day that is in no calendar', { ...daily, date: '2026-02-30' }, 'schedule.invalid-rule'],
    ['an end before the start', { ...daily, until: '2026-11-01' }, 'schedule.invalid-rule'],
    ['an exception that is in no calendar', { ...daily, except: ['2026-13-01'] }, 'schedule.invalid-rule'],
    [
      'weekly without a day',
      { repeat: 'weekly', date: '2026-11-24', times: ['05:00'], weekdays: [] },
      'schedule.no-weekday',
    ],
  ])('%s is refused', (_name, rule, code) => {
    expect(() => checkRule(rule)).toThrow(expect.objectContaining({ code }));
  });
});
