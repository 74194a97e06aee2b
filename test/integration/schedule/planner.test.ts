import { beforeEach, describe, expect, it } from 'vitest';
import { announcer, at, furnish, head, hourMs, morning, openVillage, song } from '../../support/schedule-village.ts';
import { sound } from '../../support/fake-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

async function villageWithMorning() {
  const village = await openVillage(storage);
  await village.schedule.programmes.create(morning, head);
  return village;
}

describe('whatever happens to the plan', () => {
  it('what stands in it is handed over, though the plan itself cannot be brought up to date', async () => {
    const { schedule, planner, heard, clock } = await villageWithMorning();
    await storage.run('delete from slots where starts_at > ?', [clock.now() + 100 * hourMs]); // to be planned anew
    await storage.run(`create trigger full before insert on slots begin select raise(abort, 'disk full'); end`);
    const ending = new AbortController();
    const [run, plan] = [planner.run(ending.signal), planner.keepPlan(ending.signal)].map((loop) =>
      loop.catch((error: unknown) => String(error)),
    );
    await clock.leap(10 * hourMs - 15_000);
    await clock.advance(20_000);
    expect(heard).toEqual(['06:00:00 tin on loa-1']);
    ending.abort(new Error('stopped'));
    expect(await Promise.all([run, plan])).toEqual([
      expect.stringContaining('stopped'),
      expect.stringContaining('full'),
    ]);
    expect(await schedule.programmes.list()).toHaveLength(1);
  });

  it('a slot that a killed gateway left on air without a trace still gets its outcome, once', async () => {
    const { planner, outcomes, clock } = await villageWithMorning();
    await storage.run(`update slots set state = 'on-air' where starts_at = ?`, [at('2026-11-24', '06:00:00')]);
    await clock.leap(9.5 * hourMs);
    await planner.reconcile();
    await planner.reconcile();
    await clock.leap(hourMs);
    await planner.reconcile();
    expect(await outcomes()).toEqual(['24 06:00 broadcast.interrupted']);
  });

  it('a hand-over that fails is tried again', async () => {
    const { planner, schedule, heard, clock } = await villageWithMorning();
    await clock.leap(10 * hourMs - 10_000);
    await storage.run('alter table slots rename to gone');
    await expect(planner.reconcile()).rejects.toThrow('slots');
    await storage.run('alter table gone rename to slots');
    planner.refresh();
    await planner.reconcile();
    await clock.advance(11_000);
    expect(heard).toEqual(['06:00:00 tin on loa-1']);
    expect(await schedule.openBefore(clock.now())).toHaveLength(1);
  });

  it('a recording that is ready only in the last seconds is aired', async () => {
    const village = await openVillage(storage);
    await village.schedule.programmes.create(morning, head);
    village.start();
    await village.liveUntil(at('2026-11-24', '05:59:00'));
    village.contents.delete('tin');
    await village.liveUntil(at('2026-11-24', '05:59:52'));
    village.contents.set('tin', sound('tin', 600));
    await village.liveUntil(at('2026-11-24', '06:20:00'));
    village.stop();
    expect(village.heard).toEqual(['06:00:00 tin on loa-1']);
  });

  it('what the series airs instead from the last seconds on is what is heard', async () => {
    const village = await openVillage(storage);
    const { programme } = await village.schedule.programmes.create(morning, head);
    village.start();
    await village.liveUntil(at('2026-11-24', '05:59:50'));
    await village.schedule.programmes.change(programme.id, { ...morning, content: song }, head);
    await village.liveUntil(at('2026-11-24', '06:20:00'));
    village.stop();
    expect(village.heard).toEqual([expect.stringMatching(/^06:00:\d\d nhac on loa-1$/)]);
  });

  it('a row that a hand in the file spoiled keeps no other from being planned or saved', async () => {
    const village = await openVillage(storage);
    const { programme } = await village.schedule.programmes.create(morning, head);
    const { id } = await village.slotOn('2026-11-26');
    await storage.run(`update slots set zone_ids = 'x' where id = ?`, [id]);
    await village.schedule.replan();
    await village.schedule.programmes.change(programme.id, { ...morning, title: 'Bản tin' }, head);
    expect((await village.slotOn('2026-11-27')).title).toBe('Bản tin');
  });

  it('a slot skipped in the very moment of its hand-over is not aired', async () => {
    const { planner, slotOn, heard, clock } = await villageWithMorning();
    const slot = await slotOn('2026-11-24');
    await clock.leap(9.5 * hourMs);
    await planner.reconcile();
    await clock.leap(0.5 * hourMs - 10_000);
    await storage.run(`update slots set skipped_by = 'Bà Sáu' where id = ?`, [slot.id]);
    await planner.reconcile();
    await clock.advance(15_000);
    expect(heard).toEqual([]);
  });

  it('two changes at once leave the plan as the later one wants it', async () => {
    const { schedule, slots } = await villageWithMorning();
    const [programme] = await schedule.programmes.list();
    const change = (time: string) =>
      schedule.programmes.change(programme?.id ?? '', { ...morning, rule: { ...morning.rule, times: [time] } }, head);
    await Promise.all([change('07:00'), change('08:00'), schedule.replan()]);
    const saved = (await schedule.programmes.list())[0]?.rule.times;
    expect((await slots('2026-11-24')).map(({ startsAt }) => startsAt)).toEqual([
      new Date(at('2026-11-24', `${saved?.[0]}:00`)).toISOString(),
    ]);
  });
});

