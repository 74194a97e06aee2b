import type { Priority, QuietHours, Slot } from '#contract';
import { dayMinutes, minutesOf, villageMoment } from './time.ts';

/** Minutes of a day, 0 … 1440. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How a slot is drawn: filled where it sounded, hollow with a cross where it should have and did not; `held`: a gate says no. */
export type MarkLook = 'planned' | 'on-air' | 'aired' | 'partly' | 'missed' | 'skipped' | 'held';

export interface StripMark extends Span {
  readonly id: string;
  readonly priority: Priority;
  readonly look: MarkLook;
}

export interface DayStrip {
  readonly quiet: readonly Span[];
  readonly marks: readonly StripMark[];
  /** Minutes since midnight, when the day is today. */
  readonly now: number | null;
}

export interface DayStripFacts {
  readonly date: string;
  readonly slots: readonly Slot[];
  readonly quietHours: readonly QuietHours[];
  readonly now: number;
  readonly timeZone: string;
}

/** One day as a picture: slots of other days are left out, those over midnight are cut at it. */
export function drawDay({ date, slots, quietHours, now, timeZone }: DayStripFacts): DayStrip {
  const today = villageMoment(now, timeZone);
  const marks = slotsOfDay(slots, date, timeZone).map((slot) => {
    const from = villageMoment(slot.startsAt, timeZone).minutes;
    const lengthMinutes = (Date.parse(slot.endsAt) - Date.parse(slot.startsAt)) / 60_000;
    const to = Math.min(dayMinutes, from + lengthMinutes);
    return { id: slot.id, priority: slot.priority, look: lookOf(slot), from, to };
  });
  return { quiet: uniteQuiet(quietHours), marks, now: today.date === date ? today.minutes : null };
}

/** In order; a slot belongs to the village day on which it starts. */
export function slotsOfDay(slots: readonly Slot[], date: string, timeZone: string): Slot[] {
  return slots.filter((slot) => villageMoment(slot.startsAt, timeZone).date === date);
}

export function lookOf(slot: Slot): MarkLook {
  const { state, override, outcome } = slot;
  if (!outcome) {
    if (state === 'on-air') return 'on-air';
    if (override?.skipped) return 'skipped';
    return heldEverywhere(slot) ? 'held' : 'planned';
  }
  switch (outcome.kind) {
    case 'aired':
      return 'aired';
    case 'aired-partly':
    case 'stopped':
      return 'partly';
    case 'skipped':
      return 'skipped';
    case 'held-back':
      return 'held';
    case 'pre-empted':
    case 'quiet-hours':
    case 'missed':
    case 'failed':
      return 'missed';
  }
}

/** True when, as things stand, no zone of it will sound. */
export function heldEverywhere({ holds, zoneIds }: Pick<Slot, 'holds' | 'zoneIds'>): boolean {
  const held = new Set(holds.flatMap((hold) => hold.zoneIds));
  return holds.length > 0 && zoneIds.every((id) => held.has(id));
}

/** When at least one zone wants quiet, on one day's line: 22:00–05:00 becomes 0–300 and 1320–1440. */
export function uniteQuiet(quietHours: readonly QuietHours[]): Span[] {
  const spans = quietHours.flatMap(({ from, to }): Span[] => {
    const [start, end] = [minutesOf(from), minutesOf(to)];
    if (start === end) return [];
    if (start < end) return [{ from: start, to: end }];
    return [
      { from: 0, to: end },
      { from: start, to: dayMinutes },
    ];
  });
  spans.sort((a, b) => a.from - b.from);
  const united: Span[] = [];
  for (const span of spans) {
    const last = united.at(-1);
    if (last && span.from <= last.to) united[united.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else if (span.to > span.from) united.push(span);
  }
  return united;
}

export interface Bar {
  readonly x: number;
  readonly width: number;
}

/** Where a span stands on a line of `width` pixels; never thinner than `least`, never beyond its ends. */
export function place({ from, to }: Span, width: number, least = 0): Bar {
  const wide = Math.min(width, Math.max(least, ((to - from) / dayMinutes) * width));
  return { x: Math.min(width - wide, (from / dayMinutes) * width), width: wide };
}

/** The hours written below a line of that width, so that they never touch. */
export function hourLabels(width: number): number[] {
  const step = width >= 900 ? 2 : width >= 520 ? 3 : 6;
  return Array.from({ length: 24 / step + 1 }, (_, index) => index * step);
}
