import { describe, expect, it } from 'vitest';
import { together, turnsFor, turnsOf, type TurnZone } from '../../../../gateway/src/core/air/turns.ts';

const zone = (id: string, turn: number | null, outputId: string | null = id): TurnZone => ({ id, turn, outputId });
const spoken = (zones: readonly TurnZone[]) => {
  const { count, of, early } = turnsOf(zones);
  return { count, of: Object.fromEntries(of), early };
};

describe('speaking in turn', () => {
  it('goes in the order of the turns; who has none speaks with the first', () => {
    expect(spoken([zone('cho', 2), zone('dinh', 1), zone('bai', null), zone('dong', 3)])).toEqual({
      count: 3,
      of: { cho: 1, dinh: 0, bai: 0, dong: 2 },
      early: [],
    });
  });

  it('loses no time with a turn that nobody here has', () => {
    expect(spoken([zone('cho', 5), zone('dinh', 2)])).toEqual({ count: 2, of: { cho: 1, dinh: 0 }, early: [] });
    expect(spoken([zone('cho', 2)])).toEqual({ count: 1, of: { cho: 0 }, early: [] });
    expect(spoken([])).toEqual({ count: 1, of: {}, early: [] });
  });

  it('zones on one output speak together, in the earliest turn among them, and it is known which do so early', () => {
    const shared = [zone('dinh', null, 'day-1'), zone('cho', 3, 'day-1'), zone('bai', 2)];
    expect(spoken(shared)).toEqual({ count: 2, of: { dinh: 0, cho: 0, bai: 1 }, early: ['cho'] });
  });

  it('a zone without an output says nothing, so nobody waits for it', () => {
    expect(spoken([zone('dinh', 1), zone('cho', 2, null)])).toEqual({ count: 1, of: { dinh: 0 }, early: [] });
  });

  it('whatever the zones, each turn has somebody who speaks in it, and one output never speaks twice', () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = (most: number) => ((seed * 7_919 + most * 104_729) >>> 3) % most;
      const zones = Array.from({ length: 1 + random(7) }, (_, n) =>
        zone(`z${n}`, (seed + n) % 5 === 0 ? null : 1 + ((seed * (n + 3)) % 4), `o${(seed + n * n) % 3}`),
      );
      const { count, of } = turnsOf(zones);
      expect([...new Set(of.values())].sort()).toEqual(Array.from({ length: count }, (_, n) => n));
      const byOutput = new Map<string | null, Set<number | undefined>>();
      for (const { id, outputId } of zones)
        byOutput.set(outputId, (byOutput.get(outputId) ?? new Set()).add(of.get(id)));
      for (const turns of byOutput.values()) expect(turns.size).toBe(1);
    }
  });

  it('is for what somebody asked it for; an emergency is heard everywhere at once', () => {
    const zones = [zone('dinh', 1), zone('cho', 2)];
    expect(turnsFor({ staggered: false, priority: 'normal' }, zones)).toBe(together);
    expect(turnsFor({ staggered: true, priority: 'emergency' }, zones)).toBe(together);
    expect(turnsFor({ staggered: true, priority: 'priority' }, zones).count).toBe(2);
  });
});
