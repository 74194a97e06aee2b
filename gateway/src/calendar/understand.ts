import type { CalendarEvent, Reason, Rule } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { addDays, isRealDate, toInstant, toLocal, type LocalMoment } from '../core/village-time.ts';
import { readCalendar, type RawEvent } from './content-lines.ts';
import { isMoment, lastYear, onVillageClock, readMoment, type Moment } from './moments.ts';
import type { RuleBook } from './ports.ts';
import { noSuchDay, notUnderstood } from './reasons.ts';
import { readRecurrence, type Recurrence } from './recurrence.ts';
import { createZoneBook, type ZoneBook } from './zones.ts';

export interface Village {
  readonly timeZone: string;
  readonly now: number;
  readonly rules: RuleBook;
}

/** What all events of a file share; `walksLeft`: occurrences that may still be counted through for a COUNT. */
interface File extends Village {
  readonly scale: string;
  readonly zones: ZoneBook;
  readonly walks: { left: number };
}

/** Of one event with COUNT, and of all of a file: so that no file keeps the gateway from its work. */
const mostCounted = 1_000;
const mostWalked = 20_000;
const mostExceptions = 366;
const longestUid = 300;
const longestTitle = 80;

/**
 * What the events of an iCalendar file would become, by UID in the order of the file. What is not understood is named,
 * never guessed. Throws `calendar.unreadable` or `calendar.too-many-events`.
 */
export function understand(text: string, village: Village): CalendarEvent[] {
  const { scale, events } = readCalendar(text);
  const file: File = {
    ...village,
    scale,
    zones: createZoneBook(village.timeZone, village.now),
    walks: { left: mostWalked },
  };
  return Array.from(byUid(events), ([uid, same]) => {
    const masters = same.filter((event) => !event.properties.has('recurrence-id'));
    const [master, second] = masters.length > 0 ? masters : same;
    const title = titleOf(master, uid);
    const refuse = (problems: Reason[]) => ({ uid: uid.slice(0, longestUid), title, rule: null, problems });
    if (!master || second) return refuse([{ code: 'calendar.duplicate-uid', params: {} }]);
    const changes = same.filter((event) => event !== master);
    const read = ruleOf(uid, master, changes, file);
    return 'rule' in read ? { uid, title, ...read } : refuse(read);
  });
}

/** An event without UID is named by its place in the file: it stays the same from the preview to the import. */
function byUid(events: readonly RawEvent[]): Map<string, RawEvent[]> {
  const found = new Map<string, RawEvent[]>();
  events.forEach((event, index) => {
    const uid = textOf(event, 'uid') || `#${index + 1}`;
    const same = found.get(uid);
    if (same) same.push(event);
    else found.set(uid, [event]);
  });
  return found;
}

function titleOf(event: RawEvent | undefined, uid: string): string {
  const summary = event ? textOf(event, 'summary') : '';
  return cut(summary) || cut(uid) || '?';
}

/** At most as long as a title may be, without half a character at its end. */
const cut = (text: string) =>
  text
    .slice(0, longestTitle)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();

