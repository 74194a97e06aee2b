import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  clockText,
  counterText,
  dayMonth,
  durationParts,
  hourMs,
  isDate,
  monthOf,
  villageMoment,
  weekdayOf,
  weekOf,
} from '../../../ui/src/lib/time.ts';

const village = 'Asia/Ho_Chi_Minh';

describe('village time on the panel', () => {
  it('reads an instant of the wire as the village clock shows it', () => {
    expect(villageMoment('2026-11-23T22:30:15.000Z', village)).toEqual({
      date: '2026-11-24',
      time: '05:30',
      minutes: 330.25,
      seconds: 15,
    });
  });

  it('calls midnight 00:00 of the new day, never 24:00 of the old', () => {
    expect(villageMoment('2026-11-23T17:00:00.000Z', village)).toMatchObject({ date: '2026-11-24', time: '00:00' });
  });

  it('does not depend on where the phone thinks it is', () => {
    expect(clockText(Date.parse('2026-11-24T00:02:20Z'), village)).toBe('07:02:20');
    expect(clockText(Date.parse('2026-11-24T00:02:20Z'), 'Europe/Paris')).toBe('01:02:20');
  });

  it('steps over the end of a month and of a year', () => {
    expect(addDays('2026-11-30', 1)).toBe('2026-12-01');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('knows that 24 November 2026 is a Tuesday, and writes it 24/11', () => {
    expect(weekdayOf('2026-11-24')).toBe('tu');
    expect(weekdayOf('2026-11-29')).toBe('su');
    expect(dayMonth('2026-11-04')).toBe('4/11');
  });
});

describe('lengths', () => {
  it('counts seconds below an hour and leaves them out above', () => {
    expect(durationParts(130_000)).toEqual({ hours: 0, minutes: 2, seconds: 10 });
    expect(durationParts(hourMs + 5 * 60_000 + 20_000)).toEqual({ hours: 1, minutes: 5, seconds: 0 });
  });

  it('rounds 59.6 seconds to a minute, not to sixty seconds', () => {
    expect(durationParts(59_600)).toEqual({ hours: 0, minutes: 1, seconds: 0 });
  });

  it('never says that less is left than there is', () => {
    expect(counterText(102_001)).toBe('1:43');
    expect(counterText(0)).toBe('0:00');
    expect(counterText(-5_000)).toBe('0:00');
    expect(counterText(hourMs + 309_000)).toBe('1:05:09');
  });
});

describe('the calendar’s pages', () => {
  it('begin a week on Monday', () => {
    expect(weekOf('2026-11-24')).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
    ]);
    expect(weekOf('2026-11-29')[0]).toBe('2026-11-23');
  });

  it('hold a month in whole weeks, from its first day to its last', () => {
    const weeks = monthOf('2026-11-24');
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
    expect(monthOf('2027-02-01')).toHaveLength(4);
    expect(monthOf('2026-08-31')).toHaveLength(6);
  });

  it('turn by months over the new year', () => {
    expect(addMonths('2026-11-30', 1)).toBe('2026-12-01');
    expect(addMonths('2026-12-24', 1)).toBe('2027-01-01');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-01');
  });

  it('take no address for a day that is none', () => {
    expect(isDate('2026-11-24')).toBe(true);
    for (const text of ['2026-02-30', '2026-13-01', 'tomorrow', '', '2026-11-24x', undefined]) {
      expect(isDate(text), String(text)).toBe(false);
    }
  });
});
