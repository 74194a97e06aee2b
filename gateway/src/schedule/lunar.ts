/**
 * The Vietnamese lunar calendar, for the rules and for the panel; it imports nothing. The sun and the moon are those of
 * Jean Meeus, Astronomical Algorithms, 2nd edition; the rules those of Hồ Ngọc Đức. A day begins at midnight UTC+7, in
 * whichever zone the village is, and is counted since 1970-01-01 (an “epoch day”).
 */
export interface LunarDate {
  readonly year: number;
  readonly month: number;
  readonly leap: boolean;
  readonly day: number;
  /** 29 or 30. */
  readonly monthLength: number;
  /** A new moon within two minutes of midnight decides this day: the printed calendar may differ by one. */
  readonly doubtful: boolean;
}

export interface LunarMonth {
  readonly year: number;
  readonly month: number;
  readonly leap: boolean;
  readonly firstDay: number;
  readonly length: number;
  readonly doubtful: boolean;
}

const dayMs = 86_400_000;
/** Vietnam counts by UTC+7 since 1968. After the doubtful month of 2054 the Earth’s turning is not known well enough. */
const firstSupported = Date.UTC(1968, 0, 1) / dayMs;
const lastSupported = Date.UTC(2054, 11, 31) / dayMs;

const synodicDays = 29.530588861;
const doubtfulDays = 2 / 1440;
/** The mean new moon of 2000-01-06, number 0 in chapter 49, in local days; those before it have negative numbers. */
const moonZero = 10_962.88933;

const sin = (degrees: number) => Math.sin((degrees * Math.PI) / 180);

/** ch. 49, in 0.00001 day, times of M, M′ and F. The terms below ten seconds are left out; the sum is within 40 s. */
const moonTerms = [
  [-40720, 0, 1, 0],
  [17241, 1, 0, 0],
  [1608, 0, 2, 0],
  [1039, 0, 0, 2],
  [739, -1, 1, 0],
  [-514, 1, 1, 0],
  [208, 2, 0, 0],
  [-111, 0, 1, -2],
  [-57, 0, 1, 2],
  [56, 1, 2, 0],
  [-42, 0, 3, 0],
  [42, 1, 0, 2],
  [38, 1, 0, -2],
  [-24, -1, 2, 0],
] as const;

/** ch. 49, the additional corrections A1–A5: in 0.000001 day, degrees at number 0, degrees a month. */
const planetTerms = [
  [325, 299.77, 0.107408],
  [165, 251.88, 0.016321],
  [164, 251.83, 26.651886],
  [126, 349.42, 36.412478],
  [110, 84.66, 18.206239],
] as const;

/** The instant of new moon number `k`, in local days. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t;
  const sun = 2.5534 + 29.1053567 * k;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
  const latitude = 160.7108 + 390.67050284 * k;
  let days = moonZero + synodicDays * k + 0.00015437 * t * t - 0.00017 * sin(124.7746 - 1.56375588 * k);
  for (const [size, m, m1, f] of moonTerms) {
    days += 1e-5 * size * e ** Math.abs(m) * sin(m * sun + m1 * moon + f * latitude);
  }
  for (const [size, start, speed] of planetTerms) days += 1e-6 * size * sin(start + speed * k);
  return days - deltaT(days);
}

/**
 * ch. 25: the twelfth of its circle in which the sun is at local midnight, 0 from the spring equinox. Right to 0.01°, a
 * quarter of an hour; no solar term that could rename a month is so near to its first midnight from 1968 to 2054.
 */
function sunTwelfth(day: number): number {
  const t = (day - 10_957.5 - 7 / 24 + deltaT(day)) / 36_525;
  const m = 357.52911 + 35_999.05029 * t;
  const centre = (1.914602 - 0.004817 * t) * sin(m) + 0.019993 * sin(2 * m) + 0.000289 * sin(3 * m);
  const apparent = centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * t);
  const longitude = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t + apparent;
  return ((Math.floor(longitude / 30) % 12) + 12) % 12;
}

