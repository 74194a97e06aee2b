import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../gateway/src/contract/index.ts';
import { findClashes, type Airing } from '../../../gateway/src/schedule/clashes.ts';
import { decideDue, latestStartMs } from '../../../gateway/src/schedule/due.ts';
import { planChange, slotKey } from '../../../gateway/src/schedule/plan.ts';

const village = 'Asia/Ho_Chi_Minh';
const day = 86_400_000;
const now = Date.parse('2026-11-24T02:00:00Z');
const rule: Rule = { repeat: 'daily', date: '2026-11-01', time: '05:00' };
const morning = { id: 'sang', rule, enabled: true, since: 0 };
const window = { from: now - 2 * day, to: now + 2 * day, now };

describe('planning', () => {
  it('makes each slot of the window once, those missed while the gateway was off too', () => {
    const { add, remove } = planChange([morning], [], new Set(), window, village);
    expect(add.map((slot) => new Date(slot.startsAt).toISOString())).toEqual([
      '2026-11-22T22:00:00.000Z',
      '2026-11-23T22:00:00.000Z',
      '2026-11-24T22:00:00.000Z',
      '2026-11-25T22:00:00.000Z',
    ]);
    expect(remove).toEqual([]);
  });

  it('planning twice changes nothing', () => {
    const first = planChange([morning], [], new Set(), window, village);
    const standing = first.add.map((slot, index) => ({ ...slot, zoneIds: [], id: `s${index}` }));
    expect(planChange([morning], standing, new Set(), window, village)).toEqual({ add: [], remove: [] });
  });

  it('never makes a slot again that has its outcome', () => {
    const startsAt = Date.parse('2026-11-23T22:00:00Z');
    const { add } = planChange([morning], [], new Set([slotKey('sang', startsAt)]), window, village);
    expect(add.map((slot) => slot.startsAt)).not.toContain(startsAt);
  });

  it('does not make up what was before the programme existed', () => {
    const { add } = planChange([{ ...morning, since: now }], [], new Set(), window, village);
    expect(add.every((slot) => slot.startsAt >= now)).toBe(true);
  });

  it('takes the slots of a programme away that is switched off or at another time now', () => {
    const standing = [{ id: 's1', programmeId: 'sang', zoneIds: [], startsAt: Date.parse('2026-11-24T22:00:00Z') }];
    expect(planChange([{ ...morning, enabled: false }], standing, new Set(), window, village).remove).toEqual(standing);
    const later = { ...morning, since: now, rule: { ...rule, time: '06:00' } };
    expect(planChange([later], standing, new Set(), window, village).remove).toEqual(standing);
  });
});

describe('a change of the plan', () => {
  it('never takes a slot away that has begun: it still gets its outcome', () => {
    const standing = [{ id: 's1', programmeId: 'sang', zoneIds: [], startsAt: Date.parse('2026-11-23T22:00:00Z') }];
    const changed = { ...morning, since: now, rule: { ...rule, time: '06:00' } };
    expect(planChange([changed], standing, new Set(), window, village).remove).toEqual([]);
  });

  it('by a gateway that woke up with its clock far behind forgets no slot, and so no skip', () => {
    const woke = Date.parse('2026-06-01T00:00:00Z');
    const behind = { from: woke - 35 * day, to: woke + 14 * day, now: woke };
    const [planned, moved] = ['2026-11-24T22:00:00Z', '2026-11-24T23:00:00Z'].map((at, n) => ({
      id: `s${n}`,
      programmeId: 'sang',
      zoneIds: [],
      startsAt: Date.parse(at),
    }));
    const standing = [planned, moved].flatMap((slot) => slot ?? []);
    expect(planChange([morning], standing, new Set(), behind, village).remove).toEqual([moved]);
    expect(planChange([{ ...morning, enabled: false }], standing, new Set(), behind, village).remove).toEqual(standing);
  });

  it('made while the clock ran years ahead counts once the clock is right again', () => {
    const ahead = { ...morning, since: now + 9_999 * day };
    expect(planChange([ahead], [], new Set(), window, village).add.length).toBeGreaterThan(0);
  });
});

describe('a slot at this second', () => {
  const startsAt = now;
  const moment = { now, clockTrusted: true, watchingSince: now - day, heldByClock: false };

  it.each([
    ['long before', { now: now - 60_000 }, { do: 'wait' }],
    ['just before', { now: now - 10_000 }, { do: 'hand-over' }],
    ['a little late', { now: now + latestStartMs }, { do: 'hand-over' }],
    ['too late', { now: now + latestStartMs + 1 }, { do: 'end', code: 'slot.too-late' }],
    [
      'while the gateway was off',
      { now: now + 7_200_000, watchingSince: now + 7_000_000 },
      { do: 'end', code: 'slot.gateway-off' },
    ],
    ['with a clock nobody vouches for', { clockTrusted: false }, { do: 'wait' }],
    [
      'too late because of the clock',
      { now: now + 3_600_000, heldByClock: true },
      { do: 'end', code: 'slot.clock-untrusted' },
    ],
  ] as const)('%s', (_name, change, decision) => {
    expect(decideDue({ startsAt, handOverAt: startsAt - 12_000, skipped: false }, { ...moment, ...change })).toEqual(
      decision,
    );
  });

  it('skipped by a person it ends at its time, trusted clock or not, and can be taken back until then', () => {
    expect(decideDue({ startsAt, handOverAt: startsAt - 12_000, skipped: true }, { ...moment, now: now - 1 })).toEqual({
      do: 'wait',
    });
    expect(
      decideDue({ startsAt, handOverAt: startsAt - 12_000, skipped: true }, { ...moment, clockTrusted: false }),
    ).toEqual({
      do: 'end',
      code: 'slot.skipped',
    });
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
