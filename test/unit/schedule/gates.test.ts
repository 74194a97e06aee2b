import { describe, expect, it } from 'vitest';
import type { Overlay } from '../../../gateway/src/contract/index.ts';
import { passGates, type GatedSlot, type GateFacts, type GateZone } from '../../../gateway/src/schedule/gates.ts';

const timeZone = 'Asia/Ho_Chi_Minh';
const minute = 60_000;
/** A time of 24 November 2026 in the village. */
const at = (time: string) => Date.parse(`2026-11-24T${time}:00+07:00`);

const night = { from: '22:00', to: '05:00' };
const gate: GateZone = { id: 'dau-thon', name: 'Đầu thôn', quietHours: night, minutesPerDay: null };
const hamlet: GateZone = { id: 'xom-dinh', name: 'Xóm Đình', quietHours: night, minutesPerDay: null };
const approval = { state: 'approved', by: 'Ông Tư', at: '2026-11-20T03:00:00.000Z', note: null } as const;
const music: GatedSlot = {
  kind: 'music',
  priority: 'normal',
  zoneIds: [gate.id, hamlet.id],
  startsAt: at('17:00'),
  durationMs: 10 * minute,
  approval,
  contentApproved: true,
  changedBy: null,
};
const funeral: Overlay = {
  id: 'tang-le',
  kind: 'mourning',
  title: 'Cụ Bảy',
  from: '2026-11-23',
  to: '2026-11-25',
  zoneIds: null,
  mutes: 'music',
  by: 'Ông Tư',
};

function village(
  changed: Partial<Omit<GateFacts, 'zone'>> = {},
  zones: readonly GateZone[] = [gate, hamlet],
): GateFacts {
  return { overlays: [], usedMs: () => 0, timeZone, zone: (id) => zones.find((zone) => zone.id === id), ...changed };
}
const steps = (slot: GatedSlot, facts: GateFacts) =>
  passGates(slot, facts).steps.map(({ step, verdict, reason }) => `${step} ${verdict} ${reason.code}`);

describe('the gates', () => {
  it('let a slot through that nothing speaks against, and say so one by one', () => {
    expect(passGates(music, village())).toEqual({
      steps: [
        {
          step: 'approval',
          verdict: 'passed',
          reason: { code: 'why.approved', params: { by: 'Ông Tư', at: approval.at } },
        },
        { step: 'overlay', verdict: 'passed', reason: { code: 'why.no-overlay', params: {} } },
        { step: 'quiet-hours', verdict: 'passed', reason: { code: 'why.not-quiet', params: {} } },
        { step: 'minutes', verdict: 'passed', reason: { code: 'why.no-minutes-limit', params: {} } },
      ],
      holds: [],
      openZoneIds: ['dau-thon', 'xom-dinh'],
    });
  });

  it('are asked in their order, and the first that is closed is the last that is asked', () => {
    const facts = village({ overlays: [funeral], usedMs: () => 60 * minute }, [
      { ...gate, minutesPerDay: 30 },
      { ...hamlet, minutesPerDay: 30 },
    ]);
    const atNight = { ...music, startsAt: at('03:15') };
    const draft = { ...atNight, approval: { ...approval, state: 'draft' as const } };
    expect(steps(draft, facts)).toEqual(['approval closed slot.not-approved']);
    expect(steps(atNight, facts)).toEqual(['approval passed why.approved', 'overlay closed slot.overlay']);
    const bulletinAtNight = { ...atNight, kind: 'bulletin' as const };
    expect(steps(bulletinAtNight, facts)).toEqual([
      'approval passed why.approved',
      'overlay passed why.no-overlay',
      'quiet-hours closed slot.quiet-hours',
    ]);
    expect(steps({ ...bulletinAtNight, startsAt: at('17:00') }, facts)).toEqual([
      'approval passed why.approved',
      'overlay passed why.no-overlay',
      'quiet-hours passed why.not-quiet',
      'minutes closed slot.minutes-used-up',
    ]);
  });

  it('close together when each holds a part of the zones, and each says which', () => {
    const facts = village({ overlays: [{ ...funeral, zoneIds: [gate.id] }], usedMs: () => 25 * minute }, [
      { ...gate, minutesPerDay: 30 },
      { ...hamlet, minutesPerDay: 30 },
    ]);
    const answer = passGates(music, facts);
    expect(answer.steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
      'approval passed',
      'overlay partly',
      'quiet-hours passed',
      'minutes closed',
    ]);
    expect(answer.holds.map(({ zoneIds, reason }) => [zoneIds, reason.code])).toEqual([
      [[gate.id], 'slot.overlay'],
      [[hamlet.id], 'slot.minutes-used-up'],
    ]);
    expect(answer.openZoneIds).toEqual([]);
  });

  it('neither open nor hold a zone that is gone', () => {
    expect(passGates(music, village({}, [hamlet])).openZoneIds).toEqual([hamlet.id]);
    const nowhere = passGates(music, village({ overlays: [funeral] }, []));
    expect(nowhere).toMatchObject({ holds: [], openZoneIds: [] });
    expect(nowhere.steps.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'passed', 'passed']);
  });
});

