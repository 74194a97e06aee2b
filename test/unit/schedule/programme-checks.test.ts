import { describe, expect, it } from 'vitest';
import type { Priority, Rule } from '../../../gateway/src/contract/index.ts';
import type { ChangedSlot, ProgrammeFacts } from '../../../gateway/src/schedule/airtime.ts';
import { clashesOf, lookFrom, refuseOverlapWithItself } from '../../../gateway/src/schedule/programme-checks.ts';

const timeZone = 'Asia/Ho_Chi_Minh';
const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+07:00`);
const now = at('2026-11-23', '20:00');

const daily: Rule = { repeat: 'daily', date: '2026-11-24', times: ['06:00'] };
const holiday: Rule = { repeat: 'yearly', date: '2026-04-30', times: ['06:00'] };
const tet: Rule = { repeat: 'lunar-yearly', date: '2026-11-24', times: ['06:00'], lunar: { days: [1], month: 1 } };
const kings: Rule = { repeat: 'lunar-yearly', date: '2026-11-24', times: ['06:00'], lunar: { days: [10], month: 3 } };

interface Given {
  readonly changed?: readonly ChangedSlot[];
  readonly priority?: Priority;
  readonly zoneIds?: readonly string[];
}

/** Ten minutes, by a rule. */
function tenMinutes(id: string, rule: Rule, { changed = [], priority = 'normal', zoneIds = ['loa'] }: Given = {}) {
  const facts: ProgrammeFacts = {
    programme: { id, title: id, rule, priority, zoneIds, enabled: true },
    durationMs: 600_000,
    changed,
  };
  return facts;
}

/** A slot that somebody put somewhere else, or gave another content of so many minutes. */
function changedSlot(occursAt: number, startsAt: number, contentMinutes?: number): ChangedSlot {
  const content = contentMinutes === undefined ? null : ({ kind: 'recording', recordingId: 'dai' } as const);
  return { occursAt, startsAt, durationMs: (contentMinutes ?? 10) * 60_000, skippedBy: null, content };
}

/** What saving the first says about the others: `title at` with who yields, or the code it is refused with. */
function said(mine: ProgrammeFacts, ...others: ProgrammeFacts[]): string[] {
  try {
    const from = lookFrom(mine.programme, now, timeZone);
    refuseOverlapWithItself(mine, from, timeZone);
    const outputsOf = ({ zoneIds }: ProgrammeFacts['programme']) => new Set(zoneIds);
    return clashesOf(mine, others, outputsOf, from, timeZone).map(
      (clash) => `${clash.title} ${clash.at} ${clash.yields}`,
    );
  } catch (error) {
    const { code, params } = error as { code: string; params: Record<string, string> };
    return [[code, params.title, params.at].filter(Boolean).join(' ')];
  }
}

const iso = (date: string, time: string) => new Date(at(date, time)).toISOString();

describe('a clash that only comes months after the save', () => {
  it.each<[string, Rule, string]>([
    ['on a day of each year', holiday, '2027-04-30'],
    ['at Tết', tet, '2027-02-06'],
    ['on the day of the Hùng kings', kings, '2027-04-16'],
    ['on the 31st of the months that have one', { ...daily, repeat: 'monthly', monthDays: [31] }, '2026-12-31'],
    ['once, next summer', { ...daily, repeat: 'once', date: '2027-07-27' }, '2027-07-27'],
    ['daily, from next summer on', { ...daily, date: '2027-07-27' }, '2027-07-27'],
  ])('with what is %s is seen, whichever of them is saved last', (_when, rule, day) => {
    const refused = [`schedule.conflict thường ngày ${iso(day, '06:00')}`];
    expect(said(tenMinutes('dịp lễ', rule), tenMinutes('thường ngày', daily))).toEqual(refused);
    expect(said(tenMinutes('thường ngày', daily), tenMinutes('dịp lễ', rule))).toEqual([
      `schedule.conflict dịp lễ ${iso(day, '06:00')}`,
    ]);
  });

  it('is seen between two that are both seldom on', () => {
    const labour: Rule = { ...daily, repeat: 'monthly', monthDays: [30] };
    expect(said(tenMinutes('cuối tháng', labour), tenMinutes('30/4', holiday))).toEqual([
      `schedule.conflict 30/4 ${iso('2027-04-30', '06:00')}`,
    ]);
    expect(said(tenMinutes('30/4', holiday), tenMinutes('cuối tháng', labour))).toEqual([
      `schedule.conflict cuối tháng ${iso('2027-04-30', '06:00')}`,
    ]);
  });

  it('says who yields when one of them has the higher rank', () => {
    const ceremony = tenMinutes('30/4', holiday, { priority: 'priority' });
    expect(said(tenMinutes('thường ngày', daily), ceremony)).toEqual([`30/4 ${iso('2027-04-30', '06:00')} this`]);
    expect(said(ceremony, tenMinutes('thường ngày', daily))).toEqual([
      `thường ngày ${iso('2027-04-30', '06:00')} other`,
    ]);
  });

  it('is none on another output, at another time, or of what is switched off', () => {
    const mine = tenMinutes('thường ngày', daily);
    const off = tenMinutes('30/4', holiday);
    expect(said(mine, { ...off, programme: { ...off.programme, enabled: false } })).toEqual([]);
    expect(said(mine, tenMinutes('30/4', holiday, { zoneIds: ['đình'] }))).toEqual([]);
    expect(said(mine, tenMinutes('30/4', { ...holiday, times: ['06:10'] }))).toEqual([]);
    expect(said(mine, tenMinutes('30/4', { ...holiday, times: ['05:50'] }))).toEqual([]);
  });

  it('is looked for to the end of what is to come, though that be never', () => {
    const never: Rule = { ...holiday, date: '2024-02-29', every: 3, until: '2026-12-31' };
    expect(said(tenMinutes('thường ngày', daily), tenMinutes('không bao giờ', never))).toEqual([]);
  });
});

describe('a slot that was moved', () => {
  const away = at('2026-11-25', '09:00');
  const nine = tenMinutes('mới', { ...daily, times: ['09:00'] });

  it('is in the way where it was put', () => {
    const moved = tenMinutes('sáng', daily, { changed: [changedSlot(at('2026-11-25', '06:00'), away)] });
    expect(said(nine, moved)).toEqual([`schedule.conflict sáng ${iso('2026-11-25', '09:00')}`]);
  });

  it('is in the way of what is seldom on too, and far ahead', () => {
    const far = at('2027-05-01', '06:30');
    const moved = tenMinutes('30/4', holiday, { changed: [changedSlot(at('2027-04-30', '06:00'), far)] });
    const half = { ...daily, times: ['06:30'] };
    expect(said(tenMinutes('mới', half), moved)).toEqual([`schedule.conflict 30/4 ${iso('2027-05-01', '06:30')}`]);
    const first: Rule = { ...half, repeat: 'yearly', date: '2026-05-01' };
    expect(said(tenMinutes('mới', first), moved)).toEqual([`schedule.conflict 30/4 ${iso('2027-05-01', '06:30')}`]);
  });

  it('leaves its own place free', () => {
    const once: Rule = { ...daily, repeat: 'once', date: '2026-11-25' };
    const moved = tenMinutes('một lần', once, { changed: [changedSlot(at('2026-11-25', '06:00'), away)] });
    expect(said(tenMinutes('mới', { ...once }), moved)).toEqual([]);
    const skipped = { ...changedSlot(at('2026-11-25', '06:00'), away), skippedBy: 'Bà Sáu' };
    expect(said(nine, tenMinutes('một lần', once, { changed: [skipped] }))).toEqual([]);
  });

  it('is as long as what it was given instead', () => {
    const occursAt = at('2026-11-25', '06:00');
    const longer = tenMinutes('sáng', daily, { changed: [changedSlot(occursAt, occursAt, 45)] });
    expect(said(tenMinutes('mới', { ...daily, times: ['06:30'] }), longer)).toEqual([
      `schedule.conflict sáng ${iso('2026-11-25', '06:30')}`,
    ]);
  });

  it('keeps its own programme from being laid upon it, or it upon another', () => {
    const changed = [changedSlot(at('2026-11-25', '06:00'), away)];
    const twice = { ...daily, times: ['06:00', '08:55'] };
    expect(said(tenMinutes('sáng', twice, { changed }))).toEqual([
      `schedule.overlaps-itself ${iso('2026-11-25', '09:00')}`,
    ]);
    expect(said(tenMinutes('sáng', daily, { changed }), nine)).toEqual([
      `schedule.conflict mới ${iso('2026-11-25', '09:00')}`,
    ]);
  });

  it('is gone with its day when the rule does not have that any more', () => {
    const changed = [changedSlot(at('2026-11-25', '06:00'), away)];
    expect(said(tenMinutes('sáng', { ...daily, times: ['07:00'] }, { changed }), nine)).toEqual([]);
  });
});
