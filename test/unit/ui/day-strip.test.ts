import { describe, expect, it } from 'vitest';
import { drawDay, hourLabels, lookOf, place, uniteQuiet } from '../../../ui/src/lib/day-strip.ts';
import { changed, date, ended, instant, mourning, slot, timeZone } from './village-day.ts';

const night = { from: '22:00', to: '05:00' };
const draw = (slots: ReturnType<typeof slot>[], now = '07:00', day = date) =>
  drawDay({ date: day, slots, quietHours: [night], now: Date.parse(instant(now)), timeZone });

describe('the day strip', () => {
  it('puts a slot where its hour is', () => {
    const [mark] = draw([slot('06:00')]).marks;
    expect(mark).toMatchObject({ from: 360, to: 370, look: 'planned' });
    expect(place(mark!, 1_440)).toEqual({ x: 360, width: 10 });
  });

  it('shows the needle today and on no other day', () => {
    expect(draw([]).now).toBe(420);
    expect(draw([], '07:00', '2026-11-25').now).toBeNull();
  });

  it('leaves out slots of other days', () => {
    const tomorrow = slot('06:00', { startsAt: instant('06:00', '2026-11-25') });
    expect(draw([tomorrow, slot('06:00')]).marks).toHaveLength(1);
  });

  it('cuts a slot over midnight at the end of the day', () => {
    const late = slot('23:50', { endsAt: instant('00:20', '2026-11-25') });
    expect(draw([late]).marks[0]).toMatchObject({ from: 1430, to: 1440 });
  });

  it('draws what sounded filled and what did not hollow, whatever the reason', () => {
    expect(lookOf(ended('05:30', 'aired'))).toBe('aired');
    expect(lookOf(ended('05:30', 'aired-partly'))).toBe('partly');
    for (const kind of ['missed', 'failed', 'pre-empted', 'quiet-hours'] as const) {
      expect(lookOf(ended('05:30', kind))).toBe('missed');
    }
    expect(lookOf(slot('05:30', { override: changed({ skipped: true }) }))).toBe('skipped');
    expect(lookOf(slot('05:30', { state: 'on-air' }))).toBe('on-air');
  });

  it('strikes out what a gate holds back, unless some zone will still sound', () => {
    const zoneIds = ['dinh', 'cho'];
    expect(lookOf(slot('05:30', { zoneIds, holds: [mourning('dinh', 'cho')] }))).toBe('held');
    expect(lookOf(slot('05:30', { zoneIds, holds: [mourning('dinh'), mourning('cho')] }))).toBe('held');
    expect(lookOf(slot('05:30', { zoneIds, holds: [mourning('dinh')] }))).toBe('planned');
    expect(lookOf(ended('05:30', 'held-back'))).toBe('held');
  });

  it('shows as left out what somebody skipped, even under a funeral', () => {
    const skipped = slot('05:30', { override: changed({ skipped: true }), holds: [mourning('dinh')] });
    expect(lookOf(skipped)).toBe('skipped');
  });

  it('keeps a short slot visible, and inside the line', () => {
    expect(place({ from: 1_439, to: 1_440 }, 300, 8)).toEqual({ x: 292, width: 8 });
  });

  it('never lets the hours below the line touch', () => {
    expect(hourLabels(284)).toEqual([0, 6, 12, 18, 24]);
    expect(hourLabels(600)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
    expect(hourLabels(1_800)).toHaveLength(13);
  });
});

describe('quiet hours on the strip', () => {
  it('stand at both ends of the day when they run over midnight', () => {
    expect(uniteQuiet([night])).toEqual([
      { from: 0, to: 300 },
      { from: 1320, to: 1440 },
    ]);
  });

  it('are those of any zone that wants quiet', () => {
    const noon = { from: '11:30', to: '13:30' };
    expect(uniteQuiet([night, { from: '21:00', to: '04:00' }, noon])).toEqual([
      { from: 0, to: 300 },
      { from: 690, to: 810 },
      { from: 1260, to: 1440 },
    ]);
  });

  it('are none when a zone has none', () => {
    expect(uniteQuiet([{ from: '00:00', to: '00:00' }])).toEqual([]);
  });
});