describe('approval', () => {
  it.each(['draft', 'submitted'] as const)('a %s is not aired anywhere', (state) => {
    const answer = passGates({ ...music, approval: { ...approval, state } }, village());
    expect(answer.holds).toEqual([
      { zoneIds: music.zoneIds, reason: { code: 'slot.not-approved', params: { state } } },
    ]);
    expect(answer.openZoneIds).toEqual([]);
  });

  it('another content that nobody approved is not aired, and who chose it is told', () => {
    const answer = passGates({ ...music, contentApproved: false, changedBy: 'Bà Sáu' }, village());
    expect(answer.steps).toEqual([
      {
        step: 'approval',
        verdict: 'closed',
        reason: { code: 'slot.content-not-approved', params: { by: 'Bà Sáu' } },
      },
    ]);
  });

  it('a slot whose programme is gone is not aired', () => {
    expect(steps({ ...music, approval: null }, village())).toEqual(['approval closed programme.not-found']);
  });
});

describe('an overlay', () => {
  it('says what it is, until when, where, and which it is', () => {
    expect(passGates(music, village({ overlays: [funeral] })).holds).toEqual([
      {
        zoneIds: [gate.id, hamlet.id],
        reason: {
          code: 'slot.overlay',
          params: {
            kind: 'mourning',
            title: 'Cụ Bảy',
            until: '2026-11-25',
            zones: 'Đầu thôn, Xóm Đình',
            overlayId: 'tang-le',
          },
        },
      },
    ]);
  });

  it('leaves open the zones it does not name', () => {
    const answer = passGates(music, village({ overlays: [{ ...funeral, zoneIds: [hamlet.id] }] }));
    expect(answer.steps[1]).toMatchObject({ verdict: 'partly', reason: { params: { zones: 'Xóm Đình' } } });
    expect(answer.openZoneIds).toEqual([gate.id]);
  });

  it('where two silence a zone, the one that ends later is told', () => {
    const exams: Overlay = { ...funeral, id: 'mua-thi', kind: 'exams', to: '2026-11-30', zoneIds: [hamlet.id] };
    for (const overlays of [
      [funeral, exams],
      [exams, funeral],
    ]) {
      const { holds, openZoneIds } = passGates(music, village({ overlays }));
      expect(holds.map(({ zoneIds, reason }) => [zoneIds, reason.params.overlayId])).toEqual([
        [[hamlet.id], 'mua-thi'],
        [[gate.id], 'tang-le'],
      ]);
      expect(openZoneIds).toEqual([]);
    }
  });

  it('holds from midnight to midnight of the village, by when the slot starts', () => {
    const sleepless = [gate, hamlet].map((zone) => ({ ...zone, quietHours: { from: '00:00', to: '00:00' } }));
    const verdictAt = (instant: string) =>
      passGates({ ...music, startsAt: Date.parse(instant) }, village({ overlays: [funeral] }, sleepless)).steps[1]
        ?.verdict;
    expect(verdictAt('2026-11-22T23:59:59.999+07:00')).toBe('passed');
    expect(verdictAt('2026-11-23T00:00:00+07:00')).toBe('closed');
    expect(verdictAt('2026-11-25T23:59:59.999+07:00')).toBe('closed');
    expect(verdictAt('2026-11-26T00:00:00+07:00')).toBe('passed');
  });
});

