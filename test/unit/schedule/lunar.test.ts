import * as sky from 'astronomy-engine';
import { describe, expect, it } from 'vitest';
import { firstDayOfMonths, toLunar, toLunarOfDay, type LunarDate } from '../../../gateway/src/schedule/lunar.ts';
import { publishedYears } from './lunar-vectors.ts';

const dayMs = 86_400_000;
const epochDay = (date: string) => Date.parse(`${date}T00:00:00Z`) / dayMs;
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
const firstDay = epochDay('1968-01-01');
const lastDay = epochDay('2053-12-31');
const everyDay = Array.from({ length: lastDay - firstDay + 1 }, (_, n) => firstDay + n);
const days = (from: string, count: number) => Array.from({ length: count }, (_, n) => dateOf(epochDay(from) + n));

/** What a printed calendar says of a day: `15/8/2025`, `1/6+/2025` in the leap month. */
const print = (lunar: Pick<LunarDate, 'year' | 'month' | 'leap' | 'day'> | null) =>
  lunar && `${lunar.day}/${lunar.month}${lunar.leap ? '+' : ''}/${lunar.year}`;

interface Month {
  readonly year: number;
  readonly month: number;
  readonly leap: boolean;
  readonly firstDay: number;
  readonly length: number;
}

/** Every day of the months, as printed. */
function printedDays(months: Iterable<Month>): Map<number, string | null> {
  const printed = new Map<number, string | null>();
  for (const month of months) {
    for (let n = 0; n < month.length; n++) printed.set(month.firstDay + n, print({ ...month, day: n + 1 }));
  }
  return printed;
}

/** How many of the days 1968–2053 those months say, and on which the gateway says something else. */
function compare(months: Iterable<Month>) {
  const printed = printedDays(months);
  const compared = everyDay.filter((day) => printed.has(day));
  const differing = compared.filter((day) => print(toLunarOfDay(day)) !== printed.get(day));
  return { daysCompared: compared.length, differing: differing.map(dateOf) };
}

function* publishedMonths(): Generator<Month> {
  for (const line of publishedYears.trim().split('\n')) {
    const [tet = '', ...lengths] = line.split(/ +/);
    let firstDay = epochDay(tet);
    let month = 0;
    for (const text of lengths) {
      const leap = text.startsWith('(');
      if (!leap) month += 1;
      const length = Number(text.replace(/[()]/g, ''));
      yield { year: Number(tet.slice(0, 4)), month, leap, firstDay, length };
      firstDay += length;
    }
  }
}

/** The epoch day in Vietnam, with its fraction. */
const inVietnam = (time: sky.AstroTime) => time.date.getTime() / dayMs + 7 / 24;

/** Every instant at which the moon passes the sun as they are seen, from the end of 1967 to the beginning of 2056. */
function newMoons(): number[] {
  const ahead = (time: sky.AstroTime) =>
    ((sky.EclipticGeoMoon(time).lon - sky.SunPosition(time).elon + 540) % 360) - 180;
  const found: number[] = [];
  let about = sky.SearchMoonPhase(0, new Date('1967-11-25T00:00:00Z'), 40);
  while (about && about.date.getTime() < Date.UTC(2056, 1, 1)) {
    const exact = sky.Search(ahead, about.AddDays(-0.1), about.AddDays(0.1), { dt_tolerance_seconds: 0.1 });
    found.push(inVietnam(exact!));
    about = sky.SearchMoonPhase(0, about.AddDays(25), 10);
  }
  return found;
}

/** Every instant at which the sun passes a multiple of 30°, with that multiple, in order. */
function principalTerms(): { degrees: number; instant: number }[] {
  const found: { degrees: number; instant: number }[] = [];
  for (let time = sky.MakeTime(new Date('1967-11-25T00:00:00Z')), degrees = 270; time.date < new Date('2056-03-01');) {
    const term = sky.SearchSunLongitude(degrees, time, 40)!;
    found.push({ degrees, instant: inVietnam(term) });
    time = term.AddDays(25);
    degrees = (degrees + 30) % 360;
  }
  return found;
}

const moons = newMoons();
const terms = principalTerms();

/** The calendar as it is told: months hold terms; month 11 holds the solstice; a year of thirteen repeats one without. */
function* reckonedMonths(): Generator<Month> {
  const starts = moons.map(Math.floor);
  const spans = starts.slice(0, -1).map((start, n) => {
    const end = starts[n + 1]!;
    const held = terms.filter(({ instant }) => instant >= start && instant < end).map(({ degrees }) => degrees);
    return { firstDay: start, length: end - start, held };
  });
  const elevenths = spans.flatMap(({ held }, n) => (held.includes(270) ? [n] : []));
  for (const [n, begin] of elevenths.slice(0, -1).entries()) {
    const inYear = spans.slice(begin, elevenths[n + 1]);
    const repeated = inYear.length === 13 ? inYear.findIndex(({ held }) => held.length === 0) : 13;
    const tetYear = new Date(inYear[4]!.firstDay * dayMs).getUTCFullYear();
    for (const [at, { firstDay, length }] of inYear.entries()) {
      const month = [11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10][at < repeated ? at : at - 1]!;
      yield { year: month > 10 ? tetYear - 1 : tetYear, month, leap: at === repeated, firstDay, length };
    }
  }
}

