import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { lunarShort, sayBothDates, sayLunarDate, sayLunarDays, sayLunarMonth } from '../../../ui/src/lib/say-lunar.ts';

describe('the lunar date, as a villager says it', () => {
  beforeAll(() => speakIn('vi'));

  it('stands beside the solar one', () => {
    expect(sayBothDates('2026-11-24')).toBe('thứ Ba 24/11 (16 tháng Mười)');
  });

  it('says mùng for the first ten days, rằm for the fifteenth, and the old names of months', () => {
    expect(sayLunarDate('2026-02-17')).toBe('mùng 1 tháng Giêng');
    expect(sayLunarDate('2026-03-03')).toBe('rằm tháng Giêng');
    expect(sayLunarDate('2026-12-09')).toBe('mùng 1 tháng Mười một');
    expect(sayLunarDate('2027-02-05')).toBe('29 tháng Chạp');
  });

  it('says which month comes twice', () => {
    expect(sayLunarDate('2025-07-25')).toBe('mùng 1 tháng Sáu nhuận');
    expect(lunarShort('2025-07-25')).toBe('1/6n');
    expect(sayLunarMonth(2, true)).toBe('tháng Hai nhuận');
  });

  it('is short on a calendar’s page', () => {
    expect(lunarShort('2026-11-24')).toBe('16/10');
  });

  it('is left out where the calendar does not reach', () => {
    expect(sayBothDates('2060-01-01')).toBe('thứ Năm 1/1');
    expect(lunarShort('2060-01-01')).toBe('');
  });

  it('asks for a printed calendar where a minute decides the day', () => {
    // This month’s new moon falls within two minutes of midnight.
    expect(sayLunarDate('2054-05-20')).toMatch(/, cần đối chiếu lịch in$/);
  });

  it('lists days as they come, the last of the month at the end', () => {
    expect(sayLunarDays([-1, 15, 1, 23])).toBe('mùng 1, rằm, ngày 23 và ngày cuối');
  });

  it('is understood in English too', async () => {
    await speakIn('en');
    expect(sayBothDates('2026-11-24')).toBe('Tuesday 24/11 (day 16 of lunar month 10)');
    expect(sayLunarDate('2026-03-03')).toBe('the full moon of lunar month 1');
  });
});