describe('a week of the village', () => {
  it('every slot has one outcome, though the gateway was off for days', async () => {
    const first = await villageWithMorning();
    first.start();
    await first.liveUntil(at('2026-11-25', '06:20:00'));
    const second = await openVillage(storage, { now: at('2026-11-27', '18:00:00') });
    second.start();
    await second.liveUntil(at('2026-11-29', '07:00:00'));
    second.stop();
    expect(await second.outcomes()).toEqual([
      '24 06:00 broadcast.aired',
      '25 06:00 broadcast.aired',
      '26 06:00 slot.gateway-off',
      '27 06:00 slot.gateway-off',
      '28 06:00 broadcast.aired',
      '29 06:00 broadcast.aired',
    ]);
  });

  it('a second outcome for a slot is refused by the database itself', async () => {
    const { schedule, clock, slotOn, liveUntil, start, stop } = await villageWithMorning();
    start();
    await liveUntil(at('2026-11-24', '06:20:00'));
    stop();
    const slot = await schedule.now((await slotOn('2026-11-24')).id);
    if (!slot) throw new Error('the slot is gone');
    const words = { kind: 'failed', code: 'x', params: {} } as const;
    const again = storage.transaction((tx) => schedule.end(tx, slot, words, 0, clock.now()));
    await expect(again).rejects.toThrow('exactly one outcome');
  });

  it.each([
    ['eighteen seconds before it starts', ['dau-thon'], 18_000],
    ['so much sooner when an amplifier takes long to warm up', ['dau-thon', 'xom-dinh'], 55_000],
  ])('is punctual: a slot is handed over %s', async (_when, zoneIds, leadMs) => {
    const { schedule, clock, slotOn, start, stop } = await openVillage(storage);
    await schedule.programmes.create({ ...morning, zoneIds }, head);
    const { id } = await slotOn('2026-11-24');
    start();
    await clock.leap(10 * hourMs - leadMs - 5_000);
    await clock.advance(5_000 - 1);
    expect((await schedule.now(id))?.decided).toBeNull();
    await clock.advance(1);
    expect((await schedule.now(id))?.decided).not.toBeNull();
    stop();
  });
});