describe('quiet hours', () => {
  it('hold the zone that sleeps, by the moment the slot starts', () => {
    const answer = passGates(
      { ...music, startsAt: at('21:00') },
      village({}, [gate, { ...hamlet, quietHours: { from: '20:00', to: '05:00' } }]),
    );
    expect(answer.steps[2]).toEqual({
      step: 'quiet-hours',
      verdict: 'partly',
      reason: { code: 'slot.quiet-hours', params: { zones: 'Xóm Đình' } },
    });
    expect(answer.openZoneIds).toEqual([gate.id]);
  });

  it('do not hold what begins before them: it is ended there when it is aired', () => {
    expect(passGates({ ...music, startsAt: at('21:59') }, village()).openZoneIds).toHaveLength(2);
    expect(passGates({ ...music, startsAt: at('22:00') }, village()).openZoneIds).toEqual([]);
    expect(passGates({ ...music, startsAt: at('05:00') - 1 }, village()).openZoneIds).toEqual([]);
    expect(passGates({ ...music, startsAt: at('05:00') }, village()).openZoneIds).toHaveLength(2);
  });

  it('no slot passes at 03:15, of whatever priority', () => {
    for (const priority of ['normal', 'priority', 'emergency'] as const) {
      const answer = passGates({ ...music, kind: 'bulletin', priority, startsAt: at('03:15') }, village());
      expect(answer.openZoneIds).toEqual([]);
      expect(answer.steps.at(-1)?.reason.code).toBe('slot.quiet-hours');
    }
  });
});

describe('the minutes of a zone', () => {
  const zones = [
    { ...gate, minutesPerDay: 60 },
    { ...hamlet, minutesPerDay: 30 },
  ];

  it('suffice to the last: the zone with the least left is told', () => {
    const answer = passGates(music, village({ usedMs: () => 20 * minute }, zones));
    expect(answer.steps[3]).toEqual({
      step: 'minutes',
      verdict: 'passed',
      reason: { code: 'why.within-minutes', params: { zone: 'Xóm Đình', used: 20, limit: 30 } },
    });
    expect(answer.openZoneIds).toEqual([gate.id, hamlet.id]);
  });

  it('hold the zone that a slot would take over its limit, by as little as it may be', () => {
    const answer = passGates(music, village({ usedMs: () => 20 * minute + 1 }, zones));
    expect(answer.steps[3]).toEqual({
      step: 'minutes',
      verdict: 'partly',
      reason: { code: 'slot.minutes-used-up', params: { zone: 'Xóm Đình', used: 20, limit: 30, zones: 'Xóm Đình' } },
    });
    expect(answer.openZoneIds).toEqual([gate.id]);
  });

  it('are not asked of a zone without a limit', () => {
    const answer = passGates(music, village({ usedMs: () => 600 * minute }, [gate, { ...hamlet, minutesPerDay: 30 }]));
    expect(answer.openZoneIds).toEqual([gate.id]);
  });
});

