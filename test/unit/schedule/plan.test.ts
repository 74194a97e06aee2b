import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import { findClashes, type Airing } from '../../../gateway/src/schedule/clashes.ts';
import { planChange, slotKey } from '../../../gateway/src/schedule/plan.ts';

const village = 'Asia/Ho_Chi_Minh';
const day = 86_400_000;
const now = Date.parse('2026-11-24T02:00:00Z');
const rule: Rule = { repeat: 'daily', date: '2026-11-01', times: ['05:00'] };
const morning = { id: 'sang', rule, enabled: true, since: 0 };
/** As its rule made it, or moved from `occurs`. */
const standingAt = (id: string, starts: string, occurs = starts) => ({
  id,
  programmeId: 'sang',
  zoneIds: [],
  occursAt: Date.parse(occurs),
  startsAt: Date.parse(starts),
});
const window = { from: now - 2 * day, to: now + 2 * day, now };

describe('planning', () => {
  it('makes each slot of the window once, those missed while the gateway was off too', () => {
    const { add, remove } = planChange([morning], [], new Set(), window, village);
    expect(add.map((slot) => new Date(slot.occursAt).toISOString())).toEqual([
      '2026-11-22T22:00:00.000Z',
      '2026-11-23T22:00:00.000Z',
      '2026-11-24T22:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
    ]);
    expect(remove).toEqual([]);
  });

  it('planning twice changes nothing', () => {
    const first = planChange([morning], [], new Set(), window, village);
    const standing = first.add.map((slot, index) => ({
      ...slot,
      startsAt: slot.occursAt,
      zoneIds: [],
      id: `s${index}`,
    }));
    expect(planChange([morning], standing, new Set(), window, village)).toEqual({ add: [], remove: [] });
  });

  it('never makes a slot again that has its outcome', () => {
    const occursAt = Date.parse('2026-11-23T22:00:00Z');
    const { add } = planChange([morning], [], new Set([slotKey('sang', occursAt)]), window, village);
    expect(add.map((slot) => slot.occursAt)).not.toContain(occursAt);
  });

  it('does not make up what was before the programme existed', () => {
    const { add } = planChange([{ ...morning, since: now }], [], new Set(), window, village);
    expect(add.every((slot) => slot.occursAt >= now)).toBe(true);
  });

  it('takes the slots of a programme away that is switched off or at another time now', () => {
    const standing = [standingAt('s1', '2026-11-24T22:00:00Z')];
    expect(planChange([{ ...morning, enabled: false }], standing, new Set(), window, village).remove).toEqual(standing);
    const later = { ...morning, since: now, rule: { ...rule, times: ['06:00'] } };
    expect(planChange([later], standing, new Set(), window, village).remove).toEqual(standing);
  });
});

describe('a slot that somebody moved', () => {
  const moved = standingAt('s1', '2026-11-25T01:00:00Z', '2026-11-24T22:00:00Z');

  it('stands for the instant of its rule: none is made there again', () => {
    const { add, remove } = planChange([morning], [moved], new Set(), window, village);
    expect(add.map(({ occursAt }) => occursAt)).not.toContain(moved.occursAt);
    expect(remove).toEqual([]);
  });

  it('goes when the rule has its instant no more, wherever it was moved', () => {
    const changed = { ...morning, rule: { ...rule, times: ['06:00'] } };
    expect(planChange([changed], [moved], new Set(), window, village).remove).toEqual([moved]);
  });

  it('to later than its programme was last changed stays, though the programme makes up nothing from before', () => {
    const late = { ...morning, since: Date.parse('2026-11-24T23:00:00Z') };
    const at = { ...window, now: Date.parse('2026-11-24T23:30:00Z') };
    expect(planChange([late], [moved], new Set(), at, village).remove).toEqual([]);
  });

  it('and has begun is nobody’s to take away, whatever became of its rule', () => {
    const at = { ...window, now: Date.parse('2026-11-25T01:00:01Z') };
    expect(planChange([], [moved], new Set(), at, village).remove).toEqual([]);
  });
});

