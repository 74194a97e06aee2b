import ICAL from 'ical.js';
import { AppError } from '../core/errors.ts';
import { plainDesign } from './plain-design.ts';

/** One line of an event that matters to us: its parameters, and its values as they are written (text unescaped). */
export interface Property {
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  /** `date`, `date-time`, `text`, … */
  readonly type: string;
  readonly values: readonly string[];
}

/** An event of the file: its properties by name (`dtstart`), and those of them that cannot be read. */
export interface RawEvent {
  readonly properties: ReadonlyMap<string, readonly Property[]>;
  readonly broken: readonly string[];
}

export interface RawCalendar {
  /** `GREGORIAN` when it says nothing. */
  readonly scale: string;
  readonly events: readonly RawEvent[];
}

export const mostEvents = 500;
/** A calendar holds an event, and that an alarm. */
const deepestNesting = 4;
/** 366 exception days take 6,300 characters. Of the lines that are read; pictures and descriptions are passed over. */
const longestLine = 20_000;

const ofEvent = new Set([
  'uid',
  'summary',
  'status',
  'dtstart',
  'rrule',
  'rdate',
  'exdate',
  'exrule',
  'recurrence-id',
  'x-loa-thon-rule',
]);

interface Draft {
  readonly properties: Map<string, Property[]>;
  readonly broken: string[];
}

/**
 * The events of an iCalendar file (RFC 5545 §3.1, §3.4), bounded. Throws `calendar.unreadable` with the line that is no
 * iCalendar, or `calendar.too-many-events`.
 */
export function readCalendar(text: string): RawCalendar {
  const events: Draft[] = [];
  const open: string[] = [];
  let scale = 'GREGORIAN';
  let lines = 0;
  for (const { line, number } of unfolded(text)) {
    lines = number;
    const name = nameOf(line, number);
    if (name === 'begin') {
      const component = valueOf(line);
      if (open.length === deepestNesting || (open.length === 0) !== (component === 'vcalendar'))
        throw unreadable(number);
      open.push(component);
      if (isEvent(open)) events.push({ properties: new Map(), broken: [] });
      if (events.length > mostEvents) throw tooManyEvents();
    } else if (name === 'end') {
      if (open.pop() !== valueOf(line)) throw unreadable(number);
    } else if (open.length === 0) {
      throw unreadable(number);
    } else if (isEvent(open) && ofEvent.has(name)) {
      take(events.at(-1), name, line);
    } else if (open.length === 1 && name === 'calscale') {
      scale = valueOf(line).toUpperCase();
    }
  }
  if (open.length > 0 || lines === 0) throw unreadable(lines);
  return { scale, events };
}

const isEvent = (open: readonly string[]) => open.length === 2 && open[1] === 'vevent';

function take(event: Draft | undefined, name: string, line: string): void {
  const property = read(line);
  if (!property) return void event?.broken.push(name);
  const same = event?.properties.get(name);
  if (same) same.push(property);
  else event?.properties.set(name, [property]);
}

function read(line: string): Property | null {
  if (line.length > longestLine) return null;
  try {
    const [, params, type, ...values] = ICAL.parse.property(line, plainDesign) as [
      string,
      Property['params'],
      string,
      ...string[],
    ];
    return { params, type, values };
  } catch (error) {
    if (error instanceof ICAL.parse.ParserError) return null;
    throw error;
  }
}

/** Logical lines with the number of the first physical one; a line that begins with a blank goes on with the last. */
function* unfolded(text: string): Generator<{ line: string; number: number }> {
  let pieces: string[] = [];
  let began = 0;
  let number = 0;
  for (const physical of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    number += 1;
    if (/^[ \t]/.test(physical) && pieces.length > 0) {
      pieces.push(physical.slice(1));
      continue;
    }
    if (pieces.length > 0) yield { line: pieces.join(''), number: began };
    pieces = physical.trim() === '' ? [] : [physical];
    began = number;
  }
  if (pieces.length > 0) yield { line: pieces.join(''), number: began };
}

function nameOf(line: string, number: number): string {
  const [name] = /^[A-Za-z0-9-]{1,60}(?=[:;])/.exec(line) ?? [];
  if (!name) throw unreadable(number);
  return name.toLowerCase();
}

const valueOf = (line: string) =>
  line
    .slice(line.indexOf(':') + 1)
    .trim()
    .toLowerCase();

function unreadable(line: number): AppError {
  return new AppError('calendar.unreadable', 422, `This is no iCalendar file: see line ${line}.`, { params: { line } });
}

function tooManyEvents(): AppError {
  return new AppError('calendar.too-many-events', 422, `The file has more than ${mostEvents} events: divide it.`, {
    params: { most: mostEvents },
  });
}
