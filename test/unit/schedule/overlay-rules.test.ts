import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { checkDays, isOver, mutes } from '../../../gateway/src/schedule/overlay-rules.ts';

const today = '2026-11-24';
const days = { from: '2026-11-23', to: '2026-11-25' };

describe('what an overlay mutes', () => {
  it.each([
    ['music', 'music', 'normal', true],
    ['music', 'music', 'emergency', true],
    ['music', 'bulletin', 'normal', false],
    ['normal', 'bulletin', 'normal', true],
    ['normal', 'music', 'normal', true],
    ['normal', 'bulletin', 'priority', false],
    ['normal', 'music', 'priority', false],
    ['all', 'bulletin', 'normal', true],
    ['all', 'bulletin', 'priority', true],
    ['all', 'music', 'emergency', true],
  ] as const)('%s: a %s of %s priority stays silent: %s', (what, kind, priority, silent) => {
    expect(mutes({ ...days, mutes: what }, { kind, priority }, today)).toBe(silent);
  });

  it.each([
    ['2026-11-22', false],
    ['2026-11-23', true],
    ['2026-11-25', true],
    ['2026-11-26', false],
  ])('both its first and its last day are in it: %s %s', (date, silent) => {
    expect(mutes({ ...days, mutes: 'all' }, { kind: 'bulletin', priority: 'normal' }, date)).toBe(silent);
  });

  it('it is over the day after its last', () => {
    expect(isOver(days, '2026-11-25')).toBe(false);
    expect(isOver(days, '2026-11-26')).toBe(true);
  });
});

describe('the days of an overlay', () => {
  it.each([
    ['today alone', today, today],
    ['begun already', '2026-11-01', '2026-11-30'],
    ['a leap year to the day', '2027-03-01', '2028-02-29'],
  ])('may be %s', (_what, from, to) => {
    expect(() => checkDays({ from, to }, today)).not.toThrow();
  });

  it.each([
    ['a first day that does not exist', '2027-02-30', '2027-03-02', 'overlay.invalid-date'],
    ['a last day that does not exist', '2026-11-24', '2026-13-01', 'overlay.invalid-date'],
    ['a last day before the first', '2026-11-26', '2026-11-25', 'overlay.ends-before-it-begins'],
    ['days that have all gone by', '2026-11-20', '2026-11-23', 'overlay.over'],
    ['a day more than a year', '2026-11-24', '2027-11-25', 'overlay.too-long'],
    ['thousands of years', '2026-11-24', '9999-12-31', 'overlay.too-long'],
  ])('cannot have %s', (_what, from, to, code) => {
    let refusal: unknown;
    try {
      checkDays({ from, to }, today);
    } catch (error) {
      refusal = error;
    }
    expect(codeOf(refusal)).toBe(code);
  });
});
