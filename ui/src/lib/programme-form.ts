import type {
  ApprovalState,
  Chimes,
  Content,
  Missed,
  Priority,
  Programme,
  ProgrammeInput,
  ProgrammeKind,
  Rule,
  Slot,
  Weekday,
} from '#contract';
import { mayHaveBed } from '#air/bed';
import { addDays, minuteMs, minutesOf, villageMoment, type VillageMoment } from './time.ts';

/** What a person fills in for a programme; `null` and empty are what is still open. */
export interface ProgrammeForm {
  readonly title: string;
  readonly kind: ProgrammeKind;
  readonly content: Content | null;
  readonly text: string;
  readonly repeat: Rule['repeat'];
  readonly date: string;
  /** Somebody chose that first day; until then it follows the times. */
  readonly dateChosen: boolean;
  readonly until: string;
  readonly times: readonly string[];
  readonly every: number;
  readonly weekdays: readonly Weekday[];
  /** A monthly programme goes by days of the month, or by a weekday of it. */
  readonly monthBy: 'day' | 'weekday';
  readonly monthDays: readonly number[];
  readonly nth: NthWeekday;
  readonly lunarDays: readonly number[];
  readonly lunarMonth: number;
  readonly lunarLeap: boolean;
  readonly zoneIds: readonly string[];
  readonly priority: Priority;
  readonly chimes: Chimes;
  /** The music under the words; null: none. Kept, but not sent, where it cannot be heard. */
  readonly bedRecordingId: string | null;
  readonly staggered: boolean;
  /** Null: as its kind is missed unless somebody says otherwise. */
  readonly missed: Missed | null;
  readonly enabled: boolean;
  /** Kept as they are; the form does not show them. */
  readonly except: readonly string[];
}

export type NthWeekday = NonNullable<Rule['nthWeekday']>;
export type MissingPart = 'title' | 'content' | 'times' | 'days' | 'zones';

/** Mùng 1 and rằm, the days of the pagoda: the lunar rule that most villages want. */
export const newAndFullMoon = [1, 15] as const;

/** A daily bulletin on every zone, from that day on: the commonest, so the least to fill in. */
export function freshForm(date: string, zoneIds: readonly string[], time = '05:30'): ProgrammeForm {
  return {
    title: '',
    kind: 'bulletin',
    content: null,
    text: '',
    repeat: 'daily',
    date,
    dateChosen: false,
    until: '',
    times: [time],
    every: 1,
    weekdays: [],
    monthBy: 'day',
    monthDays: [1],
    nth: { nth: 1, weekday: 'mo' },
    lunarDays: newAndFullMoon,
    lunarMonth: 1,
    lunarLeap: false,
    zoneIds,
    priority: 'normal',
    chimes: { opening: 'default', closing: 'default' },
    bedRecordingId: null,
    staggered: false,
    missed: null,
    enabled: true,
    except: [],
  };
}

export function formOf(programme: Programme): ProgrammeForm {
  const { title, kind, content, text, zoneIds, priority, chimes, bedRecordingId, staggered, missed } = programme;
  const { enabled, rule } = programme;
  const { repeat, date, times, every = 1, weekdays = [], monthDays, nthWeekday, lunar, until = '', except = [] } = rule;
  const fresh = freshForm(date, zoneIds);
  return {
    title,
    kind,
    content,
    text,
    repeat,
    date,
    dateChosen: true,
    until,
    times,
    every,
    weekdays,
    monthBy: nthWeekday ? 'weekday' : 'day',
    monthDays: monthDays ?? fresh.monthDays,
    nth: nthWeekday ?? fresh.nth,
    lunarDays: lunar?.days ?? fresh.lunarDays,
    lunarMonth: lunar?.month ?? fresh.lunarMonth,
    lunarLeap: lunar?.leap ?? false,
    zoneIds,
    priority,
    chimes,
    bedRecordingId,
    staggered,
    missed: isUsual(kind, missed) ? null : missed,
    enabled,
    except,
  };
}

/** As long as nobody chose the first day, it is today while one of the times is still to come, else tomorrow. */
export function withFirstDay(form: ProgrammeForm, now: Pick<VillageMoment, 'date' | 'time'>): ProgrammeForm {
  if (form.dateChosen) return form;
  return { ...form, date: timesOf(form).some((time) => time > now.time) ? now.date : addDays(now.date, 1) };
}

const halfHour = 30;
const [firstHalfHour, lastHalfHour] = [minutesOf('05:30'), minutesOf('21:00')];

/** The first half hour from 05:30 on in which nothing is planned on any day that is known; 05:30 where none is free. */
export function freeTime(slots: readonly Slot[], timeZone: string): string {
  const taken = slots
    .filter((slot) => slot.state !== 'ended')
    .map(({ startsAt, endsAt }) => {
      const from = Math.floor(villageMoment(startsAt, timeZone).minutes);
      return { from, to: from + (Date.parse(endsAt) - Date.parse(startsAt)) / minuteMs };
    });
  for (let at = firstHalfHour; at <= lastHalfHour; at += halfHour) {
    if (!taken.some(({ from, to }) => from < at + halfHour && to > at)) return timeText(at);
  }
  return timeText(firstHalfHour);
}