/** Blanks, line ends and what cannot be seen become one blank. */
const textOf = ({ properties }: RawEvent, name: string) =>
  (properties.get(name)?.[0]?.values[0] ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim();

type Understood = Pick<CalendarEvent, 'problems'> & { readonly rule: Rule };

function ruleOf(uid: string, event: RawEvent, changes: readonly RawEvent[], file: File): Understood | Reason[] {
  const { timeZone, rules, now } = file;
  const [start, ...others] = event.properties.get('dtstart') ?? [];
  const [recurrence, ...moreRules] = event.properties.get('rrule') ?? [];
  const text = recurrence?.values[0] ?? null;
  const own = ownRuleText(event, text);
  const strange = [
    ...event.broken.map((name) => name.toUpperCase()),
    ...(file.scale === 'GREGORIAN' ? [] : [`CALSCALE:${file.scale}`]),
    ...(uid.length > longestUid ? ['UID'] : []),
    ...(others.length > 0 ? ['DTSTART'] : []),
    ...(moreRules.length > 0 ? ['RRULE'] : []),
    ...(event.properties.has('exrule') ? ['EXRULE'] : []),
    ...(event.properties.has('rdate') && own === null ? ['RDATE'] : []),
    ...(event.properties.has('exdate') && text === null && own === null ? ['EXDATE'] : []),
  ];
  if (strange.length > 0) return strange.map(notUnderstood);
  if (isCancelled(event)) return [{ code: 'calendar.cancelled', params: {} }];
  if (!start) return [{ code: 'calendar.no-start', params: {} }];
  const startText = start.values[0] ?? '';
  const moment = readMoment(start, startText, file.zones);
  if (!isMoment(moment)) return [moment];
  const recurs = text !== null || own !== null;
  if (recurs && moment.zone !== null && !file.zones.agrees(moment.zone)) {
    const read = own === null ? readRecurrence(text ?? '', moment) : [];
    return [{ code: 'calendar.other-zone', params: { zone: moment.zone } }, ...(Array.isArray(read) ? read : [])];
  }
  const first = recurs ? moment : onVillageClock(moment, timeZone);
  if (!first) return [notUnderstood(startText)];

  const rule = recurs ? recurringRule(own, text ?? '', first, file) : onceAt(first);
  if (!('repeat' in rule)) return rule;
  const exceptions = exceptionsOf(event, changes, moment, file);
  if (!('days' in exceptions)) return exceptions;
  const except = [...new Set([...(rule.except ?? []), ...exceptions.days])].sort();
  if (except.length > mostExceptions) return [tooManyExceptions()];
  const whole: Rule = { ...rule, ...(except.length > 0 ? { except } : {}) };
  const wrong = refusalOf(() => rules.checkRule(whole));
  if (wrong) return [wrong];
  if (isEmpty(rules.occurrencesFrom(whole, now, timeZone))) return [{ code: 'calendar.over', params: {} }];
  return { rule: whole, problems: exceptions.problems };
}

const isCancelled = (event: RawEvent) => textOf(event, 'status').toUpperCase() === 'CANCELLED';

const onceAt = ({ date, time }: LocalMoment): Rule => ({ repeat: 'once', date, times: [time] });

/** The text of a lunar rule that we wrote ourselves, if this event has one. */
function ownRuleText(event: RawEvent, rrule: string | null): string | null {
  if (rrule === null) return event.properties.get('x-loa-thon-rule')?.[0]?.values[0] ?? null;
  return /^RSCALE=(?!GREGORIAN;)/i.test(rrule) ? rrule : null;
}

function recurringRule(own: string | null, text: string, first: LocalMoment, file: File): Rule | Reason[] {
  const rule = own === null ? solarRule(text, first, file) : ownRule(own, first, file);
  if (!('repeat' in rule)) return rule;
  const wrong = refusalOf(() => file.rules.checkRule(rule));
  if (wrong) return [wrong];
  // What such a DTSTART means is left undefined (§3.8.5.3).
  if (!startsOn(rule, first, file)) return [{ code: 'calendar.start-outside-rule', params: {} }];
  return rule;
}

function startsOn(rule: Rule, { date, time }: LocalMoment, { rules, timeZone }: File): boolean {
  const instant = toInstant({ date, time }, timeZone);
  return !isEmpty(rules.occurrencesFrom(rule, instant, timeZone, instant + 1));
}

function isEmpty(instants: Iterable<number>): boolean {
  for (const _ of instants) return false;
  return true;
}

function ownRule(text: string, first: LocalMoment, { rules, timeZone }: File): Rule | Reason[] {
  try {
    return rules.fromRrule({ ...rules.toRrule(onceAt(first), timeZone), rrule: text }, timeZone);
  } catch (error) {
    if (error instanceof AppError) return [notUnderstood(text)];
    throw error;
  }
}

function solarRule(text: string, first: LocalMoment, file: File): Rule | Reason[] {
  const recurrence = readRecurrence(text, first);
  if (Array.isArray(recurrence)) return recurrence;
  const endless: Rule = { ...recurrence.pattern, date: first.date, times: [first.time] };
  const until = lastDayOf(recurrence, endless, first, file);
  if (until === undefined) return endless;
  if (typeof until === 'object') return [until];
  if (until < first.date) return [{ code: 'calendar.until-before-start', params: {} }];
  return { ...endless, until };
}

/** The last day as UNTIL or COUNT says it, a reason why not, or undefined when it never ends. */
function lastDayOf(
  { until, count }: Recurrence,
  rule: Rule,
  first: LocalMoment,
  file: File,
): string | Reason | undefined {
  if (until !== null) return untilDay(until, first.time, file.timeZone);
  return count === null ? undefined : dayOfCount(count, rule, first, file);
}

function untilDay(until: string, time: string, timeZone: string): string | Reason | undefined {
  // Some programs write the year 9999 for "for ever".
  if (until.slice(0, 4) > lastYear) return undefined;
  const [year, month, day] = [until.slice(0, 4), until.slice(4, 6), until.slice(6, 8)];
  const date = `${year}-${month}-${day}`;
  if (!isRealDate(date)) return noSuchDay(year, month, day);
  if (until.length === 8) return date;
  const clock = `${until.slice(9, 11)}:${until.slice(11, 13)}`;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(clock)) return notUnderstood(`UNTIL=${until}`);
  if (!until.endsWith('Z')) return clock >= time ? date : addDays(date, -1);
  const instant = toInstant({ date, time: clock }, 'UTC');
  const local = toLocal(instant, timeZone).date;
  return toInstant({ date: local, time }, timeZone) <= instant ? local : addDays(local, -1);
}