describe('the Vietnamese lunar calendar', () => {
  it.each([
    ['1985-01-21', '1/1/1985'],
    ['2007-02-17', '1/1/2007'],
    ['2023-01-22', '1/1/2023'],
    ['2024-02-10', '1/1/2024'],
    ['2025-01-29', '1/1/2025'],
    ['2026-02-17', '1/1/2026'],
    ['2027-02-06', '1/1/2027'],
    ['2028-01-26', '1/1/2028'],
    ['2030-02-02', '1/1/2030'],
    ['2024-04-18', '10/3/2024'],
    ['2025-04-07', '10/3/2025'],
    ['2026-04-26', '10/3/2026'],
    ['2025-10-06', '15/8/2025'],
    ['2026-09-25', '15/8/2026'],
    ['2026-11-23', '15/10/2026'],
    ['2026-11-24', '16/10/2026'],
  ])('%s is %s', (date, printed) => {
    expect(print(toLunar(date))).toBe(printed);
  });

  it('repeats month 6 of 2025 and month 11 of 2033', () => {
    expect(print(toLunar('2025-07-25'))).toBe('1/6+/2025');
    expect(print(toLunar('2033-12-22'))).toBe('1/11+/2033');
  });

  it('is right on all 31,412 days 1968–2053 beside the published years', () => {
    expect(compare(publishedMonths())).toEqual({ daysCompared: 31_412, differing: [] });
  });

  it('is right on all 31,412 days 1968–2053 beside another theory of the moon and the sun', () => {
    expect(compare(reckonedMonths())).toEqual({ daysCompared: 31_412, differing: [] });
  });

  it('in 1968, behind month number 0 of the astronomers, counts on', () => {
    expect(print(toLunar('1968-01-01'))).toBe('2/12/1967');
    expect(print(toLunar('1968-01-29'))).toBe('1/1/1968');
    expect(print(toLunar('1999-12-31'))).toBe('24/11/1999');
  });
});

describe('its months', () => {
  it('lead every day back from its lunar date to itself', () => {
    const months = firstDayOfMonths(firstDay, lastDay);
    const byName = new Map(months.map((month) => [print({ ...month, day: 1 }), month]));
    const strayed = everyDay.filter((day) => {
      const lunar = toLunarOfDay(day);
      const month = lunar && byName.get(print({ ...lunar, day: 1 }));
      return month?.length !== lunar?.monthLength || month!.firstDay + lunar!.day - 1 !== day;
    });
    expect(byName.size).toBe(months.length);
    expect(strayed).toEqual([]);
  });

  it('follow each other without gap, 29 or 30 days long', () => {
    const months = firstDayOfMonths(firstDay, lastDay);
    for (const [n, month] of months.entries()) {
      expect([29, 30]).toContain(month.length);
      if (n > 0) expect(month.firstDay).toBe(months[n - 1]!.firstDay + months[n - 1]!.length);
    }
  });

  it('of a span are those that have a day in it', () => {
    const names = (from: string, to: string) =>
      firstDayOfMonths(epochDay(from), epochDay(to)).map((month) => print({ ...month, day: 1 }));
    expect(names('2025-07-24', '2025-08-23')).toEqual(['1/6/2025', '1/6+/2025', '1/7/2025']);
    expect(names('2025-07-25', '2025-08-22')).toEqual(['1/6+/2025']);
    expect(names('2025-07-25', '2025-07-24')).toEqual([]);
    expect(names('1900-01-01', '1967-12-31')).toEqual([]);
    expect(names('1900-01-01', '1968-01-01')).toEqual(['1/12/1967']);
    expect(names('2055-01-01', '2100-01-01')).toEqual([]);
    expect(names('2054-12-30', 'never')).toEqual([]);
  });
});

describe('where the lunar calendar knows that it does not know', () => {
  it('refuses the days before 1968 and after 2054, and what is no date', () => {
    expect(toLunar('1967-12-31')).toBeNull();
    expect(toLunar('1968-01-01')).not.toBeNull();
    expect(toLunar('2054-12-31')).not.toBeNull();
    expect(toLunar('2055-01-01')).toBeNull();
    expect(toLunar('tomorrow')).toBeNull();
  });

  it('doubts the months whose new moon is within two minutes of midnight, and the day before', () => {
    const doubted = days('1968-01-01', 31_412 + 365).filter((date) => toLunar(date)?.doubtful);
    expect(doubted).toEqual([...days('1998-09-20', 1 + 29), ...days('2054-05-07', 1 + 29)]);
  });

  it('differs from the published year 2054 on the thirty doubted days and on no other', () => {
    const printed = printedDays(publishedMonths());
    const differing = days('2054-01-01', 365).filter((date) => print(toLunar(date)) !== printed.get(epochDay(date)));
    expect(differing).toEqual(days('2054-05-07', 30));
  });

  it('agrees with the other theory on which new moons those are', () => {
    const near = moons.filter((moon) => Math.abs(moon - Math.round(moon)) < 2 / 1440).map(Math.round);
    expect(near.map(dateOf)).toEqual(['1998-09-21', '2054-05-08']);
  });

  // The sun of the gateway is within 0.01°, a quarter of an hour; 2033 has a term 8 minutes before such a midnight.
  it('has no solar term so near a month’s first midnight that it could rename a month', () => {
    const starts = new Set(moons.map(Math.floor));
    const near = terms.filter(({ instant }) => {
      const midnight = Math.round(instant);
      return starts.has(midnight) && Math.abs(instant - midnight) < 15 / 1440;
    });
    expect(near.map(({ degrees, instant }) => `${degrees}° ${dateOf(Math.round(instant))}`)).toEqual([
      '180° 2033-09-23',
    ]);
    const year = firstDayOfMonths(epochDay('2032-12-03'), epochDay('2033-11-21'));
    expect(year.map(({ month }) => month)).toEqual([11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
