/**
 * Village time for the panel: the wire speaks UTC instants, people speak of days and hours of their village.
 * Pure; `zone` is an IANA name. A date is `2026-11-24`, a time `05:00`.
 */
export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
export const dayMinutes = 1_440;

export interface VillageMoment {
  readonly date: string;
  readonly time: string;
  /** Minutes since the village's midnight, with the seconds as a fraction. */
  readonly minutes: number;
  readonly seconds: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, found);
  }
  return found;
}

/** What the village's clocks show at an instant (epoch ms, or ISO text from the wire). */
export function villageMoment(instant: number | string, zone: string): VillageMoment {
  const part: Record<string, string> = {};
  const at = typeof instant === 'string' ? Date.parse(instant) : instant;
  for (const { type, value } of formatter(zone).formatToParts(at)) part[type] = value;
  const seconds = Number(part['second']);
  return {
    date: `${part['year']}-${part['month']}-${part['day']}`,
    time: `${part['hour']}:${part['minute']}`,
    minutes: Number(part['hour']) * 60 + Number(part['minute']) + seconds / 60,
    seconds,
  };
}

/** `05:07:09` */
export function clockText(instant: number, zone: string): string {
  const { time, seconds } = villageMoment(instant, zone);
  return `${time}:${String(seconds).padStart(2, '0')}`;
}

/** Calendar arithmetic, no zone involved. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
export type WeekdayCode = (typeof weekdays)[number];

export function weekdayOf(date: string): WeekdayCode {
  const fromSunday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekdays[(fromSunday + 6) % 7] ?? 'mo';
}

/** The days of the week that a date is in, from Monday. */
export function weekOf(date: string): string[] {
  const monday = addDays(date, -weekdays.indexOf(weekdayOf(date)));
  return weekdays.map((_, index) => addDays(monday, index));
}

/** The weeks of the month that a date is in, whole ones; the first and the last reach into its neighbours. */
export function monthOf(date: string): string[][] {
  const weeks: string[][] = [];
  for (let week = weekOf(`${date.slice(0, 7)}-01`); (week[0] ?? '') < addMonths(date, 1);) {
    weeks.push(week);
    week = weekOf(addDays(week[0] ?? date, 7));
  }
  return weeks;
}

/** The first day of the month so many months later. */
export function addMonths(date: string, months: number): string {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1))
    .toISOString()
    .slice(0, 10);
}

/** True for a date that the calendar has; an address may hold anything. */
export function isDate(text: string | undefined): text is string {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${text}T`);
}

/** `2026-11-04` → `4/11`: as people write it, without noughts. */
export function dayMonth(date: string): string {
  return `${Number(date.slice(8, 10))}/${Number(date.slice(5, 7))}`;
}

/** `05:30` → 330 */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export interface DurationParts {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** A length to the second; from an hour on, to the minute: nobody counts seconds of an hour. */
export function durationParts(ms: number): DurationParts {
  let seconds = Math.max(0, Math.round(ms / secondMs));
  if (seconds >= 3_600) seconds = Math.round(seconds / 60) * 60;
  return { hours: Math.floor(seconds / 3_600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 };
}

/** What is left, as a counter that never says less than there is: `1:42`, `1:05:09`. */
export function counterText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / secondMs));
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
