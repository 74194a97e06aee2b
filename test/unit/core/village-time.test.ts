import { describe, expect, it } from 'vitest';
import { addDays, isRealDate, toInstant, toLocal, weekdayOf } from '../../../gateway/src/core/village-time.ts';

const village = 'Asia/Ho_Chi_Minh';
const iso = (instant: number) => new Date(instant).toISOString();

describe('village time', () => {
  it('five in the morning in the village is ten in the evening before in UTC', () => {
    expect(iso(toInstant({ date: '2026-11-24', time: '05:00' }, village))).toBe('2026-11-23T22:00:00.000Z');
    expect(toLocal(Date.parse('2026-11-23T22:00:00.000Z'), village)).toEqual({ date: '2026-11-24', time: '05:00' });
  });

  it('a time the clocks skip in spring lands after the gap', () => {
    expect(iso(toInstant({ date: '2027-03-28', time: '02:30' }, 'Europe/Berlin'))).toBe('2027-03-28T01:30:00.000Z');
  });

  it('a time the clocks show twice in autumn is the first of the two', () => {
    expect(iso(toInstant({ date: '2026-10-25', time: '02:30' }, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('goes there and back on every hour of a year with two clock changes', () => {
    for (const zone of [village, 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      for (let instant = Date.UTC(2026, 0, 1); instant < Date.UTC(2027, 0, 1); instant += 7 * 3_600_000) {
        const local = toLocal(instant, zone);
        const back = toInstant(local, zone);
        expect(toLocal(back, zone)).toEqual(local);
        expect(Math.abs(back - instant)).toBeLessThanOrEqual(3_600_000);
      }
    }
  });

  it('knows which days exist and how to count them', () => {
    expect(isRealDate('2026-02-29')).toBe(false);
    expect(isRealDate('2028-02-29')).toBe(true);
    expect(isRealDate('2026-13-01')).toBe(false);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(weekdayOf('2026-11-24')).toBe(2);
  });
});
