import type { Rule, Weekday } from '../contract/index.ts';
import { addDays, toInstant, toLocal } from '../core/village-time.ts';

/**
 * How a rule is stored: RFC 5545 text, so that it can leave as iCalendar.
 * `dtstart` is local (`20261124T050000`), `rrule` null for a single day, `exdate` local and comma separated.
 */
export interface StoredRule {
  readonly dtstart: string;
  readonly rrule: string | null;
  readonly exdate: string;
}

export function toRrule(rule: Rule, timeZone: string): StoredRule {
  const time = `T${rule.time.replace(':', '')}00`;
  const local = (date: string) => date.replaceAll('-', '') + time;
  const exdate = (rule.except ?? []).map(local).join(',');
  if (rule.repeat === 'once') return { dtstart: local(rule.date), rrule: null, exdate };
  const parts = [`FREQ=${rule.repeat.toUpperCase()}`];
  if (rule.repeat === 'weekly') parts.push(`BYDAY=${(rule.weekdays ?? []).join(',').toUpperCase()}`);
  if (rule.until) parts.push(`UNTIL=${untilText(rule.until, timeZone)}`);
  return { dtstart: local(rule.date), rrule: parts.join(';'), exdate };
}

export function fromRrule(stored: StoredRule, timeZone: string): Rule {
  const date = dateOf(stored.dtstart);
  const time = `${stored.dtstart.slice(9, 11)}:${stored.dtstart.slice(11, 13)}`;
  const part = new Map((stored.rrule ?? '').split(';').map((text) => text.split('=', 2) as [string, string]));
  const byDay = part.get('BYDAY');
  const until = part.get('UNTIL');
  return {
    repeat: stored.rrule === null ? 'once' : part.get('FREQ') === 'WEEKLY' ? 'weekly' : 'daily',
    date,
    time,
    ...(byDay ? { weekdays: byDay.toLowerCase().split(',') as Weekday[] } : {}),
    ...(until ? { until: toLocal(parseUtc(until) - 1, timeZone).date } : {}),
    ...(stored.exdate ? { except: stored.exdate.split(',').map(dateOf) } : {}),
  };
}

/** UNTIL is UTC when DTSTART has a time zone (RFC 5545 §3.3.10): the end of the village's last day. */
function untilText(lastDay: string, timeZone: string): string {
  const end = toInstant({ date: addDays(lastDay, 1), time: '00:00' }, timeZone);
  return `${new Date(end).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function parseUtc(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function dateOf(local: string): string {
  return `${local.slice(0, 4)}-${local.slice(4, 6)}-${local.slice(6, 8)}`;
}
