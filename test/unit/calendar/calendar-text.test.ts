import { describe, expect, it } from 'vitest';
import type { Programme, Rule, Slot } from '../../../gateway/src/contract/index.ts';
import { calendarText } from '../../../gateway/src/calendar/calendar-text.ts';
import { understand } from '../../../gateway/src/calendar/understand.ts';
import { dayMs } from '../../../gateway/src/core/village-time.ts';
import { occurrencesBetween } from '../../../gateway/src/schedule/rule.ts';
import { now, rules } from './ics.ts';
import { shownInPhone } from './phone.ts';

const at = '2026-11-24T00:00:00.000Z';
const morning: Rule = { repeat: 'daily', date: '2026-11-01', times: ['05:00'] };

function programme(rule: Rule, changes: Partial<Programme> = {}): Programme {
  return {
    id: 'sang',
    title: 'Buổi sáng',
    kind: 'bulletin',
    content: { kind: 'recording', recordingId: 'ban-tin' },
    text: '',
    zoneIds: ['dau-thon', 'cuoi-thon'],
    priority: 'normal',
    rule,
    chimes: { opening: 'default', closing: 'default' },
    bedRecordingId: null,
    staggered: false,
    missed: { policy: 'skip', withinMinutes: 0 },
    enabled: true,
    approval: { state: 'approved', by: 'Trưởng thôn', at, note: null },
    durationMs: 90_000,
    nextAt: null,
    problem: null,
    ...changes,
  };
}

function slot(startsAt: string, changes: Partial<Slot> = {}): Slot {
  return {
    id: startsAt,
    programmeId: 'sang',
    title: 'Buổi sáng',
    kind: 'bulletin',
    priority: 'normal',
    zoneIds: ['dau-thon', 'cuoi-thon'],
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 90_000).toISOString(),
    state: 'planned',
    override: null,
    holds: [],
    outcome: null,
    ...changes,
  };
}

const skipped = { skipped: true, movedFrom: null, content: null, contentApproved: true, by: 'Trưởng thôn' };
const mourning = { code: 'slot.overlay', params: { kind: 'mourning' } };

function text(programmes: Programme[], slots: Slot[] = [], timeZone = 'Asia/Ho_Chi_Minh'): string {
  const village = { villageId: 'thon-ngot', villageName: 'Thôn Ngọt, xã Lành', timeZone, now, rules };
  return calendarText({ ...village, programmes, slots });
}

const phone = (file: string, days = 400) =>
  shownInPhone(file, now + days * dayMs)
    .filter((event) => event.at >= now)
    .map((event) => new Date(event.at).toISOString());

const planned = (rule: Rule, timeZone: string) =>
  occurrencesBetween(rule, now, now + 400 * dayMs, timeZone).map((instant) => new Date(instant).toISOString());

const solar: Record<string, Rule> = {
  'each day': morning,
  'each day, twice': { ...morning, times: ['05:00', '17:30'] },
  'each third day': { ...morning, every: 3 },
  'each day at midnight, for a month': { ...morning, times: ['00:00'], until: '2026-12-24' },
  'each day, for a month, but not at Christmas': {
    ...morning,
    until: '2026-12-31',
    except: ['2026-12-24', '2026-12-25'],
  },
  'on working days': { ...morning, repeat: 'weekly', weekdays: ['mo', 'tu', 'we', 'th', 'fr'] },
  'each second week, begun in the middle of one': {
    ...morning,
    date: '2026-11-05',
    repeat: 'weekly',
    every: 2,
    weekdays: ['tu', 'su'],
  },
  'on the 31st': { ...morning, repeat: 'monthly', monthDays: [31] },
  'on the first, the 15th and the last': { ...morning, repeat: 'monthly', monthDays: [1, 15, -1] },
  'each second month on the last Friday': {
    ...morning,
    repeat: 'monthly',
    every: 2,
    nthWeekday: { nth: -1, weekday: 'fr' },
  },
  'on the fifth Sunday': { ...morning, repeat: 'monthly', nthWeekday: { nth: 5, weekday: 'su' } },
  'each year': { ...morning, date: '2019-12-01', repeat: 'yearly' },
  once: { ...morning, repeat: 'once', date: '2027-06-01' },
};
const lunar: Record<string, Rule> = {
  'on the first and the fifteenth by the moon': { ...morning, repeat: 'lunar-monthly', lunar: { days: [1, 15] } },
  'on the last day of the year by the moon': { ...morning, repeat: 'lunar-yearly', lunar: { days: [-1], month: 12 } },
};
const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney'];
const everyRule = zones.flatMap((zone) =>
  Object.entries({ ...solar, ...lunar }).map(([name, rule]) => [zone, name, rule] as const),
);

