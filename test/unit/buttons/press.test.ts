import { describe, expect, it } from 'vitest';
import type { Gesture } from '../../../gateway/src/contract/index.ts';
import { judgePress, meaningOf, type Moment, type PressRules } from '../../../gateway/src/buttons/press.ts';
import { buttonTiming as timing } from '../../../gateway/src/buttons/timing.ts';

const rules: PressRules = { gesture: 'hold', allClear: null, maintenance: false, holdSeconds: 3 };
const nowMs = 1_000_000;
const calm: Moment = {
  nowMs,
  speaksSinceMs: 0,
  testingUntilMs: null,
  didMs: { start: null, 'all-clear': null },
  sounding: false,
};
const held = { key: 1, gesture: 'hold' as const };
const judge = (change: Partial<Moment> = {}, press = held as { key: number; gesture: Gesture }, chosen = rules) =>
  judgePress(chosen, press, { ...calm, ...change }, timing);

describe('a press', () => {
  it('held as long as was chosen starts the emergency; a short one or a double one does not', () => {
    expect(judge()).toEqual({ do: 'start' });
    expect(judge({}, { key: 1, gesture: 'single' })).toEqual({ do: 'ignore', code: 'button.too-short' });
    expect(judge({}, { key: 1, gesture: 'double' })).toEqual({ do: 'ignore', code: 'button.no-meaning' });
    expect(judge({}, { key: 2, gesture: 'hold' })).toEqual({ do: 'ignore', code: 'button.no-meaning' });
  });

  it('may be a double one instead; then holding is not it', () => {
    const chosen: PressRules = { ...rules, gesture: 'double' };
    expect(judge({}, { key: 1, gesture: 'double' }, chosen)).toEqual({ do: 'start' });
    expect(judge({}, held, chosen)).toMatchObject({ do: 'ignore' });
  });

  it('a short press means nothing, whatever was chosen', () => {
    for (const gesture of ['hold', 'double'] as const) {
      for (const by of ['same-key', 'second-key'] as const) {
        const chosen: PressRules = { ...rules, gesture, allClear: { by, title: 'Báo yên' } };
        expect([1, 2].map((key) => meaningOf(chosen, key, 'single'))).toEqual([null, null]);
      }
    }
  });

  it('of a device that came a moment ago is refused: it may be an old one, or a stuck button', () => {
    const settledMs = timing.settleMs + 3_000;
    expect(judge({ speaksSinceMs: null })).toEqual({ do: 'refuse', code: 'button.just-back' });
    expect(judge({ speaksSinceMs: nowMs - settledMs + 1 })).toMatchObject({ do: 'refuse' });
    expect(judge({ speaksSinceMs: nowMs - settledMs })).toEqual({ do: 'start' });
  });

  it('of a Tasmota whose button is stuck when its power comes is never obeyed, whatever its hold time', () => {
    // It looks at its buttons from the fourth second on (ButtonHandler), and counts the hold from there.
    for (let holdSeconds = 1; holdSeconds <= 10; holdSeconds++) {
      const saysHoldMs = 4_000 + 1_000 * holdSeconds;
      for (let connectedMs = 0; connectedMs <= saysHoldMs; connectedMs += 250) {
        const moment = { nowMs: nowMs + saysHoldMs, speaksSinceMs: nowMs + connectedMs };
        expect(judge(moment, held, { ...rules, holdSeconds })).toMatchObject({ do: 'refuse' });
      }
    }
  });

  it('again within ten seconds is the same press', () => {
    expect(judge({ didMs: { start: nowMs - 9_999, 'all-clear': null } })).toEqual({ do: 'nothing' });
    expect(judge({ didMs: { start: nowMs - 10_000, 'all-clear': null } })).toEqual({ do: 'start' });
  });

  it('while what it started still sounds starts nothing more', () => {
    expect(judge({ sounding: true, didMs: { start: 0, 'all-clear': null } })).toEqual({
      do: 'ignore',
      code: 'button.sounds-already',
    });
  });

  it('while it is tried, and for the length of a hold after that, is only shown', () => {
    expect(judge({ testingUntilMs: nowMs + 1 })).toEqual({ do: 'test' });
    expect(judge({ testingUntilMs: nowMs - timing.testGraceMs + 1 })).toEqual({ do: 'test' });
    expect(judge({ testingUntilMs: nowMs - timing.testGraceMs })).toEqual({ do: 'start' });
    expect(timing.testGraceMs).toBeGreaterThan(10_000);
  });

  it('in maintenance does nothing', () => {
    expect(judge({}, held, { ...rules, maintenance: true })).toEqual({ do: 'ignore', code: 'button.maintenance' });
  });
});

describe('the all-clear by button', () => {
  const chosen: PressRules = { ...rules, allClear: { by: 'same-key', title: 'Báo yên' } };
  const twice = { key: 1, gesture: 'double' as const };
  const sounding = { sounding: true, didMs: { start: nowMs - 60_000, 'all-clear': null } };

  it('is the other gesture of the same key, or the same gesture of the second', () => {
    expect(judge(sounding, twice, chosen)).toEqual({ do: 'all-clear' });
    const second: PressRules = { ...rules, allClear: { by: 'second-key', title: 'Báo yên' } };
    expect(judge(sounding, { key: 2, gesture: 'hold' }, second)).toEqual({ do: 'all-clear' });
    expect(judge(sounding, { key: 2, gesture: 'double' }, second)).toMatchObject({ do: 'ignore' });
  });

  it('is not taken from a frightened hand that goes on pressing', () => {
    const justBegun = { sounding: true, didMs: { start: nowMs - 29_999, 'all-clear': null } };
    expect(judge(justBegun, twice, chosen)).toEqual({ do: 'refuse', code: 'button.too-soon' });
  });

  it('ends only what this button started', () => {
    expect(judge({}, twice, chosen)).toEqual({ do: 'ignore', code: 'button.nothing-to-end' });
  });
});
