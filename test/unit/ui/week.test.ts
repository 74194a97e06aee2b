import { describe, expect, it } from 'vitest';
import { weekOf } from '../../../ui/src/lib/time.ts';
import { barsOver, weekRows } from '../../../ui/src/lib/week.ts';
import { date, instant, slot, timeZone } from './village-day.ts';

const days = weekOf(date);
const programmes = [
  { id: 'morning', title: 'Bản tin sáng' },
  { id: 'music', title: 'Nhạc thể dục' },
];

describe('the week matrix', () => {
  it('puts each slot in its programme’s row and its day’s column, several times a day in one cell', () => {
    const friday = slot('06:00', { id: 'friday', startsAt: instant('06:00', '2026-11-27') });
    const [row] = weekRows([slot('05:30'), slot('17:00'), friday], days, programmes, timeZone);
    expect(row?.cells.map((cell) => cell.map(({ id }) => id))).toEqual([
      [],
      ['slot-0530', 'slot-1700'],
      [],
      [],
      ['friday'],
      [],
      [],
    ]);
  });

  it('keeps the programmes in the order of the day, whichever sounds first this week', () => {
    const rows = weekRows([slot('05:30', { programmeId: 'music' }), slot('06:00')], days, programmes, timeZone);
    expect(rows.map(({ title }) => title)).toEqual(['Bản tin sáng', 'Nhạc thể dục']);
  });

  it('still shows what was aired by a programme that is gone, at the end', () => {
    const orphan = slot('05:30', { programmeId: null, title: 'Mời họp' });
    const rows = weekRows([orphan, slot('06:00')], days, programmes, timeZone);
    expect(rows.map(({ title, programmeId }) => [title, programmeId])).toEqual([
      ['Bản tin sáng', 'morning'],
      ['Mời họp', null],
    ]);
  });

  it('leaves out other weeks', () => {
    const next = slot('05:30', { startsAt: instant('05:30', '2026-12-01') });
    expect(weekRows([next], days, programmes, timeZone)).toEqual([]);
  });
});

describe('a period over the days', () => {
  const bar = (from: string, to: string) => barsOver([{ from, to }], days).map((found) => [found.from, found.to]);

  it('is a bar over those it covers, cut at the ends of the week', () => {
    expect(bar('2026-11-24', '2026-11-26')).toEqual([[1, 3]]);
    expect(bar('2026-11-01', '2026-11-23')).toEqual([[0, 0]]);
    expect(bar('2026-11-29', '2026-12-31')).toEqual([[6, 6]]);
  });

  it('is not there in a week that it does not touch', () => {
    expect(bar('2026-11-30', '2026-12-02')).toEqual([]);
  });
});