describe('a phone, which knows the zone from the file only, shows', () => {
  it.each(everyRule)('%s: a programme %s, for 400 days at the very instants at which it airs', (zone, _name, rule) => {
    const expected = planned(rule, zone);
    expect(expected.length).toBeGreaterThan(0);
    expect(phone(text([programme(rule)], [], zone))).toEqual(expected);
  });

  it('title and length', () => {
    const [first] = shownInPhone(text([programme(morning)]), now);
    expect(first).toMatchObject({ uid: 'sang-0500@thon-ngot', title: 'Buổi sáng', lastsMs: 90_000 });
  });

  it('nothing that is not approved, and nothing that is switched off', () => {
    const draft = programme(morning, { approval: { state: 'submitted', by: 'An', at, note: null } });
    expect(phone(text([draft, programme(morning, { enabled: false })]))).toEqual([]);
  });

  it('nothing of a programme that was over before last year, and what began long ago from last year on', () => {
    expect(phone(text([programme({ ...morning, repeat: 'once', date: '2020-01-01' })]))).toEqual([]);
    const old = text([programme({ ...morning, date: '2001-01-01', repeat: 'weekly', every: 2, weekdays: ['mo'] })]);
    expect(old).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20250113T050000');
    expect(shownInPhone(old, now)[0]?.at).toBe(Date.parse('2025-01-12T22:00:00Z'));
  });

  it('a title with whatever is in it, in lines of at most 75 bytes', () => {
    const title = 'Mời bà con; họp thôn, 7 giờ \\ nhớ mang ghế 🪑 và nước\r\nBEGIN:VEVENT';
    const file = text([programme(morning, { title })]);
    expect(shownInPhone(file, now)[0]?.title).toBe(title.replace('\r\n', ' '));
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(file).toContain('X-WR-CALNAME:Thôn Ngọt\\, xã Lành');
    expect(file).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
  });
});

describe('what somebody changed on one slot', () => {
  const tomorrow = '2026-11-24T22:00:00.000Z';
  const after = '2026-11-25T22:00:00.000Z';
  const shown = (slots: Slot[], rule: Rule = morning) => phone(text([programme(rule)], slots), 3);

  it('a skipped one is not in the phone', () => {
    expect(shown([slot(tomorrow, { override: skipped })])).toEqual([after, '2026-11-26T22:00:00.000Z']);
    expect(shown([slot(tomorrow, { override: skipped })], { ...morning, repeat: 'once', date: '2026-11-25' })).toEqual(
      [],
    );
  });

  it('one held back in all its zones is not in the phone, one held in some of them is', () => {
    const partly = { zoneIds: ['dau-thon'], reason: mourning };
    const rest = { zoneIds: ['cuoi-thon'], reason: mourning };
    expect(shown([slot(tomorrow, { holds: [partly, rest] })])[0]).toBe(after);
    expect(shown([slot(tomorrow, { holds: [partly] })])[0]).toBe(tomorrow);
  });

  it.each([
    ['of a series', morning],
    ['of a series of one', { ...morning, repeat: 'once', date: '2026-11-25' } satisfies Rule],
    ['by the moon', { ...morning, repeat: 'lunar-monthly', lunar: { days: [17] } } satisfies Rule],
  ])('one %s that is moved is at its new time, and not at its old one', (_what, rule) => {
    const moved = slot('2026-11-25T01:30:00.000Z', { override: { ...skipped, skipped: false, movedFrom: tomorrow } });
    expect(shown([moved], rule)[0]).toBe('2026-11-25T01:30:00.000Z');
    expect(shown([moved], rule)).not.toContain(tomorrow);
    const gone = { ...moved, holds: [{ zoneIds: ['dau-thon', 'cuoi-thon'], reason: mourning }] };
    expect(shown([gone], rule)).not.toContain('2026-11-25T01:30:00.000Z');
  });

  it('touches the time of day that it belongs to only', () => {
    const twice = { ...morning, times: ['05:00', '17:30'] };
    expect(shown([slot('2026-11-24T10:30:00.000Z', { override: skipped })], twice).slice(0, 2)).toEqual([
      tomorrow,
      '2026-11-25T10:30:00.000Z',
    ]);
  });
});

describe('what we gave out', () => {
  const comesBack = (rule: Rule, zone: string, slots: Slot[] = []) =>
    understand(text([programme(rule)], slots, zone), { timeZone: zone, now, rules });

  it.each(everyRule)('%s: a programme %s comes back as the rule it was', (zone, _name, rule) => {
    const events = comesBack(rule, zone);
    expect(events.map(({ problems }) => problems)).toEqual(rule.times.map(() => []));
    const instants = events.flatMap((event) => (event.rule ? planned(event.rule, zone) : []));
    expect(instants.sort()).toEqual(planned(rule, zone));
    const [first] = events;
    const { date: _date, times: _times, ...pattern } = rule;
    expect(first?.rule).toMatchObject(pattern);
  });

  it('comes back without the slot that was moved, and says so', () => {
    const moved = { ...skipped, skipped: false, movedFrom: '2026-11-24T22:00:00.000Z' };
    expect(
      comesBack(morning, 'Asia/Ho_Chi_Minh', [slot('2026-11-25T01:30:00.000Z', { override: moved })]),
    ).toMatchObject([
      { rule: { except: ['2026-11-25'] }, problems: [{ code: 'calendar.moved-day', params: { date: '2026-11-25' } }] },
    ]);
  });
});