describe('why a slot airs or does not', () => {
  const chain = async (village: Awaited<ReturnType<typeof openVillage>>, id: string) =>
    (await village.schedule.slots.why(id)).steps.map(
      ({ step, verdict, reason }) => `${step} ${verdict} ${reason.code}`,
    );
  const open = [
    'approval passed why.approved',
    'overlay passed why.no-overlay',
    'quiet-hours passed why.not-quiet',
    'minutes passed why.no-minutes-limit',
    'clock passed why.clock-trusted',
  ];

  it('is answered for what is to come, near and far, as things stand', async () => {
    const village = await villageWithMorning();
    for (const date of ['2026-11-24', '2026-12-20']) {
      const { id, startsAt } = await village.slotOn(date);
      expect(await chain(village, id)).toEqual([
        'rule passed why.planned',
        'override passed why.unchanged',
        ...open,
        'conflict passed why.no-conflict',
        'content passed why.content-ready',
        'equipment passed why.equipment-ready',
      ]);
      const { steps, recordedAt } = await village.schedule.slots.why(id);
      expect(steps[0]?.reason.params).toEqual({ at: startsAt });
      expect(recordedAt).toBeNull();
    }
  });

  it('is answered for what is over as it was asked then, with what came of it', async () => {
    const village = await villageWithMorning();
    const { id } = await village.slotOn('2026-11-24');
    village.start();
    await village.liveUntil(at('2026-11-24', '06:20:00'));
    village.stop();
    const [programme] = await village.schedule.programmes.list();
    await village.schedule.programmes.sendBack(programme?.id ?? '', 'Ghi lại', head);
    expect(await chain(village, id)).toEqual([
      'rule passed why.planned',
      'override passed why.unchanged',
      ...open,
      'outcome passed broadcast.aired',
    ]);
    const { recordedAt } = await village.schedule.slots.why(id);
    expect(recordedAt).toBe(new Date(at('2026-11-24', '05:59:42')).toISOString());
  });

  it('ends at what is closed: skipped, held by an overlay, not approved, its recording gone', async () => {
    const village = await villageWithMorning();
    const [first, second] = [await village.slotOn('2026-11-24'), await village.slotOn('2026-11-25')];
    await village.schedule.slots.skip(first.id, announcer);
    expect(await chain(village, first.id)).toEqual(['rule passed why.planned', 'override closed slot.skipped']);
    village.contents.delete('tin');
    expect((await chain(village, second.id)).at(-1)).toBe('content closed recording.not-found');
    const { id } = await village.overlays.create(
      { kind: 'maintenance', title: '', from: '2026-11-25', to: '2026-11-25', zoneIds: null, mutes: 'all' },
      head,
    );
    expect((await chain(village, second.id)).at(-1)).toBe('overlay closed slot.overlay');
    await village.overlays.remove(id);
    const [programme] = await village.schedule.programmes.list();
    await village.schedule.programmes.sendBack(programme?.id ?? '', 'Ghi lại', head);
    expect((await chain(village, second.id)).at(-1)).toBe('approval closed slot.not-approved');
  });

  it('of a slot that was skipped says by whom, when it is over', async () => {
    const village = await villageWithMorning();
    const { id } = await village.slotOn('2026-11-24');
    await village.schedule.slots.skip(id, announcer);
    village.start();
    await village.liveUntil(at('2026-11-24', '06:20:00'));
    village.stop();
    const { steps, slot } = await village.schedule.slots.why(id);
    expect(slot.outcome).toMatchObject({ kind: 'skipped', params: { by: 'Bà Sáu' } });
    expect(steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
      'rule passed',
      'override closed',
      'outcome closed',
    ]);
  });

  it('warns of what may yet keep it silent: a clock nobody vouches for, another programme, a relay that is away', async () => {
    const village = await villageWithMorning();
    village.machine.evidence = null;
    await village.clock.advance(31_000);
    village.faults.push({ code: 'why.relay-offline', params: { relay: 'Cột 1', zone: 'Đầu thôn' } });
    await village.schedule.programmes.create({ ...morning, title: 'Báo bão', priority: 'priority' }, head);
    const [one, other] = await village.slots('2026-11-24');
    const low = [one, other].find((slot) => slot?.priority === 'normal');
    const high = [one, other].find((slot) => slot?.priority === 'priority');
    expect((await chain(village, high?.id ?? '')).slice(-4)).toEqual([
      'clock warning why.clock-untrusted',
      'conflict passed why.pre-empts',
      'content passed why.content-ready',
      'equipment warning why.relay-offline',
    ]);
    // Ten minutes are longer than it may wait: it says beforehand that it will not be heard.
    expect((await chain(village, low?.id ?? '')).at(-1)).toBe('conflict closed slot.pushed-aside');
    expect(low?.holds).toMatchObject([{ zoneIds: ['dau-thon'], reason: { code: 'slot.pushed-aside' } }]);
    expect(high?.holds).toEqual([]);
  });

  it('one that gives way to a shorter one at the same minute says that it waits, and airs when that is over', async () => {
    const village = await villageWithMorning();
    village.contents.set('nhac', sound('nhac', 60));
    await village.schedule.programmes.create(
      { ...morning, title: 'Báo bão', priority: 'priority', content: song },
      head,
    );
    const low = (await village.slots('2026-11-24')).find(({ priority }) => priority === 'normal');
    expect(low?.holds).toEqual([]);
    expect(await chain(village, low?.id ?? '')).toContain('conflict warning why.waits-for');
    village.start();
    await village.liveUntil(at('2026-11-24', '06:20:00'));
    village.stop();
    expect(village.heard).toEqual(['06:00:00 nhac on loa-1', expect.stringMatching(/^06:01:\d\d tin on loa-1$/)]);
    expect((await village.outcomes()).sort()).toEqual(['24 06:00 broadcast.aired', '24 06:00 broadcast.made-up']);
  });

  it('tells what somebody changed on it', async () => {
    const village = await villageWithMorning();
    const { id, startsAt } = await village.slotOn('2026-11-24');
    await village.schedule.slots.move(id, { startsAt: '2026-11-24T01:00:00.000Z' }, announcer);
    expect((await village.schedule.slots.why(id)).steps[1]).toEqual({
      step: 'override',
      verdict: 'passed',
      reason: { code: 'why.moved', params: { from: startsAt, by: 'Bà Sáu' } },
    });
    await village.schedule.slots.replace(id, { kind: 'recording', recordingId: 'nhac' }, head);
    expect((await village.schedule.slots.why(id)).steps[1]?.reason).toEqual({
      code: 'why.moved-and-replaced',
      params: { from: startsAt, by: 'Ông Tư' },
    });
  });
});
