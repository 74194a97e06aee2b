import { describe, expect, it } from 'vitest';
import type { Overlay, Preflight, PreflightFinding, Programme } from '../../../gateway/src/contract/index.ts';
import { badgeCount, sentBack, waitingFor } from '../../../ui/src/lib/approvals.ts';
import { currentOverlays, lackIn, silencedBy, usualOverlay } from '../../../ui/src/lib/overlay-rules.ts';
import { belongsOnHome, fixHref, readinessOf } from '../../../ui/src/lib/preflight.ts';
import { daysOf, monthAfter, monthOf } from '../../../ui/src/parts/month/month.ts';
import { readCalendar } from '../../../ui/src/screens/more/calendar/calendar-file.ts';
import { columnsOf, joinedByName, plannedOf, soundedFor } from '../../../ui/src/screens/schedule/sheet/month.ts';
import { date, ended, instant, slot, timeZone } from './village-day.ts';

const music = { kind: 'music' as const };
const override = { skipped: false, movedFrom: null, content: null, contentApproved: true, by: 'Cô Lan' };

describe('a period', () => {
  it('of mourning silences the music for three days, everywhere', () => {
    expect(usualOverlay('mourning', date)).toEqual({
      kind: 'mourning',
      title: '',
      from: '2026-11-24',
      to: '2026-11-26',
      zoneIds: null,
      mutes: 'music',
    });
  });

  it('that ends before it begins, or is nowhere, says so; one of a single day is whole', () => {
    const usual = usualOverlay('mourning', date);
    expect(lackIn({ ...usual, to: date })).toBeNull();
    expect(lackIn({ ...usual, to: '2026-11-23' })).toBe('order');
    expect(lackIn({ ...usual, from: '' })).toBe('from');
    expect(lackIn({ ...usual, to: '' })).toBe('to');
    expect(lackIn({ ...usual, zoneIds: [] })).toBe('zones');
  });

  it('says beforehand what it would silence: not bulletins, not what is skipped, over or on another day', () => {
    const slots = [
      slot('05:00'),
      slot('06:00', music),
      slot('07:00', { ...music, override: { ...override, skipped: true } }),
      { ...ended('04:00', 'aired'), ...music },
      slot('05:00', { ...music, id: 'later', startsAt: instant('05:00', '2026-11-27') }),
    ];
    const { whole, partly, days } = silencedBy(usualOverlay('mourning', date), slots, timeZone);
    expect([whole.map(({ id }) => id), partly, days]).toEqual([['slot-0600'], [], 1]);
  });

  it('in one zone leaves the others of a slot sounding', () => {
    const both = slot('06:00', { ...music, zoneIds: ['dinh', 'cho'] });
    const { whole, partly } = silencedBy({ ...usualOverlay('mourning', date), zoneIds: ['dinh'] }, [both], timeZone);
    expect([whole, partly]).toEqual([[], [both]]);
  });

  it('of higher muting lets priority pass, or nothing at all', () => {
    const slots = [slot('05:00'), slot('06:00', { priority: 'priority' })];
    const silent = (mutes: 'normal' | 'all') =>
      silencedBy({ ...usualOverlay('holiday', date), mutes }, slots, timeZone).whole.map(({ id }) => id);
    expect(silent('normal')).toEqual(['slot-0500']);
    expect(silent('all')).toEqual(['slot-0500', 'slot-0600']);
  });

  it('is shown on its days only, the one that ends last first', () => {
    const of = (id: string, from: string, to: string): Overlay => ({
      ...usualOverlay('exams', from),
      id,
      to,
      by: 'Ông Tư',
    });
    const overlays = [
      of('over', '2026-11-01', '2026-11-23'),
      of('short', date, date),
      of('long', date, '2026-11-30'),
      of('coming', '2026-11-25', '2026-11-30'),
    ];
    expect(currentOverlays(overlays, date).map(({ id }) => id)).toEqual(['long', 'short']);
  });
});

describe('the line of pre-flight', () => {
  const evening = Date.parse(instant('18:00'));
  const tomorrow = slot('05:00', { id: 'tomorrow', startsAt: instant('05:00', '2026-11-25') });
  const checked = (findings: PreflightFinding[] = []): Preflight => ({
    at: instant('18:00'),
    from: instant('18:00'),
    to: instant('18:00', '2026-11-25'),
    slots: 1,
    checked: { files: 1, relays: 1 },
    findings,
  });
  const finding: PreflightFinding = {
    severity: 'blocks',
    reason: { code: 'preflight.not-approved', params: {} },
    fix: null,
    slotIds: ['tomorrow'],
  };

  it('speaks of tomorrow morning when that is all there is', () => {
    expect(readinessOf(checked(), [tomorrow], evening, timeZone)).toMatchObject({
      kind: 'ready',
      count: 1,
      part: 'tomorrow-morning',
    });
    const tonight = slot('19:00');
    expect(readinessOf({ ...checked(), slots: 2 }, [tonight, tomorrow], evening, timeZone)).toMatchObject({
      count: 2,
      part: 'next-day',
    });
  });

  it('vouches only for as many as it has looked through', () => {
    expect(readinessOf(checked(), [slot('19:00'), tomorrow], evening, timeZone)).toMatchObject({ count: 1 });
    expect(readinessOf({ ...checked(), slots: 0 }, [tomorrow], evening, timeZone).kind).toBe('old');
  });

  it('is not ready while one of them waits for somebody to approve it', () => {
    const reason = { code: 'slot.not-approved', params: {} };
    const waits = { ...tomorrow, holds: [{ zoneIds: tomorrow.zoneIds, reason }] };
    const readiness = readinessOf(checked(), [waits], evening, timeZone);
    expect(readiness).toMatchObject({ kind: 'to-approve', count: 1, before: tomorrow.startsAt });
  });

  it('says by when something is to be mended', () => {
    const readiness = readinessOf(checked([finding]), [tomorrow], evening, timeZone);
    expect(readiness).toMatchObject({ kind: 'to-mend', count: 1, before: tomorrow.startsAt });
  });

  it('is on the home screen in the evening, and all day while something is to be mended', () => {
    const noon = Date.parse(instant('12:00', '2026-11-25'));
    const home = (findings: PreflightFinding[], at: number) =>
      belongsOnHome(readinessOf(checked(findings), [tomorrow], at, timeZone), at, timeZone);
    expect([home([], evening), home([], noon), home([finding], noon)]).toEqual([true, false, true]);
  });

  it('does not pass an old check off as one of today', () => {
    const later = Date.parse(instant('18:01', '2026-11-25'));
    expect(readinessOf(checked([finding]), [tomorrow], later, timeZone).kind).toBe('old');
    expect(readinessOf(null, [], later, timeZone).kind).toBe('unknown');
  });

  it('leads to where it is mended', () => {
    expect(fixHref({ kind: 'relay', id: 'cot' })).toBe('/more/relays/cot');
    expect(fixHref({ kind: 'clock', id: null })).toBe('/more/settings');
  });
});

