import type { Programme, Rule, Slot } from '../contract/index.ts';
import { dayMs, toLocal } from '../core/village-time.ts';
import type { Component, PropertyLine } from './component.ts';
import type { RuleBook } from './ports.ts';
import { wallText } from './zone-component.ts';

export interface EventFrame {
  /** `@thon-ngot`. */
  readonly uidEnd: string;
  readonly timeZone: string;
  readonly now: number;
  /** Occurrences before it are nobody's business any more. */
  readonly since: number;
  /** When the file was made, `20261124T050000Z`. */
  readonly stamp: string;
  /** Those of this programme. */
  readonly slots: readonly Slot[];
  readonly rules: RuleBook;
}

/** No phone knows the Vietnamese calendar: it gets the days themselves, so far ahead. */
const lunarAheadMs = 400 * dayMs;

/** A programme as events, one for each of its times of the day, with those of its slots that are moved. */
export function programmeEvents(programme: Programme, frame: EventFrame): Component[] {
  return programme.rule.times.flatMap((time) => {
    const rule = { ...programme.rule, times: [time] };
    const dates = datesOf(rule, frame);
    if (dates.length === 0) return [];
    const series: Series = { programme, rule, time, dates, slots: changedSlots(rule, frame) };
    return rule.repeat === 'once' ? singleEvent(series, frame) : seriesEvents(series, frame);
  });
}

interface Series {
  readonly programme: Programme;
  /** At one time of the day only. */
  readonly rule: Rule;
  readonly time: string;
  readonly dates: readonly string[];
  readonly slots: readonly ChangedSlot[];
}

function singleEvent(series: Series, frame: EventFrame): Component[] {
  const [own] = series.slots;
  if (own && isSilent(own.slot)) return [];
  const when = own?.slot.override?.movedFrom ? movedTimes(own.slot) : ruleTimes(series, frame);
  return [['vevent', [...commonLines(series, frame), ...when], []]];
}

function seriesEvents(series: Series, frame: EventFrame): Component[] {
  const { rule, time, dates, slots } = series;
  const { rules, timeZone } = frame;
  const silent = slots.filter(({ slot }) => isSilent(slot)).map(({ day }) => day);
  const common = commonLines(series, frame);
  const rrule = rules.toRrule(rule, timeZone).rrule ?? '';
  // The first of them too, though DTSTART stands for it (§3.8.5.2): ical.js, so Thunderbird, would leave it out.
  const recurrence: PropertyLine[] = rule.lunar
    ? [...onDays('rdate', dates, time, timeZone), ['x-loa-thon-rule', {}, 'unknown', rrule]]
    : [['rrule', {}, 'recur', rrule]];
  const except = [...new Set([...(rule.except ?? []), ...silent])].sort();
  const whole = [...common, ...ruleTimes(series, frame), ...recurrence, ...onDays('exdate', except, time, timeZone)];
  const moves = slots.filter(({ slot }) => slot.override?.movedFrom && !isSilent(slot));
  return [
    ['vevent', whole, []],
    ...moves.map(({ slot, day }): Component => {
      const place = onDays('recurrence-id', [day], time, timeZone);
      return ['vevent', [...common, ...place, ...movedTimes(slot)], []];
    }),
  ];
}

function commonLines({ programme, time }: Series, { uidEnd, stamp }: EventFrame): PropertyLine[] {
  return [
    ['uid', {}, 'text', `${programme.id}-${time.replace(':', '')}${uidEnd}`],
    ['dtstamp', {}, 'date-time', stamp],
    ['summary', {}, 'text', programme.title.replace(/\p{Cc}+/gu, ' ')],
  ];
}

/** Start and end on the village's clock; no end for content without a length. */
function ruleTimes({ dates, time, programme }: Series, { timeZone }: EventFrame): PropertyLine[] {
  const end = wallOf(dates[0] ?? '', time) + programme.durationMs;
  return [
    ...onDays('dtstart', dates.slice(0, 1), time, timeZone),
    ...(programme.durationMs > 0
      ? [['dtend', { tzid: timeZone }, 'date-time', wallText(end)] satisfies PropertyLine]
      : []),
  ];
}

/** In UTC: the clock of the village might show that time twice. */
function movedTimes({ startsAt, endsAt }: Slot): PropertyLine[] {
  const utc = (instant: string) => `${wallText(Date.parse(instant))}Z`;
  return [
    ['dtstart', {}, 'date-time', utc(startsAt)],
    ...(endsAt > startsAt ? [['dtend', {}, 'date-time', utc(endsAt)] satisfies PropertyLine] : []),
  ];
}

/** The first day of the series; of a lunar rule each of its days for more than a year, the next one at least. */
function datesOf(rule: Rule, { rules, timeZone, now, since }: EventFrame): string[] {
  const dates: string[] = [];
  const isLunar = rule.lunar !== undefined;
  for (const at of rules.occurrencesFrom(rule, isLunar ? now - dayMs : since, timeZone)) {
    if (dates.length > 0 && (!isLunar || at > now + lunarAheadMs)) break;
    dates.push(toLocal(at, timeZone).date);
  }
  return dates;
}

interface ChangedSlot {
  readonly slot: Slot;
  /** Its day by the rule. */
  readonly day: string;
}

/** The slots that belong to this time of the day, found by the instant that the rule gave them. */
function changedSlots(rule: Rule, { slots, rules, timeZone }: EventFrame): ChangedSlot[] {
  return slots.flatMap((slot) => {
    const at = Date.parse(slot.override?.movedFrom ?? slot.startsAt);
    const [own] = rules.occurrencesFrom(rule, at, timeZone, at + 1);
    return own === undefined ? [] : [{ slot, day: toLocal(at, timeZone).date }];
  });
}

/** Skipped, or held in all its zones: what will not sound must not be in the phone. */
function isSilent({ override, holds, zoneIds }: Slot): boolean {
  const held = new Set(holds.flatMap((hold) => hold.zoneIds));
  return override?.skipped === true || (held.size > 0 && zoneIds.every((id) => held.has(id)));
}

/** What the clock shows at that day and time, as milliseconds as if it were UTC. */
const wallOf = (day: string, time: string) => Date.parse(`${day}T${time}:00Z`);

function onDays(name: string, days: readonly string[], time: string, timeZone: string): PropertyLine[] {
  const values = days.map((day) => wallText(wallOf(day, time)));
  return values.length > 0 ? [[name, { tzid: timeZone }, 'date-time', ...values]] : [];
}
