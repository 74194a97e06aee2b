import { describe, expect, it } from 'vitest';
import {
  advance,
  type AdoptionEvent,
  adoptionPatienceMs,
  type AdoptionState,
  begun,
} from '../../../gateway/src/provisioning/adoption.ts';

/** Plays events a second apart; `time` comes when it is due. */
function after(...events: AdoptionEvent[]): AdoptionState {
  let now = 0;
  return events.reduce((state, event) => {
    now = event === 'time' ? (state.dueAtMs ?? now) : now + 1_000;
    return advance(state, event, now);
  }, begun(0));
}

describe('a device on its way to its own account', () => {
  it('is there only when its contacts have spoken under that account', () => {
    expect(after('heard').step).toBe('sending');
    expect(after('heard', 'left').step).toBe('restarting');
    expect(after('heard', 'left', 'arrived').step).toBe('arrived');
    expect(after('heard', 'left', 'arrived', 'answered')).toMatchObject({
      step: 'answered',
      fault: null,
      dueAtMs: null,
    });
  });

  it.each<[why: string, fault: string, events: AdoptionEvent[]]>([
    ['it does not answer', 'pairing.no-answer', ['time']],
    ['it answers and does not begin anew', 'pairing.not-restarted', ['heard', 'time']],
    ['it does not come back', 'pairing.not-back', ['left', 'time']],
    ['it comes back by the pairing account', 'pairing.not-taken', ['left', 'came-back']],
    ['it is in and says nothing', 'pairing.no-state', ['left', 'arrived', 'time']],
  ])('is given up when %s', (_, fault, events) => {
    expect(after(...events)).toMatchObject({ fault, dueAtMs: null });
  });

  it('is welcome when it comes after it was given up', () => {
    expect(after('left', 'time', 'arrived', 'answered')).toMatchObject({ step: 'answered', fault: null });
    expect(after('time', 'left')).toMatchObject({ step: 'restarting', fault: null });
  });

  it('is not hurried by an alarm that rings early', () => {
    const state = begun(0);
    expect(advance(state, 'time', (adoptionPatienceMs.sending ?? 0) - 1)).toBe(state);
  });

  it('stays what it has become, whatever comes', () => {
    const done = after('left', 'arrived', 'answered');
    for (const event of ['heard', 'left', 'came-back', 'arrived', 'answered', 'time'] as const) {
      expect(advance(done, event, 1e9)).toMatchObject({ step: 'answered', fault: null });
    }
  });
});