describe('approval', () => {
  const programme = (id: string, state: Programme['approval']['state'], note: string | null = null) =>
    ({ id, approval: { state, by: 'Cô Lan', at: instant(id), note } }) as Programme;
  const programmes = [
    programme('09:00', 'submitted'),
    programme('08:00', 'submitted'),
    programme('07:00', 'approved'),
    programme('06:00', 'draft', 'Đọc lại giờ họp.'),
    programme('05:00', 'draft'),
  ];
  const changed = slot('17:00', { override: { ...override, contentApproved: false } });
  const now = Date.parse(instant('12:00'));

  it('waits in the order in which things were handed in, changed slots too until their time has come', () => {
    const waiting = waitingFor(programmes, [changed, { ...changed, id: 'past', startsAt: instant('11:00') }], now);
    expect(waiting.programmes.map(({ id }) => id)).toEqual(['08:00', '09:00']);
    expect(waiting.slots).toEqual([changed]);
  });

  it('is counted only for those who can give it', () => {
    const waiting = waitingFor(programmes, [changed], now);
    expect([badgeCount(waiting, () => true), badgeCount(waiting, () => false)]).toEqual([3, 0]);
  });

  it('that was refused comes back with its note', () => {
    expect(sentBack(programmes).map(({ id }) => id)).toEqual(['06:00']);
  });
});

describe('the monthly sheet', () => {
  it('counts in seconds what sounded for less than a minute', () => {
    expect([0, 24, 59, 60, 89, 90].map(soundedFor)).toEqual([
      { minutes: 0 },
      { seconds: 24 },
      { seconds: 59 },
      { minutes: 1 },
      { minutes: 1 },
      { minutes: 2 },
    ]);
  });

  const none = { aired: 0, partly: 0, missed: 0, chosen: 0 };

  it('has one line for programmes of one name: nothing on paper tells them apart', () => {
    const line = (programmeId: string, title: string, airedSeconds: number, missed: number) => ({
      ...{ programmeId, title, airedSeconds, tally: { ...none, aired: 1, missed } },
    });
    expect(joinedByName([line('a', 'Bản tin', 40, 0), line('b', 'Nhạc', 90, 0), line('c', 'Bản tin', 30, 2)])).toEqual([
      { name: 'Bản tin', airedSeconds: 70, tally: { ...none, aired: 2, missed: 2 } },
      { name: 'Nhạc', airedSeconds: 90, tally: { ...none, aired: 1 } },
    ]);
  });

  it('has a column for each day, what sounded at its foot', () => {
    const days = [{ date: '2026-02-03', airedSeconds: 60, tally: { aired: 2, partly: 1, missed: 0, chosen: 1 } }];
    const columns = columnsOf({ month: '2026-02', days });
    expect(columns).toHaveLength(28);
    expect(columns.slice(1, 3)).toEqual([[], ['aired', 'aired', 'partly', 'chosen']]);
  });

  it('counts every slot once', () => {
    expect(plannedOf({ ...none, aired: 5, missed: 2 })).toBe(7);
  });

  it('knows its days', () => {
    expect(daysOf('2026-02')).toHaveLength(28);
    expect(daysOf('2026-02').filter(({ sunday }) => sunday)[1]).toEqual({ date: '2026-02-08', day: 8, sunday: true });
  });

  it('is of this month unless its address says another that exists', () => {
    expect([monthOf(undefined, date), monthOf('2026-13', date), monthOf('2026-02', date)]).toEqual([
      '2026-11',
      '2026-11',
      '2026-02',
    ]);
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });
});

describe('a calendar file', () => {
  const file = (text: string, size = text.length) => ({ size, text: () => Promise.resolve(text) });

  it('is read, with the mark that some programs put before it', async () => {
    const text = '\uFEFFBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
    expect(await readCalendar(file(text))).toEqual({ text });
  });

  it('is refused before it is sent when it is none, too large or cannot be read', async () => {
    expect(await readCalendar(file('%PDF-1.7'))).toEqual({ problem: 'not-calendar' });
    expect(await readCalendar(file('BEGIN:VCALENDAR', 5_000_000))).toEqual({ problem: 'too-large' });
    expect(await readCalendar(file(`BEGIN:VCALENDAR${' '.repeat(1_000_000)}`))).toEqual({ problem: 'too-large' });
    expect(await readCalendar({ size: 10, text: () => Promise.reject(new Error('gone')) })).toEqual({
      problem: 'unreadable',
    });
  });
});
