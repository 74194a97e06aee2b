import type { Content, Priority, Programme, ProgrammeInput, Rule, Weekday } from '#contract';

/** What a person fills in for a programme; `null` and empty are what is still open. */
export interface ProgrammeForm {
  readonly title: string;
  readonly content: Content | null;
  readonly repeat: Rule['repeat'];
  readonly date: string;
  readonly until: string;
  readonly weekdays: readonly Weekday[];
  readonly time: string;
  readonly zoneIds: readonly string[];
  readonly priority: Priority;
  readonly enabled: boolean;
  /** Kept as they are; the form does not show them. */
  readonly except: readonly string[];
}

export type MissingPart = 'title' | 'content' | 'weekdays' | 'zones';

/** A daily programme on every zone, from tomorrow on: the commonest, so the least to fill in. */
export function freshForm(tomorrow: string, zoneIds: readonly string[]): ProgrammeForm {
  return {
    title: '',
    content: null,
    repeat: 'daily',
    date: tomorrow,
    until: '',
    weekdays: [],
    time: '05:30',
    zoneIds,
    priority: 'normal',
    enabled: true,
    except: [],
  };
}

export function formOf({ title, content, rule, zoneIds, priority, enabled }: Programme): ProgrammeForm {
  const { repeat, date, time, weekdays = [], until = '', except = [] } = rule;
  return { title, content, repeat, date, until, weekdays, time, zoneIds, priority, enabled, except };
}

/** What still has to be filled in, in the order of the form. */
export function missingIn({ title, content, repeat, weekdays, zoneIds }: ProgrammeForm): MissingPart[] {
  const missing: MissingPart[] = [];
  if (title.trim() === '') missing.push('title');
  if (content === null) missing.push('content');
  if (repeat === 'weekly' && weekdays.length === 0) missing.push('weekdays');
  if (zoneIds.length === 0) missing.push('zones');
  return missing;
}

export function ruleOf({ repeat, date, time, weekdays, until, except }: ProgrammeForm): Rule {
  return {
    repeat,
    date,
    time,
    ...(repeat === 'weekly' ? { weekdays: [...weekdays] } : {}),
    ...(repeat !== 'once' && until !== '' ? { until } : {}),
    ...(repeat !== 'once' && except.length > 0 ? { except: [...except] } : {}),
  };
}

/** What is sent; null while something is missing. */
export function inputOf(form: ProgrammeForm, nearQuietHours: boolean): ProgrammeInput | null {
  if (form.content === null || missingIn(form).length > 0) return null;
  const { title, content, zoneIds, priority, enabled } = form;
  return {
    title: title.trim(),
    content,
    zoneIds: [...zoneIds],
    priority,
    rule: ruleOf(form),
    enabled,
    ...(nearQuietHours ? { nearQuietHours } : {}),
  };
}
