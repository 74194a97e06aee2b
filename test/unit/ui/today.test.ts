import { describe, expect, it } from 'vitest';
import { nextSlot, summarise } from '../../../ui/src/lib/today.ts';
import { changed, ended, instant, mourning, slot } from './village-day.ts';

describe('how today is going', () => {
  it('counts what aired, what did not, and what is to come', () => {
    const slots = [
      ended('05:30', 'aired'),
      ended('06:15', 'missed'),
      ended('07:00', 'aired-partly'),
      ended('08:00', 'skipped'),
      slot('11:30', { override: changed({ skipped: true }) }),
      slot('12:00', { state: 'on-air' }),
      slot('17:00'),
    ];
    const told = summarise(slots);
    expect(told.aired).toBe(1);
    expect(told.onAir).toBe(1);
    expect(told.troubled.map(({ id }) => id)).toEqual(['slot-0615', 'slot-0700']);
    expect(told.left.map(({ id }) => id)).toEqual(['slot-1700']);
  });

  it('expects nothing of what a funeral holds back', () => {
    const held = slot('17:00', { holds: [mourning('dinh')] });
    expect(summarise([held, slot('19:00')]).left.map(({ id }) => id)).toEqual(['slot-1900']);
    expect(nextSlot([held, slot('19:00')], Date.parse(instant('07:00')))?.id).toBe('slot-1900');
  });

  it('names as next the first that is neither skipped nor past', () => {
    const slots = [
      slot('05:30'),
      slot('11:30', { override: changed({ skipped: true }) }),
      slot('17:00'),
      slot('19:00'),
    ];
    expect(nextSlot(slots, Date.parse(instant('07:00')))?.id).toBe('slot-1700');
    expect(nextSlot(slots, Date.parse(instant('20:00')))).toBeUndefined();
  });
});
