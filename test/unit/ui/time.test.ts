import { describe, expect, it } from 'vitest';
import {
  addDays,
  clockText,
  counterText,
  dayMonth,
  durationParts,
  hourMs,
  villageMoment,
  weekdayOf,
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
