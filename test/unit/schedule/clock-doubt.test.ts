import { describe, expect, it } from 'vitest';
import { doubtNow } from '../../../gateway/src/schedule/clock-doubt.ts';

const minute = 60_000;
const day = 1_440 * minute;
const noon = Date.parse('2026-11-24T12:00:00+07:00');
const at = (wall: number, monotonic: number) => ({ wall, monotonic });
const patience = 10 * minute;
const last = at(noon, 0);

describe('a clock', () => {
  it('that goes on is not doubted', () => {
    expect(doubtNow(null, { last, alive: null }, at(noon + minute, minute), patience)).toBeNull();
    expect(doubtNow(null, { last, alive: null }, at(noon + minute + 1_500, minute), patience)).toBeNull();
    expect(doubtNow(null, { last, alive: null }, at(noon - day, minute), patience)).toBeNull();
  });

  it('that jumps ahead is doubted for a while, and longer when it jumps again', () => {
    const ahead = doubtNow(null, { last, alive: null }, at(noon + 3 * day, 1_000), patience);
    expect(ahead).toEqual({ from: noon + 1_000, until: 1_000 + patience });
    const goesOn = { last: at(noon + 3 * day, 1_000), alive: null };
    expect(doubtNow(ahead, goesOn, at(noon + 3 * day + minute, 1_000 + minute), patience)).toBe(ahead);
    expect(doubtNow(ahead, goesOn, at(noon + 3 * day + 11 * minute, 1_000 + 11 * minute), patience)).toBeNull();
    const back = doubtNow(ahead, goesOn, at(noon + day, 2_000), patience);
    expect(back).toEqual({ from: noon + 1_000, until: 2_000 + patience });
  });

  it('at a start is doubted when nothing has come to an end for days', () => {
    const start = (alive: number | null) => doubtNow(null, { last: null, alive }, at(noon, 500), patience);
    expect(start(null)).toBeNull();
    expect(start(noon - day)).toBeNull();
    expect(start(noon - 3 * day)).toEqual({ from: noon - 3 * day, until: 500 + patience });
  });
});