describe('several times a day', () => {
  it('are as many slots; taking one away leaves the others', () => {
    const twice = { ...morning, rule: { ...rule, times: ['05:00', '17:00'] } };
    const { add } = planChange([twice], [], new Set(), window, village);
    expect(add).toHaveLength(8);
    const standing = add.map(({ occursAt }, index) => {
      const at = new Date(occursAt).toISOString();
      return standingAt(`s${index}`, at);
    });
    const { add: more, remove } = planChange([morning], standing, new Set(), window, village);
    expect(more).toEqual([]);
    expect(remove.map(({ startsAt }) => new Date(startsAt).toISOString())).toEqual([
      '2026-11-24T10:00:00.000Z',
      '2026-11-25T10:00:00.000Z',
    ]);
  });
});

describe('a change of the plan', () => {
  it('never takes a slot away that has begun: it still gets its outcome', () => {
    const standing = [standingAt('s1', '2026-11-23T22:00:00Z')];
    const changed = { ...morning, since: now, rule: { ...rule, times: ['06:00'] } };
    expect(planChange([changed], standing, new Set(), window, village).remove).toEqual([]);
  });

  it('by a gateway that woke up with its clock far behind forgets no slot, and so no skip', () => {
    const woke = Date.parse('2026-06-01T00:00:00Z');
    const behind = { from: woke - 35 * day, to: woke + 14 * day, now: woke };
    const [planned, moved] = [standingAt('s0', '2026-11-24T22:00:00Z'), standingAt('s1', '2026-11-24T23:00:00Z')];
    const standing = [planned, moved];
    expect(planChange([morning], standing, new Set(), behind, village).remove).toEqual([moved]);
    expect(planChange([{ ...morning, enabled: false }], standing, new Set(), behind, village).remove).toEqual(standing);
  });

  it('made while the clock ran years ahead counts once the clock is right again', () => {
    const ahead = { ...morning, since: now + 9_999 * day };
    expect(planChange([ahead], [], new Set(), window, village).add.length).toBeGreaterThan(0);
  });
});

describe('two programmes on one output', () => {
  const airing = (programmeId: string, from: number, to: number, extra: Partial<Airing> = {}): Airing => ({
    programmeId,
    title: programmeId,
    priority: 'normal',
    outputIds: new Set(['dau-thon']),
    from: now + from * 60_000,
    to: now + to * 60_000,
    ...extra,
  });

  it('clash when one begins before the other is over, and are refused when of one rank', () => {
    expect(findClashes([airing('a', 10, 20)], [airing('b', 0, 11)])[0]?.yields).toBe('neither');
    expect(findClashes([airing('a', 10, 20)], [airing('b', 19, 30)])[0]?.yields).toBe('neither');
  });

  it('may follow each other without a gap', () => {
    expect(findClashes([airing('a', 10, 20)], [airing('b', 0, 10), airing('c', 20, 30)])).toEqual([]);
  });

  it('do not know each other on different outputs', () => {
    expect(findClashes([airing('a', 10, 20)], [airing('b', 0, 30, { outputIds: new Set(['cuoi-thon']) })])).toEqual([]);
  });

  it('of different rank: the lower yields', () => {
    expect(findClashes([airing('a', 10, 20, { priority: 'emergency' })], [airing('b', 0, 30)])[0]?.yields).toBe(
      'other',
    );
    expect(findClashes([airing('a', 10, 20)], [airing('b', 0, 30, { priority: 'priority' })])[0]?.yields).toBe('mine');
  });

  it('a long programme that began hours before is not overlooked', () => {
    const others = [
      airing('festival', 0, 600),
      ...Array.from({ length: 50 }, (_, n) => airing(`n${n}`, 2 + n, 3 + n, { outputIds: new Set(['x']) })),
    ];
    expect(findClashes([airing('a', 500, 510)], others).map((clash) => clash.other.programmeId)).toEqual(['festival']);
  });
});
