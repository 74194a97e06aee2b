import { describe, expect, it } from 'vitest';
import type { Programme, Rule } from '#contract';
import {
  formOf,
  freeTime,
  freshForm,
  inputOf,
  missingIn,
  ruleOf,
  trialOf,
  withFirstDay,
  type ProgrammeForm,
} from '../../../ui/src/lib/programme-form.ts';
import { ended, instant, slot, timeZone } from './village-day.ts';

const fresh = freshForm('2026-11-25', ['dinh', 'cho']);
const content = { kind: 'recording', recordingId: 'chuong' } as const;
const filled: ProgrammeForm = { ...fresh, title: ' Bản tin sáng ', content };
const approved = { approval: 'approved', nearQuietHours: false } as const;

/** A programme as the gateway keeps it. */
function kept(rule: Rule, change: Partial<Programme> = {}): Programme {
  return {
    id: 'morning',
    title: 'Bản tin sáng',
    kind: 'bulletin',
    content,
    text: '',
    zoneIds: ['dinh'],
    priority: 'normal',
    rule,
    chimes: { opening: 'default', closing: 'default' },
    bedRecordingId: null,
    staggered: false,
    missed: { policy: 'catch-up', withinMinutes: 5 },
    enabled: true,
    approval: { state: 'approved', by: 'Bác Tám', at: '2026-11-24T00:00:00.000Z', note: null },
    durationMs: 60_000,
    nextAt: null,
    problem: null,
    ...change,
  };
}