/** The day of occurrence number `count`, walked to; exceptions count too. Undefined: so many never come. */
function dayOfCount(count: number, rule: Rule, first: LocalMoment, file: File): string | Reason | undefined {
  const { rules, timeZone, walks } = file;
  if (count > Math.min(mostCounted, walks.left)) {
    return { code: 'calendar.count-too-large', params: { most: mostCounted } };
  }
  walks.left -= count;
  let left = count;
  for (const at of rules.occurrencesFrom(rule, toInstant(first, timeZone), timeZone)) {
    left -= 1;
    if (left === 0) return toLocal(at, timeZone).date;
  }
  return undefined;
}

interface Exceptions {
  readonly days: readonly string[];
  /** Changed days that are left out. */
  readonly problems: Reason[];
}

/** The days without it: those of EXDATE, and those that another event of the same UID moves or cancels. */
function exceptionsOf(event: RawEvent, changes: readonly RawEvent[], start: Moment, file: File): Exceptions | Reason[] {
  const days: string[] = [];
  const problems: Reason[] = [];
  const exdates = (event.properties.get('exdate') ?? []).flatMap((property) =>
    property.values.map((value) => ({ property, value })),
  );
  if (exdates.length > mostExceptions) return [tooManyExceptions()];
  for (const { property, value } of exdates) {
    const day = dayOf(property, value, start, file);
    if (typeof day === 'object' && day !== null) return [day];
    if (day !== null) days.push(day);
  }
  for (const change of changes) {
    const [place] = change.properties.get('recurrence-id') ?? [];
    const day = place && place.params.range === undefined ? dayOf(place, place.values[0] ?? '', start, file) : null;
    if (typeof day !== 'string') return [day ?? notUnderstood('RECURRENCE-ID')];
    if (isCancelled(change)) days.push(day);
    else if (!staysAt(day, change, start, file)) {
      days.push(day);
      problems.push({ code: 'calendar.moved-day', params: { date: day } });
    }
  }
  return { days, problems };
}

/** The day whose occurrence is meant, null when none is then, or why it is not understood. */
function dayOf(
  property: Parameters<typeof readMoment>[0],
  value: string,
  { time, zone }: Moment,
  { zones, timeZone }: File,
): string | null | Reason {
  // A whole day: not in the standard, but written by many.
  if (/^\d{8}$/.test(value)) value = `${value}T${time.replace(':', '')}00`;
  const moment = readMoment(property, value, zones);
  if (!isMoment(moment)) return moment;
  const local = moment.zone === zone ? moment : onVillageClock(moment, timeZone);
  return local?.time === time ? local.date : null;
}

/** A change of its text only leaves the occurrence where it is. */
function staysAt(day: string, change: RawEvent, { time }: Moment, { zones, timeZone }: File): boolean {
  const [start] = change.properties.get('dtstart') ?? [];
  const moment = start && readMoment(start, start.values[0] ?? '', zones);
  const local = moment && isMoment(moment) ? onVillageClock(moment, timeZone) : null;
  return local?.date === day && local.time === time;
}

function tooManyExceptions(): Reason {
  return { code: 'calendar.too-many-exceptions', params: { most: mostExceptions } };
}

function refusalOf(check: () => void): Reason | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, params: { ...error.params } };
    throw error;
  }
}
