import { describe, expect, it } from 'vitest';
import { isQuiet, judgeQuiet, nextQuiet } from '../../../gateway/src/schedule/quiet-hours.ts';

const village = 'Asia/Ho_Chi_Minh';
const night = { from: '22:00', to: '05:00' };
/** A time of 24 November 2026 in the village. */
const at = (time: string) => Date.parse(`2026-11-24T${time}:00+07:00`);

describe('quiet hours', () => {
  it.each([
    ['21:59', false],
    ['22:00', true],
    ['23:59', true],
    ['00:00', true],
    ['03:15', true],
    ['04:59', true],
    ['05:00', false],
    ['12:00', false],
  ])('at %s the village sleeps: %s', (time, quiet) => {
    expect(isQuiet(night, at(time), village)).toBe(quiet);
  });

  it('may lie inside one day, or not be at all', () => {
    expect(isQuiet({ from: '12:00', to: '13:30' }, at('12:30'), village)).toBe(true);
    expect(isQuiet({ from: '12:00', to: '13:30' }, at('13:30'), village)).toBe(false);
    expect(isQuiet({ from: '12:00', to: '12:00' }, at('12:00'), village)).toBe(false);
  });

  it('a programme that runs into the night is inside, one that ends just before it is near', () => {
    expect(judgeQuiet(night, { from: at('21:50'), to: at('22:01') }, village)).toBe('inside');
    expect(judgeQuiet(night, { from: at('21:30'), to: at('22:00') }, village)).toBe('near');
    expect(judgeQuiet(night, { from: at('05:00'), to: at('05:20') }, village)).toBe('near');
    expect(judgeQuiet(night, { from: at('05:30'), to: at('06:00') }, village)).toBe('clear');
    expect(judgeQuiet(night, { from: at('04:59'), to: at('04:59') }, village)).toBe('inside');
  });

  it('last until the second of two half past twos, where the clocks are put back', () => {
    const quiet = { from: '22:00', to: '02:30' };
    const at = (time: string) => isQuiet(quiet, Date.parse(`2026-10-25T${time}`), 'Europe/Berlin');
    expect([at('02:15+02:00'), at('02:45+02:00'), at('02:15+01:00'), at('02:30+01:00')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('knows when the zone has to be silent next', () => {
    expect(nextQuiet(night, at('06:00'), village)).toBe(at('22:00'));
    expect(nextQuiet({ from: '00:00', to: '00:00' }, at('06:00'), village)).toBeNull();
  });
});