function timeText(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What the gateway does with a missed slot of that kind when nobody chose: news is worth a few minutes, music is not. */
export function usualMissed(kind: ProgrammeKind): Missed {
  return kind === 'bulletin' ? { policy: 'catch-up', withinMinutes: 5 } : { policy: 'skip', withinMinutes: 0 };
}

function isUsual(kind: ProgrammeKind, { policy, withinMinutes }: Missed): boolean {
  const usual = usualMissed(kind);
  return usual.policy === policy && usual.withinMinutes === withinMinutes;
}

/** What still has to be filled in, in the order of the form. */
export function missingIn(form: ProgrammeForm): MissingPart[] {
  const missing: MissingPart[] = [];
  if (form.title.trim() === '') missing.push('title');
  if (form.content === null) missing.push('content');
  if (lacksDays(form)) missing.push('days');
  if (timesOf(form).length === 0) missing.push('times');
  if (form.zoneIds.length === 0) missing.push('zones');
  return missing;
}

function lacksDays({ repeat, weekdays, monthBy, monthDays, lunarDays }: ProgrammeForm): boolean {
  switch (repeat) {
    case 'weekly':
      return weekdays.length === 0;
    case 'monthly':
      return monthBy === 'day' && monthDays.length === 0;
    case 'lunar-monthly':
    case 'lunar-yearly':
      return lunarDays.length === 0;
    case 'once':
    case 'daily':
    case 'yearly':
      return false;
  }
}

/** In order and each once; a field that is still empty is no time. */
function timesOf({ times }: ProgrammeForm): string[] {
  return [...new Set(times)].filter((time) => time !== '').sort();
}

export function ruleOf(form: ProgrammeForm): Rule {
  const { repeat, date, every, until, except } = form;
  const lunar = repeat === 'lunar-monthly' || repeat === 'lunar-yearly';
  return {
    repeat,
    date,
    times: timesOf(form),
    ...(repeat !== 'once' && !lunar && every > 1 ? { every } : {}),
    ...daysOf(form),
    ...(repeat !== 'once' && until !== '' ? { until } : {}),
    ...(repeat !== 'once' && except.length > 0 ? { except: [...except] } : {}),
  };
}

function daysOf(form: ProgrammeForm): Pick<Rule, 'weekdays' | 'monthDays' | 'nthWeekday' | 'lunar'> {
  const days = [...form.lunarDays] as NonNullable<Rule['lunar']>['days'];
  switch (form.repeat) {
    case 'weekly':
      return { weekdays: [...form.weekdays] };
    case 'monthly':
      return form.monthBy === 'weekday'
        ? { nthWeekday: form.nth }
        : { monthDays: [...form.monthDays] as NonNullable<Rule['monthDays']> };
    case 'lunar-monthly':
      return { lunar: { days } };
    case 'lunar-yearly':
      return { lunar: { days, month: form.lunarMonth, ...(form.lunarLeap ? { leap: true } : {}) } };
    case 'once':
    case 'daily':
    case 'yearly':
      return {};
  }
}

export interface Saving {
  readonly approval: ApprovalState;
  /** The person was asked about quiet hours and said yes. */
  readonly nearQuietHours: boolean;
}

/** What is sent; null while something is missing. */
export function inputOf(form: ProgrammeForm, { approval, nearQuietHours }: Saving): ProgrammeInput | null {
  if (form.content === null || missingIn(form).length > 0) return null;
  const { title, kind, content, text, zoneIds, priority, chimes, staggered, missed, enabled } = form;
  return {
    title: title.trim(),
    kind,
    content,
    text: text.trim(),
    zoneIds: [...zoneIds],
    priority,
    rule: ruleOf(form),
    chimes,
    bedRecordingId: bedOf(form),
    staggered,
    missed: missed ?? usualMissed(kind),
    enabled,
    approval,
    ...(nearQuietHours ? { nearQuietHours } : {}),
  };
}

/** The music that will be heard under it as the form stands: music needs none, and what is said is none under itself. */
export function bedOf({ kind, content, staggered, bedRecordingId }: ProgrammeForm): string | null {
  if (kind === 'music' || content === null || !mayHaveBed({ content, staggered })) return null;
  return content.kind === 'recording' && content.recordingId === bedRecordingId ? null : bedRecordingId;
}

/** What is asked while typing: a name may still be missing, nothing else. */
export function trialOf(form: ProgrammeForm): ProgrammeInput | null {
  const title = form.title.trim() === '' ? '—' : form.title;
  return inputOf({ ...form, title }, { approval: 'draft', nearQuietHours: false });
}
