import { describe, expect, it } from 'vitest';
import type { Missed } from '../../../gateway/src/contract/index.ts';
import { decideDue, goesOnAt, handOverAt, lastChance, latestStartMs } from '../../../gateway/src/schedule/due.ts';

const minute = 60_000;
const startsAt = Date.parse('2026-11-24T06:00:00+07:00');
const missed = (policy: Missed['policy'], withinMinutes = 0): Missed => ({ policy, withinMinutes });
const slot = {
  startsAt,
  handOverAt: startsAt - 12_000,
  skipped: false,
  missed: missed('skip'),
  airedBeforeMs: null,
  beginsAgainUntil: null,
  open: true,
};
const moment = {
  now: startsAt,
  clockTrusted: true,
  watchingSince: startsAt - 1_440 * minute,
  heldByClock: false,
  doubtfulFrom: null,
};

describe('a slot at this second', () => {
  it.each([
    ['long before', { now: startsAt - minute }, { do: 'wait' }],
    ['just before', { now: startsAt - 10_000 }, { do: 'hand-over' }],
    ['a little late', { now: startsAt + latestStartMs }, { do: 'hand-over' }],
    ['too late', { now: startsAt + latestStartMs + 1 }, { do: 'end', code: 'slot.too-late' }],
    [
      'while the gateway was off',
      { now: startsAt + 120 * minute, watchingSince: startsAt + 100 * minute },
      { do: 'end', code: 'slot.gateway-off' },
    ],
    ['with a clock nobody vouches for', { clockTrusted: false }, { do: 'wait' }],
    [
      'too late because of the clock',
      { now: startsAt + 60 * minute, heldByClock: true },
      { do: 'end', code: 'slot.clock-untrusted' },
    ],
  ] as const)('%s', (_name, change, decision) => {
    expect(decideDue(slot, { ...moment, ...change })).toEqual(decision);
  });

  it('that lies in a jump of the clock is not given up while that may be a mistake', () => {
    const jumped = { ...moment, now: startsAt + 4_320 * minute, heldByClock: true };
    expect(decideDue(slot, { ...jumped, doubtfulFrom: startsAt - 1 })).toEqual({ do: 'wait' });
    expect(decideDue(slot, { ...jumped, doubtfulFrom: startsAt + 1 })).toMatchObject({ do: 'end' });
    expect(decideDue({ ...slot, skipped: true }, { ...jumped, doubtfulFrom: 0 })).toMatchObject({ do: 'end' });
  });

  it('skipped by a person it ends at its time, trusted clock or not, and can be taken back until then', () => {
    const skipped = { ...slot, skipped: true };
    expect(decideDue(skipped, { ...moment, now: startsAt - 1 })).toEqual({ do: 'wait' });
    expect(decideDue(skipped, { ...moment, clockTrusted: false })).toEqual({ do: 'end', code: 'slot.skipped' });
  });

  it('that no gate lets through waits until its start, for somebody may yet approve it; then it is held back', () => {
    const shut = { ...slot, open: false };
    expect(decideDue(shut, { ...moment, now: startsAt - 1 })).toEqual({ do: 'wait' });
    expect(decideDue(shut, moment)).toEqual({ do: 'end', code: 'held-back' });
    expect(decideDue(shut, { ...moment, clockTrusted: false })).toEqual({ do: 'wait' });
    expect(decideDue(shut, { ...moment, now: startsAt + 60 * minute })).toEqual({ do: 'end', code: 'slot.too-late' });
  });

  it.each(['catch-up', 'resume', 'restart'] as const)(
    'of a programme that says %s is aired late, so many minutes',
    (policy) => {
      const patient = { ...slot, missed: missed(policy, 15) };
      const off = { ...moment, watchingSince: startsAt + minute };
      expect(decideDue(patient, { ...off, now: startsAt + 15 * minute })).toEqual({ do: 'hand-over' });
      expect(decideDue(patient, { ...off, now: startsAt + 15 * minute + 1 })).toEqual({
        do: 'end',
        code: 'slot.gateway-off',
      });
    },
  );

  it('that was broken off may go on so long after that moment, and is then over', () => {
    const broken = { ...slot, missed: missed('resume', 15), airedBeforeMs: 4 * minute };
    expect(lastChance(broken)).toBe(startsAt + 19 * minute);
    expect(decideDue(broken, { ...moment, now: startsAt + 19 * minute })).toEqual({ do: 'hand-over' });
    expect(decideDue(broken, { ...moment, now: startsAt + 19 * minute + 1 })).toEqual({
      do: 'end',
      code: 'broadcast.interrupted',
    });
  });

  it('a policy shorter than a minute, or none, still forgives a short restart', () => {
    expect(lastChance({ ...slot, missed: missed('catch-up', 0) })).toBe(startsAt + latestStartMs);
    expect(lastChance({ ...slot, missed: missed('skip', 720) })).toBe(startsAt + latestStartMs);
  });
});

it('a slot is handed over nine seconds before its slowest amplifier has to warm up', () => {
  expect(handOverAt(startsAt, [])).toBe(startsAt - 15_000);
  expect(handOverAt(startsAt, [3_000, 40_000, 500])).toBe(startsAt - 55_000);
});

describe('what was broken off goes on', () => {
  it.each([
    ['at its place', missed('resume', 15), null, 240_000],
    ['from the beginning', missed('restart', 15), null, 0],
    ['nowhere: a missed start is one thing, this another', missed('catch-up', 15), null, null],
    ['nowhere', missed('skip', 15), null, null],
    ['nowhere when no time was given for it', missed('resume', 0), null, null],
    ['nowhere the second time', missed('resume', 15), 100_000, null],
  ])('%s', (_where, policy, before, place) => {
    expect(goesOnAt(policy, { airedBeforeMs: before, airedMs: 240_000, durationMs: 600_000 })).toBe(place);
  });

  it.each(['resume', 'restart'] as const)('nowhere when all but a tail of it was heard (%s)', (policy) => {
    const heard = (airedMs: number) =>
      goesOnAt(missed(policy, 15), { airedBeforeMs: null, airedMs, durationMs: 600_000 }) !== null;
    expect([heard(590_000), heard(590_001), heard(600_000)]).toEqual([true, false, false]);
  });
});
