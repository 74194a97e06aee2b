import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  isRealDate,
  offsetAt,
  toInstant,
  toLocal,
  weekdayOf,
} from '../../../gateway/src/core/village-time.ts';
import { randomNumbers } from '../../support/random-rules.ts';

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

  it('changes the clocks on the very second, half an hour on Lord Howe, for Ramadan in Casablanca', () => {
    const changes: [string, string, number, number][] = [
      ['Europe/Berlin', '2027-03-28T01:00:00Z', 60, 120],
      ['America/New_York', '2026-11-01T06:00:00Z', -240, -300],
      ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 630, 660],
      ['Africa/Casablanca', '2026-02-15T02:00:00Z', 60, 0],
      ['Africa/Casablanca', '2026-03-22T02:00:00Z', 0, 60],
      ['Pacific/Apia', '2011-12-30T10:00:00Z', -600, 840],
    ];
    for (const [zone, at, before, after] of changes) {
      const instant = Date.parse(at);
      expect([zone, offsetAt(instant - 1, zone) / 60_000]).toEqual([zone, before]);
      expect([zone, offsetAt(instant, zone) / 60_000]).toEqual([zone, after]);
    }
  });

  it('keeps the same time as Temporal in every zone of the world, 1970 to 2060', () => {
    const random = randomNumbers(7);
    const different: string[] = [];
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      for (let n = 0; n < 5; n++) {
        const instant = Math.floor(random() * Date.UTC(2060, 0, 1));
        const there = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        if (offsetAt(instant, zone) !== there.offsetNanoseconds / 1e6) different.push(`${zone} at ${iso(instant)}`);
      }
    }
    expect(different).toEqual([]);
  });

  it('lays every half hour of the days around a clock change where Temporal lays it', () => {
    const different: string[] = [];
    const changes = [
      ['Europe/Berlin', '2027-03-28'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2027-03-14'],
      ['America/Havana', '2026-03-08'],
      ['Australia/Lord_Howe', '2026-04-05'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Africa/Casablanca', '2026-02-15'],
      ['Pacific/Apia', '2011-12-30'],
    ] as const;
    for (const [zone, date] of changes) {
      for (let minutes = -24 * 60; minutes < 48 * 60; minutes += 30) {
        const local = Temporal.PlainDateTime.from(date).add({ minutes });
        const [day = '', time = ''] = local.toString({ smallestUnit: 'minute' }).split('T');
        const instant = toInstant({ date: day, time }, zone);
        if (instant !== local.toZonedDateTime(zone).epochMilliseconds) different.push(`${zone} ${day} ${time}`);
      }
    }
    expect(different).toEqual([]);
  });

  it('has no zone that is in no atlas', () => {
    expect(() => toLocal(0, 'Asia/Atlantis')).toThrow(RangeError);
  });

  it('knows which days exist and how to count them', () => {
    for (const date of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '2100-02-29',
      '2026-1-1',
      'hôm nay',
      '',
    ]) {
      expect([date, isRealDate(date)]).toEqual([date, false]);
    }
    expect(isRealDate('2028-02-29')).toBe(true);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('1970-01-01', -1)).toBe('1969-12-31');
    expect(weekdayOf('2026-11-24')).toBe(2);
  });

  it('counts the days of four centuries as Date does', () => {
    const different: string[] = [];
    for (let day = Date.UTC(1899, 0, 1); day < Date.UTC(2301, 0, 1); day += 86_400_000) {
      const date = iso(day).slice(0, 10);
      const next = iso(day + 86_400_000).slice(0, 10);
      if (addDays(date, 1) !== next || weekdayOf(date) !== new Date(day).getUTCDay()) different.push(date);
    }
    expect(different).toEqual([]);
  });
});