describe('the form of a programme', () => {
  it('begins daily, tomorrow, on every zone, with only the name and the sound to give', () => {
    expect(missingIn(fresh)).toEqual(['title', 'content']);
    expect(fresh).toMatchObject({ repeat: 'daily', date: '2026-11-25', zoneIds: ['dinh', 'cho'] });
  });

  it('begins today while one of its times is still to come, else tomorrow, until somebody chooses the day', () => {
    const threeInTheAfternoon = { date: '2026-11-24', time: '15:00' };
    const from = (change: Partial<ProgrammeForm>) => withFirstDay({ ...fresh, ...change }, threeInTheAfternoon).date;
    expect(from({ times: ['05:30'] })).toBe('2026-11-25');
    expect(from({ times: ['17:15'] })).toBe('2026-11-24');
    expect(from({ times: ['05:30', '17:15'] })).toBe('2026-11-24');
    expect(from({ times: ['15:00'] })).toBe('2026-11-25');
    expect(from({ times: ['17:15'], date: '2026-12-01', dateChosen: true })).toBe('2026-12-01');
    expect(formOf(kept({ repeat: 'daily', date: '2026-11-01', times: ['17:15'] })).dateChosen).toBe(true);
  });

  it('begins at the first half hour from 05:30 on that is free', () => {
    expect(freeTime([], timeZone)).toBe('05:30');
    expect(freeTime([slot('06:00'), slot('17:00')], timeZone)).toBe('05:30');
    expect(freeTime([slot('05:30')], timeZone)).toBe('06:00');
    const long = { endsAt: instant('06:05') };
    expect(freeTime([slot('05:00', long), slot('06:45')], timeZone)).toBe('07:00');
    expect(freeTime([ended('05:30', 'aired')], timeZone)).toBe('05:30');
    expect(freeTime([slot('05:00', { endsAt: instant('22:00') })], timeZone)).toBe('05:30');
  });

  it('is sent only when nothing is missing', () => {
    expect(inputOf(fresh, approved)).toBeNull();
    expect(inputOf(filled, approved)).toEqual({
      title: 'Bản tin sáng',
      kind: 'bulletin',
      content,
      text: '',
      zoneIds: ['dinh', 'cho'],
      priority: 'normal',
      chimes: { opening: 'default', closing: 'default' },
      bedRecordingId: null,
      staggered: false,
      missed: { policy: 'catch-up', withinMinutes: 5 },
      enabled: true,
      approval: 'approved',
      rule: { repeat: 'daily', date: '2026-11-25', times: ['05:30'] },
    });
  });

  it('keeps the music under the words, and sends it only where it can be heard', () => {
    const overMusic = { ...filled, bedRecordingId: 'sao' };
    expect(inputOf(overMusic, approved)?.bedRecordingId).toBe('sao');
    expect(
      formOf(kept({ repeat: 'daily', date: '2026-11-25', times: ['05:30'] }, { bedRecordingId: 'sao' })).bedRecordingId,
    ).toBe('sao');
    const station = { kind: 'rebroadcast', upstreamId: 'vov1', minutes: 30 } as const;
    const itself = { kind: 'recording', recordingId: 'sao' } as const;
    for (const change of [{ kind: 'music' }, { staggered: true }, { content: station }, { content: itself }] as const) {
      expect(inputOf({ ...overMusic, ...change }, approved)?.bedRecordingId).toBeNull();
    }
  });

  it('wants a day of what recurs by days', () => {
    expect(missingIn({ ...filled, repeat: 'weekly' })).toEqual(['days']);
    expect(missingIn({ ...filled, repeat: 'monthly', monthDays: [] })).toEqual(['days']);
    expect(missingIn({ ...filled, repeat: 'monthly', monthDays: [], monthBy: 'weekday' })).toEqual([]);
    expect(missingIn({ ...filled, repeat: 'lunar-monthly', lunarDays: [] })).toEqual(['days']);
  });

  it('offers the new and the full moon at one tap', () => {
    expect(ruleOf({ ...filled, repeat: 'lunar-monthly' })).toMatchObject({ lunar: { days: [1, 15] } });
  });

  it('sends several times of a day in order and each once, and leaves out a field that is still empty', () => {
    expect(ruleOf({ ...filled, times: ['17:00', '05:30', '17:00', ''] }).times).toEqual(['05:30', '17:00']);
    expect(missingIn({ ...filled, times: [''] })).toEqual(['times']);
  });

  it('sends with each way of recurring only what belongs to it, whatever was filled in before', () => {
    const everything: ProgrammeForm = {
      ...filled,
      every: 2,
      weekdays: ['mo', 'fr'],
      monthDays: [1, -1],
      nth: { nth: -1, weekday: 'su' },
      lunarDays: [10],
      lunarMonth: 3,
      until: '2026-12-31',
    };
    const first = { date: '2026-11-25', times: ['05:30'] };
    const until = '2026-12-31';
    const ruleFor = (change: Partial<ProgrammeForm>) => ruleOf({ ...everything, ...change });
    expect(ruleFor({ repeat: 'once' })).toEqual({ repeat: 'once', ...first });
    expect(ruleFor({ repeat: 'daily' })).toEqual({ repeat: 'daily', ...first, every: 2, until });
    expect(ruleFor({ repeat: 'weekly' })).toEqual({
      repeat: 'weekly',
      ...first,
      every: 2,
      weekdays: ['mo', 'fr'],
      until,
    });
    expect(ruleFor({ repeat: 'monthly' })).toEqual({
      repeat: 'monthly',
      ...first,
      every: 2,
      monthDays: [1, -1],
      until,
    });
    expect(ruleFor({ repeat: 'monthly', monthBy: 'weekday' })).toEqual({
      repeat: 'monthly',
      ...first,
      every: 2,
      nthWeekday: { nth: -1, weekday: 'su' },
      until,
    });
    expect(ruleFor({ repeat: 'yearly' })).toEqual({ repeat: 'yearly', ...first, every: 2, until });
    expect(ruleFor({ repeat: 'lunar-monthly' })).toEqual({
      repeat: 'lunar-monthly',
      ...first,
      lunar: { days: [10] },
      until,
    });
    expect(ruleFor({ repeat: 'lunar-yearly', lunarLeap: true })).toEqual({
      repeat: 'lunar-yearly',
      ...first,
      lunar: { days: [10], month: 3, leap: true },
      until,
    });
  });

  it('says that the person was asked about quiet hours only when they were', () => {
    expect(inputOf(filled, { ...approved, nearQuietHours: true })).toMatchObject({ nearQuietHours: true });
    expect(inputOf(filled, approved)).not.toHaveProperty('nearQuietHours');
  });

  it('asks before it has a name, and of nothing else too early', () => {
    expect(trialOf({ ...filled, title: '  ' })).toMatchObject({ content, approval: 'draft' });
    expect(trialOf({ ...filled, content: null })).toBeNull();
  });

  it.each<Rule>([
    { repeat: 'daily', date: '2026-11-01', times: ['05:30'], except: ['2026-12-01'] },
    {
      repeat: 'weekly',
      date: '2026-11-01',
      times: ['05:30', '17:00'],
      every: 2,
      weekdays: ['we'],
      until: '2027-01-31',
    },
    { repeat: 'monthly', date: '2026-11-01', times: ['05:30'], monthDays: [1, -1] },
    { repeat: 'monthly', date: '2026-11-01', times: ['05:30'], nthWeekday: { nth: 2, weekday: 'sa' } },
    { repeat: 'yearly', date: '2026-09-02', times: ['06:00'] },
    { repeat: 'lunar-monthly', date: '2026-11-01', times: ['05:00'], lunar: { days: [1, 15] } },
    { repeat: 'lunar-yearly', date: '2026-11-01', times: ['05:00'], lunar: { days: [10], month: 3, leap: true } },
  ])('gives back the rule it was opened with: $repeat', (rule) => {
    expect(ruleOf(formOf(kept(rule)))).toEqual(rule);
  });

  it('lets what is missed follow the kind until somebody chooses', () => {
    const rule: Rule = { repeat: 'daily', date: '2026-11-01', times: ['05:30'] };
    const usual = formOf(kept(rule));
    expect(inputOf({ ...usual, kind: 'music' }, approved)?.missed).toEqual({ policy: 'skip', withinMinutes: 0 });
    const chosen = formOf(kept(rule, { missed: { policy: 'resume', withinMinutes: 60 } }));
    expect(inputOf({ ...chosen, kind: 'music' }, approved)?.missed).toEqual({ policy: 'resume', withinMinutes: 60 });
  });
});
