import { describe, expect, it } from 'vitest';
import { judgeDay, type ComingSlot } from '../../../gateway/src/schedule/day-minutes.ts';

const minute = 60_000;
const at = (time: string) => Date.parse(`2026-11-24T${time}:00+07:00`);

interface Planned extends ComingSlot {
  readonly title: string;
  readonly zoneIds: readonly string[];
}
const slot = (title: string, time: string, changed: Partial<Planned> = {}): Planned => ({
  title,
  zoneIds: ['dinh', 'cho'],
  startsAt: at(time),
  durationMs: 10 * minute,
  priority: 'normal',
  skipped: false,
  ...changed,
});

/** What was used before each slot at the temple and at the market, in minutes; a zone takes 30 a day. */
function tell(slots: readonly Planned[], aired: Record<string, number> = {}): string[] {
  const before = new Map(Object.entries(aired).map(([zoneId, minutes]) => [zoneId, minutes * minute]));
  const told: string[] = [];
  judgeDay(slots, before, ({ title, zoneIds, durationMs }, usedMs) => {
    told.push(`${title}: ${usedMs('dinh') / minute}, ${usedMs('cho') / minute}`);
    return { openZoneIds: zoneIds.filter((id) => usedMs(id) + durationMs <= 30 * minute) };
  });
  return told;
}

describe('the minutes of a day', () => {
  it('are taken in the order in which the slots start', () => {
    expect(tell([slot('chiều', '17:00'), slot('trưa', '11:00')], { dinh: 15 })).toEqual([
      'trưa: 15, 0',
      'chiều: 25, 10',
    ]);
  });

  it('are not taken where a slot will not sound', () => {
    expect(tell([slot('trưa', '11:00'), slot('chiều', '17:00'), slot('tối', '19:00')], { dinh: 25 })).toEqual([
      'trưa: 25, 0',
      'chiều: 25, 10',
      'tối: 25, 20',
    ]);
  });

  it('are left to a short slot that still fits in after a long one that did not', () => {
    const long = slot('dài', '11:00', { durationMs: 31 * minute });
    expect(tell([long, slot('ngắn', '17:00'), slot('tối', '19:00')])).toEqual([
      'dài: 0, 0',
      'ngắn: 0, 0',
      'tối: 10, 10',
    ]);
  });

  it('are not taken by a slot that somebody skipped, though it is judged', () => {
    expect(tell([slot('trưa', '11:00', { skipped: true }), slot('chiều', '17:00')])).toEqual([
      'trưa: 0, 0',
      'chiều: 0, 0',
    ]);
  });

  it('go to the higher priority when two start at once', () => {
    const told = tell([slot('nhạc', '17:00'), slot('tin gấp', '17:00', { priority: 'priority' })]);
    expect(told).toEqual(['tin gấp: 0, 0', 'nhạc: 10, 10']);
  });

  it('leave what was aired as it was, and give each slot its own answer', () => {
    const aired = new Map([['dinh', minute]]);
    const noon = slot('trưa', '11:00');
    const evening = slot('chiều', '17:00');
    const answers = judgeDay([noon, evening], aired, ({ title }) => ({ openZoneIds: ['dinh'], title }));
    expect([answers.get(noon)?.title, answers.get(evening)?.title]).toEqual(['trưa', 'chiều']);
    expect(aired).toEqual(new Map([['dinh', minute]]));
  });
});
