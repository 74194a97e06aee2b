import { beforeEach, describe, expect, it } from 'vitest';
import type { ProgrammeInput } from '../../../gateway/src/contract/index.ts';
import type { Schedule } from '../../../gateway/src/schedule/schedule-service.ts';
import { announcer, at, furnish, head, hourMs, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

const at7 = { ...morning.rule, times: ['07:00'] };

describe('a programme', () => {
  it('becomes slots for two weeks, each once', async () => {
    const { schedule, slots } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    expect(programme).toMatchObject({ nextAt: '2026-11-23T23:00:00.000Z', durationMs: 600_000, problem: null });
    const rows = await schedule.openBefore(Number.MAX_SAFE_INTEGER);
    expect(rows).toHaveLength(14);
    await schedule.replan();
    await schedule.replan();
    expect(await schedule.openBefore(Number.MAX_SAFE_INTEGER)).toEqual(rows);
    expect(await slots('2026-11-23', '2026-12-31')).toHaveLength(38);
  });

  it('several times a day has a slot at each of them', async () => {
    const { schedule, slots, start, stop, liveUntil, heard, outcomes } = await openVillage(storage);
    const rule = { ...morning.rule, times: ['17:30', '06:00', '11:15'] };
    await schedule.programmes.create({ ...morning, content: song, rule }, head);
    const times = (await slots('2026-11-24', '2026-11-25')).map(({ startsAt }) => startsAt);
    expect(times).toEqual([
      '2026-11-23T23:00:00.000Z',
      '2026-11-24T04:15:00.000Z',
      '2026-11-24T10:30:00.000Z',
      '2026-11-24T23:00:00.000Z',
      '2026-11-25T04:15:00.000Z',
      '2026-11-25T10:30:00.000Z',
    ]);
    start();
    await liveUntil(at('2026-11-24', '18:00:00'));
    stop();
    expect(heard).toEqual(['06:00:00 nhac on loa-1', '11:15:00 nhac on loa-1', '17:30:00 nhac on loa-1']);
    expect(await outcomes()).toEqual([
      '24 06:00 broadcast.aired',
      '24 11:15 broadcast.aired',
      '24 17:30 broadcast.aired',
    ]);
  });

  it('whose times lie so near that it would run into itself is refused', async () => {
    const { schedule } = await openVillage(storage);
    const rule = { ...morning.rule, times: ['06:00', '06:05'] };
    await expect(schedule.programmes.create({ ...morning, rule }, head)).rejects.toMatchObject({
      code: 'schedule.overlaps-itself',
      params: { at: '2026-11-23T23:05:00.000Z' },
    });
    expect(await schedule.programmes.list()).toEqual([]);
  });

  it('changed, its coming slots follow; skipped ones stay skipped', async () => {
    const { schedule, slots, slotOn } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    await schedule.slots.skip((await slotOn('2026-11-24')).id, announcer);
    await schedule.programmes.change(programme.id, { ...morning, title: 'Tin mới', zoneIds: ['xom-dinh'] }, head);
    expect(await slots('2026-11-24', '2026-11-25')).toMatchObject([
      { title: 'Tin mới', zoneIds: ['xom-dinh'], override: { skipped: true, by: 'Bà Sáu' } },
      { title: 'Tin mới', zoneIds: ['xom-dinh'], override: null },
    ]);
    await schedule.programmes.change(programme.id, { ...morning, rule: at7 }, head);
    expect((await slots('2026-11-24')).map((slot) => slot.startsAt)).toEqual(['2026-11-24T00:00:00.000Z']);
  });

  it('removed, its coming slots go and its past ones stay as they were', async () => {
    const { schedule, slots, liveUntil, start, stop } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    start();
    await liveUntil(at('2026-11-24', '08:00:00'));
    await schedule.programmes.remove(programme.id, head);
    stop();
    expect((await slots('2026-11-23', '2026-12-20')).map((slot) => [slot.title, slot.outcome?.kind])).toEqual([
      ['Bản tin sáng', 'aired'],
    ]);
  });

  it.each<[string, Partial<ProgrammeInput>, string]>([
    ['on a day that is in no calendar', { rule: { ...morning.rule, date: '2026-02-30' } }, 'schedule.invalid-rule'],
    ['that is over already', { rule: { repeat: 'once', date: '2026-11-23', times: ['06:00'] } }, 'schedule.never'],
    ['in the night', { rule: { ...morning.rule, times: ['03:15'] } }, 'schedule.quiet-hours'],
    [
      'of which one time of many is in the night',
      { rule: { ...morning.rule, times: ['06:00', '23:00'] } },
      'schedule.quiet-hours',
    ],
    ['that runs into the night', { rule: { ...morning.rule, times: ['21:55'] } }, 'schedule.quiet-hours'],
    ['right after the night, unasked', { rule: { ...morning.rule, times: ['05:00'] } }, 'schedule.near-quiet-hours'],
    ['for a zone that is not there', { zoneIds: ['nowhere'] }, 'zone.not-found'],
    [
      'with a recording that is not there',
      { content: { kind: 'recording', recordingId: 'gone' } },
      'recording.not-found',
    ],
  ])('%s is refused and nothing is kept', async (_name, change, code) => {
    const { schedule, slots, audited } = await openVillage(storage);
    const input = { ...morning, ...change };
    await expect(schedule.programmes.create(input, head)).rejects.toMatchObject({ code });
    expect(await schedule.programmes.try({ programme: input })).toMatchObject({ problem: { code } });
    expect(await schedule.programmes.list()).toEqual([]);
    expect(await slots('2026-11-23', '2026-12-20')).toEqual([]);
    expect(audited).toEqual([]);
  });

  it('that would be refused still tells its next days, so that another time can be chosen; a rule that is none has none', async () => {
    const { schedule } = await openVillage(storage);
    const night = { ...morning, rule: { ...morning.rule, times: ['03:15'] } };
    const { next } = await schedule.programmes.try({ programme: night });
    expect(next.slice(0, 2)).toEqual(['2026-11-23T20:15:00.000Z', '2026-11-24T20:15:00.000Z']);
    const none = { ...morning, rule: { ...morning.rule, date: '2026-02-30' } };
    expect((await schedule.programmes.try({ programme: none })).next).toEqual([]);
  });

  it('right after the night is kept when the person said yes', async () => {
    const { schedule } = await openVillage(storage);
    const rule = { ...morning.rule, times: ['05:00'] };
    const saved = await schedule.programmes.create({ ...morning, rule, nearQuietHours: true }, head);
    expect(saved.clashes).toEqual([]);
  });

  it('on an output that is taken then is refused, unless one of them yields', async () => {
    const { schedule } = await openVillage(storage);
    await schedule.programmes.create(morning, head);
    const rival = { ...morning, title: 'Ca nhạc', rule: { ...morning.rule, times: ['06:05'] } };
    await expect(schedule.programmes.create(rival, head)).rejects.toMatchObject({
      code: 'schedule.conflict',
      params: { title: 'Bản tin sáng', at: '2026-11-23T23:05:00.000Z' },
    });
    const elsewhere = await schedule.programmes.create({ ...rival, zoneIds: ['xom-dinh'] }, head);
    expect(elsewhere.clashes).toEqual([]);
    const { clashes } = await schedule.programmes.create({ ...rival, title: 'Báo bão', priority: 'priority' }, head);
    expect(clashes).toMatchObject([{ title: 'Bản tin sáng', yields: 'other' }]);
  });
});

describe('a day that comes once a year', () => {
  it('is not taken by a programme of each day, saved months before', async () => {
    const { schedule } = await openVillage(storage);
    const liberation: ProgrammeInput = {
      ...morning,
      title: 'Lễ 30/4',
      rule: { repeat: 'yearly', date: '2026-04-30', times: ['06:00'] },
    };
    await schedule.programmes.create(liberation, head);
    await expect(schedule.programmes.create(morning, head)).rejects.toMatchObject({
      code: 'schedule.conflict',
      params: { title: 'Lễ 30/4', at: '2027-04-29T23:00:00.000Z' },
    });
    const { clashes } = await schedule.programmes.create({ ...morning, priority: 'priority' }, head);
    expect(clashes).toMatchObject([{ title: 'Lễ 30/4', at: '2027-04-29T23:00:00.000Z', yields: 'other' }]);
  });
});

describe('what saving would say, asked while typing', () => {
  it('is what saving says, and nothing is kept', async () => {
    const { schedule, slots } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    const rival = { ...morning, title: 'Báo bão', priority: 'priority' as const };
    const tried = await schedule.programmes.try({ programme: rival });
    expect(tried).toMatchObject({
      problem: null,
      clashes: [{ programmeId: programme.id, title: 'Bản tin sáng', at: '2026-11-23T23:00:00.000Z', yields: 'other' }],
      next: [24, 25, 26, 27, 28].map((day) => new Date(at(`2026-11-${day}`, '06:00:00')).toISOString()),
    });
    expect(await schedule.programmes.list()).toHaveLength(1);
    expect(await slots('2026-11-24')).toHaveLength(1);
    expect((await schedule.programmes.create(rival, head)).clashes).toEqual(tried.clashes);
  });

  it('a programme that is being changed does not stand in its own way', async () => {
    const { schedule } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    const longer = { ...morning, rule: { ...morning.rule, times: ['06:05'] } };
    expect((await schedule.programmes.try({ programme: longer })).problem?.code).toBe('schedule.conflict');
    expect((await schedule.programmes.try({ id: programme.id, programme: longer })).problem).toBeNull();
  });
});

describe('a programme changed in the last seconds before its slot', () => {
  it.each([
    ['removed', (schedule: Schedule, id: string) => schedule.programmes.remove(id, announcer)],
    [
      'switched off',
      (schedule: Schedule, id: string) => schedule.programmes.change(id, { ...morning, enabled: false }, announcer),
    ],
    [
      'moved to another time',
      (schedule: Schedule, id: string) => schedule.programmes.change(id, { ...morning, rule: at7 }, head),
    ],
  ])('and %s: the slot is skipped by who did it, not lost', async (how, change) => {
    const { schedule, slotOn, start, stop, clock, heard } = await openVillage(storage);
    const { programme } = await schedule.programmes.create(morning, head);
    const slot = await slotOn('2026-11-24');
    start();
    await clock.leap(10 * hourMs - 15_000);
    await clock.advance(10_000);
    await change(schedule, programme.id);
    await clock.advance(30_000);
    stop();
    expect(heard).toEqual([]);
    expect(await schedule.slots.get(slot.id)).toMatchObject({
      override: { skipped: true },
      outcome: { code: 'slot.skipped', params: { by: how === 'moved to another time' ? 'Ông Tư' : 'Bà Sáu' } },
    });
  });
});

describe('a rule that cannot be read', () => {
  it('plans nothing and is shown as what it is; the other programmes go on', async () => {
    const before = await openVillage(storage);
    const { programme } = await before.schedule.programmes.create(morning, head);
    await before.schedule.programmes.create({ ...morning, title: 'Chiều', zoneIds: ['xom-dinh'], content: song }, head);
    await storage.run(`update programmes set rrule = 'FREQ=SECONDLY' where id = ?`, [programme.id]);
    await storage.run('delete from slots');

    const { schedule, slots, start, stop, liveUntil, heard } = await openVillage(storage);
    start();
    await liveUntil(at('2026-11-24', '06:10:00'));
    stop();
    expect(heard).toEqual(['06:00:00 nhac on loa-2']);
    expect(await schedule.programmes.get(programme.id)).toMatchObject({
      title: 'Bản tin sáng',
      enabled: false,
      nextAt: null,
      problem: { code: 'schedule.unreadable-rule' },
    });
    expect((await slots('2026-11-24', '2026-11-30')).map(({ title }) => title)).toEqual(Array(7).fill('Chiều'));

    const { programme: mended } = await schedule.programmes.change(programme.id, { ...morning, enabled: true }, head);
    expect(mended).toMatchObject({ enabled: true, problem: null, nextAt: '2026-11-24T23:00:00.000Z' });
  });
});

describe('drafts of an imported calendar', () => {
  it('are made all of them, and wait for approval', async () => {
    const { schedule, audited } = await openVillage(storage);
    const drafts = await schedule.createDrafts([morning, { ...morning, rule: at7 }], announcer);
    expect(drafts.map(({ approval }) => approval)).toMatchObject([
      { state: 'draft', by: 'Bà Sáu', note: null },
      { state: 'draft', by: 'Bà Sáu', note: null },
    ]);
    expect(await schedule.programmes.list()).toHaveLength(2);
    expect(audited).toEqual([]);
  });

  it('are made none of them when one may not be, be it for another of them', async () => {
    const { schedule } = await openVillage(storage);
    const night = { ...morning, rule: { ...morning.rule, times: ['03:15'] } };
    await expect(schedule.createDrafts([morning, night], head)).rejects.toMatchObject({ code: 'schedule.quiet-hours' });
    await expect(schedule.createDrafts([morning, morning], head)).rejects.toMatchObject({ code: 'schedule.conflict' });
    expect(await schedule.programmes.list()).toEqual([]);
    expect(await schedule.openBefore(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('are kept none of them when the disk is full in the middle', async () => {
    const { schedule } = await openVillage(storage);
    await storage.run(
      `create trigger full before insert on slots when new.title = 'Hai' begin select raise(abort, 'disk full'); end`,
    );
    const two = { ...morning, title: 'Hai', rule: at7 };
    await expect(schedule.createDrafts([morning, two], head)).rejects.toThrow('full');
    expect(await schedule.programmes.list()).toEqual([]);
    expect(await schedule.openBefore(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});

describe('what is aired is not thrown away', () => {
  it('neither a programme’s recording nor what was put into a single slot', async () => {
    const { schedule, slotOn, start, stop, liveUntil } = await openVillage(storage);
    await schedule.programmes.create(morning, head);
    expect(await schedule.usedBy('recording', 'tin')).toEqual([{ kind: 'programme', title: 'Bản tin sáng' }]);
    expect(await schedule.usedBy('recording', 'nhac')).toEqual([]);
    await schedule.slots.replace((await slotOn('2026-11-24')).id, song, head);
    expect(await schedule.usedBy('recording', 'nhac')).toEqual([{ kind: 'programme', title: 'Bản tin sáng' }]);
    expect(await schedule.usedBy('playlist', 'nhac')).toEqual([]);
    start();
    await liveUntil(at('2026-11-24', '06:10:00'));
    stop();
    expect(await schedule.usedBy('recording', 'nhac')).toEqual([]);
  });
});
