import { describe, expect, it } from 'vitest';
import { heldZones, slotOutcome } from '../../../gateway/src/broadcast/slot-outcome.ts';

const plannedAt = Date.parse('2026-11-24T00:00:00Z');
const plain = { plannedAt, airedBeforeMs: null, preEmptedBy: null, holds: [] };
const aired = { kind: 'aired', code: 'broadcast.aired', params: {} } as const;
const overlay = { code: 'slot.overlay', params: { kind: 'mourning' } };
const minutes = { code: 'slot.minutes-used-up', params: {} };
const holds = [
  { zoneIds: ['dau-thon', 'xom-dinh'], reason: overlay },
  { zoneIds: ['cuoi-thon'], reason: minutes },
];
const name = (id: string) => id.toUpperCase();

describe('what is said of a slot that was aired', () => {
  it.each([
    ['on time', plain, 0, 'broadcast.aired', {}],
    ['up to a minute late, as ever', plain, 60_000, 'broadcast.aired', {}],
    ['later: it was made up', plain, 61_400, 'broadcast.made-up', { lateSeconds: 61 }],
    [
      'after it was broken off',
      { ...plain, airedBeforeMs: 240_400 },
      400_000,
      'broadcast.resumed',
      { airedSeconds: 240 },
    ],
    [
      'not everywhere: the silent zones come before all else',
      { ...plain, airedBeforeMs: 240_000, holds },
      400_000,
      'slot.zones-held',
      { zones: 'DAU-THON, XOM-DINH, CUOI-THON', cause: 'slot.overlay' },
    ],
  ])('%s', (_how, plan, behindMs, code, params) => {
    expect(slotOutcome(aired, plan, plannedAt + behindMs, name)).toMatchObject({ code, params });
  });

  it('partly everywhere is not aired, and what failed keeps its own words', () => {
    expect(slotOutcome(aired, { ...plain, holds }, plannedAt, name).kind).toBe('aired-partly');
    const failed = { kind: 'failed', code: 'broadcast.no-power', params: {} } as const;
    expect(slotOutcome(failed, { ...plain, airedBeforeMs: 1, holds }, null, name)).toBe(failed);
  });
});

it('the log lists each zone that was held back, silent, with its reason', () => {
  const silent = { outputId: null, confirmed: false, airedMs: 0 };
  expect(heldZones(holds, name)).toEqual([
    { ...silent, zoneId: 'dau-thon', name: 'DAU-THON', fault: overlay },
    { ...silent, zoneId: 'xom-dinh', name: 'XOM-DINH', fault: overlay },
    { ...silent, zoneId: 'cuoi-thon', name: 'CUOI-THON', fault: minutes },
  ]);
});