describe('over thousands of random slots', () => {
  const random = createRandom(20_261_124);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const some = <T>(from: readonly T[]): T[] => from.filter(() => random() < 0.5);
  const clock = () => `${String(Math.floor(random() * 24)).padStart(2, '0')}:${pick(['00', '15', '59'])}`;
  const day = () => `2026-11-${String(20 + Math.floor(random() * 9))}`;
  const ids = ['a', 'b', 'c', 'd', 'e'];

  function randomStory(): { slot: GatedSlot; facts: GateFacts; limits: Map<string, number | null> } {
    const zones = some(ids).map((id) => ({
      id,
      name: `Cụm ${id}`,
      quietHours: { from: clock(), to: clock() },
      minutesPerDay: pick([null, 5, 30, 120]),
    }));
    const overlays = Array.from({ length: Math.floor(random() * 4) }, (_, index): Overlay => {
      const [from, to] = [day(), day()].sort() as [string, string];
      const zoneIds = pick([null, [pick(ids)], [...some(ids), pick(ids)]]);
      const kind = pick(['mourning', 'exams', 'holiday', 'maintenance'] as const);
      return { id: `o-${index}`, kind, title: '', from, to, zoneIds, mutes: pick(['music', 'normal', 'all']), by: 'x' };
    });
    const used = new Map(ids.map((id) => [id, Math.floor(random() * 40) * minute]));
    const slot: GatedSlot = {
      kind: pick(['bulletin', 'music']),
      priority: pick(['normal', 'priority', 'emergency']),
      zoneIds: [...new Set([pick(ids), ...some(ids)])],
      startsAt: Date.parse(`${day()}T${clock()}:00+07:00`),
      durationMs: Math.floor(random() * 30) * minute,
      approval: pick([approval, approval, approval, { ...approval, state: 'submitted' }, null]),
      contentApproved: random() < 0.9,
      changedBy: pick([null, 'Bà Sáu']),
    };
    const limits = new Map(zones.map(({ id, minutesPerDay }) => [id, minutesPerDay]));
    const facts = village({ overlays, usedMs: (id) => used.get(id) ?? 0 }, zones);
    return { slot, facts, limits };
  }

  it('a held zone is never open, every other zone is, and the verdicts tell the same', () => {
    for (let round = 0; round < 5_000; round++) {
      const { slot, facts } = randomStory();
      const { steps, holds, openZoneIds } = passGates(slot, facts);
      const there = slot.zoneIds.filter((id) => facts.zone(id));
      const held = holds.flatMap(({ zoneIds }) => zoneIds);
      expect(new Set(held).size).toBe(held.length);
      expect([...new Set([...held, ...openZoneIds])].filter((id) => there.includes(id)).sort()).toEqual(there.sort());
      expect(openZoneIds.filter((id) => held.includes(id))).toEqual([]);
      expect(openZoneIds.filter((id) => !there.includes(id))).toEqual([]);

      expect(steps.map(({ step }) => step)).toEqual(
        ['approval', 'overlay', 'quiet-hours', 'minutes'].slice(0, steps.length),
      );
      const closed = steps.findIndex(({ verdict }) => verdict === 'closed');
      expect(steps).toHaveLength(closed === -1 ? 4 : closed + 1);
      if (there.length > 0) expect(closed !== -1).toBe(openZoneIds.length === 0);
      const saying = steps.filter(({ verdict }) => verdict !== 'passed').map(({ reason }) => reason);
      for (const reason of saying) expect(holds.map((one) => one.reason)).toContainEqual(reason);
      if (holds.length > 0) expect(saying.length).toBeGreaterThan(0);
    }
  });

  it('an open zone sleeps at no minute of the day, is in no overlay, and keeps to its minutes', () => {
    let open = 0;
    for (let round = 0; round < 5_000; round++) {
      const { slot, facts, limits } = randomStory();
      const local = new Date(slot.startsAt + 7 * 60 * minute).toISOString();
      const [date, time] = [local.slice(0, 10), local.slice(11, 16)];
      for (const id of passGates(slot, facts).openZoneIds) {
        open++;
        const { from, to } = facts.zone(id)!.quietHours;
        expect(from < to ? from <= time && time < to : from > to && (from <= time || time < to)).toBe(false);
        const silencing = facts.overlays.filter(
          (overlay) =>
            (overlay.zoneIds ?? ids).includes(id) &&
            [overlay.from, date, overlay.to].join() === [overlay.from, date, overlay.to].sort().join() &&
            { music: slot.kind === 'music', normal: slot.priority === 'normal', all: true }[overlay.mutes],
        );
        expect(silencing).toEqual([]);
        expect(facts.usedMs(id) + slot.durationMs).toBeLessThanOrEqual((limits.get(id) ?? Infinity) * minute);
        expect(slot.approval?.state).toBe('approved');
        expect(slot.contentApproved).toBe(true);
      }
    }
    expect(open).toBeGreaterThan(500);
  });
});

/** Always the same numbers from the same seed, 0 … 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