/** ΔT in days, two straight lines through what was measured: within 3 s from 1968 to 2025, a forecast afterwards. */
function deltaT(day: number): number {
  const years = (day - 10_957) / 365.25;
  return (63.8 + (years < 0 ? 0.8 : 0.25) * years) / 86_400;
}

/** The number of the new moon that begins month 11 of a year: the last one before the winter solstice is over. */
function solsticeMoon(year: number): number {
  const k = Math.floor((Date.UTC(year, 11, 31) / dayMs - moonZero) / synodicDays);
  return sunTwelfth(Math.floor(newMoon(k))) === 9 ? k - 1 : k;
}

/** Each month by the number of its new moon, reckoned a year at a time when somebody first asks. */
const months = new Map<number, LunarMonth>();

/** Reckons the months from the eleventh of the year before to the tenth of this one. */
function reckonYear(year: number): void {
  const begin = solsticeMoon(year - 1);
  const end = solsticeMoon(year);
  let leapsLeft = end - begin - 12;
  let number = 10;
  let instant = newMoon(begin);
  for (let k = begin; k < end; k++) {
    const next = newMoon(k + 1);
    const firstDay = Math.floor(instant);
    const nextDay = Math.floor(next);
    // A year of thirteen months: the first without a principal term repeats the number before it.
    const leap = leapsLeft > 0 && k > begin && sunTwelfth(firstDay) === sunTwelfth(nextDay);
    if (leap) leapsLeft -= 1;
    else number += 1;
    months.set(k, {
      year: number > 12 ? year : year - 1,
      month: number > 12 ? number - 12 : number,
      leap,
      firstDay,
      length: nextDay - firstDay,
      doubtful: Math.abs(instant - Math.round(instant)) < doubtfulDays,
    });
    instant = next;
  }
}

/** The month that new moon number `k` begins. In December it can belong to this reckoning or to the next. */
function monthOf(k: number): LunarMonth {
  const found = months.get(k);
  if (found) return found;
  const year = new Date((moonZero + synodicDays * k) * dayMs).getUTCFullYear();
  reckonYear(year);
  if (!months.has(k)) reckonYear(year + 1);
  return monthOf(k);
}

/** The number of the new moon before a day. None is a whole day from the mean one, so one look decides. */
function moonBefore(day: number): number {
  const guess = Math.floor((day - moonZero) / synodicDays);
  return monthOf(guess + 1).firstDay <= day ? guess + 1 : guess;
}

/** The lunar date of an epoch day, or null before 1968 and after 2054. */
export function toLunarOfDay(epochDay: number): LunarDate | null {
  if (!(epochDay >= firstSupported && epochDay <= lastSupported)) return null;
  const k = moonBefore(epochDay);
  const { year, month, leap, firstDay, length, doubtful } = monthOf(k);
  const day = epochDay - firstDay + 1;
  return {
    year,
    month,
    leap,
    day,
    monthLength: length,
    doubtful: doubtful || (day === length && monthOf(k + 1).doubtful),
  };
}

/** The lunar date of a `YYYY-MM-DD`, or null before 1968, after 2054 and for what is no date. */
export function toLunar(date: string): LunarDate | null {
  return toLunarOfDay(Date.parse(`${date}T00:00:00Z`) / dayMs);
}

/** The months that have a day from `fromEpochDay` to `toEpochDay`, both included, in order. */
export function firstDayOfMonths(fromEpochDay: number, toEpochDay: number): readonly LunarMonth[] {
  const from = Math.max(fromEpochDay, firstSupported);
  const to = Math.min(toEpochDay, lastSupported);
  const found: LunarMonth[] = [];
  if (!(from <= to)) return found;
  for (let k = moonBefore(from), last = moonBefore(to); k <= last; k++) found.push(monthOf(k));
  return found;
}
