import { describe, expect, it } from 'vitest';
import { unchanged } from '../../../gateway/src/schedule/forecast.ts';
import type { StoredSlot } from '../../../gateway/src/schedule/slot-store.ts';
import {
  clockStep,
  decidedSteps,
  pastSteps,
  plannedSteps,
  step,
  untilClosed,
} from '../../../gateway/src/schedule/why.ts';

const six = Date.parse('2026-11-24T06:00:00+07:00');
const form = {
  programmeId: 'sang',
  title: 'Bản tin sáng',
  kind: 'bulletin',
  priority: 'normal',
  zoneIds: ['dau-thon'],
  durationMs: 600_000,
} as const;
const slot = unchanged(form, six);
const from = '2026-11-23T23:00:00.000Z';
const song = { kind: 'recording', recordingId: 'nhac' } as const;

describe('what somebody changed on a slot', () => {
  it.each<[string, Partial<StoredSlot>, string, object]>([
    ['nothing', {}, 'passed why.unchanged', {}],
    ['skipped', { skippedBy: 'Bà Sáu' }, 'closed slot.skipped', { by: 'Bà Sáu' }],
    ['moved', { startsAt: six + 60_000, changedBy: 'Bà Sáu' }, 'passed why.moved', { from, by: 'Bà Sáu' }],
    ['replaced', { content: song, changedBy: 'Ông Tư' }, 'passed why.replaced', { by: 'Ông Tư' }],
    [
      'moved and replaced',
      { startsAt: six + 60_000, content: song, changedBy: 'Ông Tư' },
      'passed why.moved-and-replaced',
      { from, by: 'Ông Tư' },
    ],
    [
      'moved, then skipped',
      { startsAt: six + 60_000, skippedBy: 'Bà Sáu', changedBy: 'Bà Sáu' },
      'closed slot.skipped',
      { by: 'Bà Sáu' },
    ],
  ])('%s', (_what, change, words, params) => {
    const [planned, override] = plannedSteps({ ...slot, ...change });
    expect(planned).toEqual(step('rule', 'passed', 'why.planned', { at: from }));
    expect(`${override?.verdict} ${override?.reason.code}`).toBe(words);
    expect(override?.reason.params).toEqual(params);
  });
});

it('a clock that nobody vouches for is a warning: it may yet be trusted', () => {
  expect(clockStep({ trusted: true, reason: 'rtc' }, false).reason).toEqual({
    code: 'why.clock-trusted',
    params: { source: 'rtc' },
  });
  expect(clockStep({ trusted: false, reason: 'stepped' }, false)).toMatchObject({ verdict: 'warning' });
});

it('what is late and has no outcome yet says so', () => {
  expect(clockStep({ trusted: true, reason: 'ntp' }, true).reason.code).toBe('why.past-its-time');
});

it('after what is closed nothing is asked any more', () => {
  const steps = [
    step('rule', 'passed', 'a', {}),
    step('override', 'closed', 'b', {}),
    step('clock', 'passed', 'c', {}),
  ];
  expect(untilClosed(steps)).toEqual(steps.slice(0, 2));
  expect(untilClosed(steps.slice(0, 1))).toEqual(steps.slice(0, 1));
  const skipped = { ...slot, skippedBy: 'Bà Sáu' };
  const gates = { steps: [step('approval', 'passed', 'why.approved', {})], holds: [], openZoneIds: ['dau-thon'] };
  expect(decidedSteps(skipped, gates, { trusted: true, reason: 'ntp' })).toEqual(plannedSteps(skipped));
});

describe('a slot that is over', () => {
  const outcome = { kind: 'aired', code: 'broadcast.aired', params: {}, at: six } as const;
  const decided = { steps: [step('rule', 'passed', 'then', {})], at: six - 12_000 };

  it('says what was asked then, and what came of it', () => {
    expect(pastSteps({ ...slot, state: 'ended', decided, outcome })).toEqual([
      ...decided.steps,
      step('outcome', 'passed', 'broadcast.aired', {}),
    ]);
  });

  it.each([
    ['aired', 'passed'],
    ['aired-partly', 'partly'],
    ['missed', 'closed'],
    ['skipped', 'closed'],
  ] as const)('%s is %s', (kind, verdict) => {
    expect(pastSteps({ ...slot, state: 'ended', outcome: { ...outcome, kind } }).at(-1)?.verdict).toBe(verdict);
  });

  it('of before reasons were kept says at least what was planned and changed; on air it has no outcome yet', () => {
    expect(pastSteps({ ...slot, state: 'ended', outcome }).map((asked) => asked.step)).toEqual([
      'rule',
      'override',
      'outcome',
    ]);
    expect(pastSteps({ ...slot, state: 'on-air', decided })).toEqual(decided.steps);
  });
});
