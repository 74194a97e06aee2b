import { beforeEach, describe, expect, it } from 'vitest';
import { announcer, at, furnish, head, minuteMs, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

const iso = (date: string, time: string) => new Date(at(date, `${time}:00`)).toISOString();
const to = (date: string, time: string) => ({ startsAt: iso(date, time) });

/** A village with the morning bulletin; its slot on 24 November. */
async function villageWithMorning() {
  const village = await openVillage(storage);
  const { programme } = await village.schedule.programmes.create(morning, head);
  const slot = await village.slotOn('2026-11-24');
  return { ...village, programme, slot };
}

describe('one slot of a series', () => {
  it('skipped stays silent, restored it airs', async () => {
    const { schedule, slot, slotOn, start, stop, liveUntil, heard, outcomes } = await villageWithMorning();
    const next = await slotOn('2026-11-25');
    expect((await schedule.slots.skip(slot.id, announcer)).override).toEqual({
      skipped: true,
      movedFrom: null,
      content: null,
      contentApproved: true,
      by: 'Bà Sáu',
    });
    await schedule.slots.skip(next.id, announcer);
    expect((await schedule.slots.restore(next.id, announcer)).override).toBeNull();
    start();
    await liveUntil(at('2026-11-25', '06:15:00'));
    stop();
    expect(heard).toEqual(['06:00:00 tin on loa-1']);
    expect(await outcomes()).toEqual(['24 06:00 slot.skipped', '25 06:00 broadcast.aired']);
    await expect(schedule.slots.restore(slot.id, announcer)).rejects.toMatchObject({ code: 'slot.begun' });
    await expect(schedule.slots.skip(slot.id, announcer)).rejects.toMatchObject({ code: 'slot.begun' });
  });

  it('moved airs then and not before, once', async () => {
    const { schedule, slot, slots, start, stop, liveUntil, heard, outcomes } = await villageWithMorning();
    const moved = await schedule.slots.move(slot.id, to('2026-11-24', '06:30'), announcer);
    expect(moved).toMatchObject({
      id: slot.id,
      startsAt: iso('2026-11-24', '06:30'),
      override: { movedFrom: iso('2026-11-24', '06:00'), by: 'Bà Sáu' },
    });
    start();
    await liveUntil(at('2026-11-24', '07:00:00'));
    stop();
    expect(heard).toEqual(['06:30:00 tin on loa-1']);
    expect(await outcomes()).toEqual(['24 06:30 broadcast.aired']);
    expect(await slots('2026-11-24')).toHaveLength(1);
  });

  it('moved away and back by taking everything back', async () => {
    const { schedule, slot, start, stop, liveUntil, heard } = await villageWithMorning();
    await schedule.slots.move(slot.id, to('2026-11-24', '09:00'), announcer);
    await schedule.slots.replace(slot.id, song, head);
    const restored = await schedule.slots.restore(slot.id, announcer);
    expect(restored).toMatchObject({ startsAt: slot.startsAt, endsAt: slot.endsAt, override: null });
    start();
    await liveUntil(at('2026-11-24', '09:30:00'));
    stop();
    expect(heard).toEqual(['06:00:00 tin on loa-1']);
  });

  it('replaced airs the other content, for as long as that takes', async () => {
    const { schedule, slot, start, stop, liveUntil, heard, airLog } = await villageWithMorning();
    const replaced = await schedule.slots.replace(slot.id, song, head);
    expect(replaced).toMatchObject({
      endsAt: iso('2026-11-24', '06:05'),
      holds: [],
      override: { content: song, contentApproved: true },
    });
    start();
    await liveUntil(at('2026-11-25', '06:15:00'));
    stop();
    expect(heard).toEqual(['06:00:00 nhac on loa-1', '06:00:00 tin on loa-1']);
    expect((await airLog.list({})).items.map(({ airedMs }) => airedMs / minuteMs)).toEqual([10, 5]);
  });

  it.each([
    ['to what is over', to('2026-11-23', '19:00'), 'slot.move-to-past'],
    ['to no instant at all', { startsAt: 'mai' }, 'slot.move-to-past'],
    ['further than two months', to('2027-02-01', '06:00'), 'slot.move-too-far'],
    ['into the night', to('2026-11-25', '03:15'), 'schedule.quiet-hours'],
    ['so that it runs into the night', to('2026-11-24', '21:55'), 'schedule.quiet-hours'],
    ['near the night, unasked', to('2026-11-24', '21:30'), 'schedule.near-quiet-hours'],
    ['on top of another of its rank', to('2026-11-25', '05:55'), 'schedule.conflict'],
  ])('is not moved %s', async (_where, move, code) => {
    const { schedule, slot } = await villageWithMorning();
    await expect(schedule.slots.move(slot.id, move, head)).rejects.toMatchObject({ code });
    expect(await schedule.slots.get(slot.id)).toEqual(slot);
  });

  it('is not moved on top of another of its rank further ahead than slots are kept', async () => {
    const { schedule, slot } = await villageWithMorning();
    const far = schedule.slots.move(slot.id, to('2026-12-20', '06:05'), head);
    await expect(far).rejects.toMatchObject({
      code: 'schedule.conflict',
      params: { title: 'Bản tin sáng', at: iso('2026-12-20', '06:05') },
    });
  });

  it('is not replaced by what would run into the night', async () => {
    const { schedule, contents, slotOn } = await openVillage(storage);
    const evening = { ...morning, rule: { ...morning.rule, times: ['21:45'] }, nearQuietHours: true };
    await schedule.programmes.create(evening, head);
    const slot = await slotOn('2026-11-24');
    const long = contents.get('tin');
    contents.set('dai', { title: 'dai', items: [], ...long, durationMs: 20 * minuteMs });
    const replaced = schedule.slots.replace(slot.id, { kind: 'recording', recordingId: 'dai' }, head);
    await expect(replaced).rejects.toMatchObject({ code: 'schedule.quiet-hours' });
  });
});

describe('what becomes of a changed slot when the series changes', () => {
  it('it takes the new title and zones, and stays where it was moved', async () => {
    const { schedule, programme, slot } = await villageWithMorning();
    await schedule.slots.move(slot.id, to('2026-11-24', '08:00'), announcer);
    await schedule.programmes.change(programme.id, { ...morning, title: 'Tin mới', zoneIds: ['xom-dinh'] }, head);
    expect(await schedule.slots.get(slot.id)).toMatchObject({
      title: 'Tin mới',
      zoneIds: ['xom-dinh'],
      startsAt: iso('2026-11-24', '08:00'),
      override: { movedFrom: iso('2026-11-24', '06:00') },
    });
  });

  it('with what was put into it, it keeps that and its length', async () => {
    const { schedule, programme, slot } = await villageWithMorning();
    await schedule.slots.replace(slot.id, song, head);
    await schedule.programmes.change(programme.id, { ...morning, title: 'Tin mới' }, head);
    expect(await schedule.slots.get(slot.id)).toMatchObject({
      title: 'Tin mới',
      endsAt: iso('2026-11-24', '06:05'),
      override: { content: song },
    });
  });

  it('moved, it stays as long as the rule still has its instant, and goes when it has not', async () => {
    const { schedule, programme, slot, slots } = await villageWithMorning();
    await schedule.slots.move(slot.id, to('2026-11-24', '08:00'), announcer);
    const twice = { ...morning, rule: { ...morning.rule, times: ['06:00', '17:00'] } };
    await schedule.programmes.change(programme.id, twice, head);
    expect((await slots('2026-11-24')).map(({ startsAt }) => startsAt)).toEqual([
      iso('2026-11-24', '08:00'),
      iso('2026-11-24', '17:00'),
    ]);
    const later = { ...morning, rule: { ...morning.rule, times: ['17:00'] } };
    await schedule.programmes.change(programme.id, later, head);
    expect((await slots('2026-11-24')).map(({ startsAt }) => startsAt)).toEqual([iso('2026-11-24', '17:00')]);
    await expect(schedule.slots.get(slot.id)).rejects.toMatchObject({ code: 'slot.not-found' });
  });

  it('the series comes at another time: what was skipped, moved or replaced stays so on its day, near and far', async () => {
    const { schedule, programme, slots } = await villageWithMorning();
    const [skipped, moved, replaced] = await slots('2026-11-24', '2026-11-26');
    const [far] = await slots('2027-01-12');
    await schedule.slots.skip(skipped?.id ?? '', announcer);
    await schedule.slots.move(moved?.id ?? '', to('2026-11-25', '08:00'), announcer);
    await schedule.slots.replace(replaced?.id ?? '', song, head);
    await schedule.slots.skip(far?.id ?? '', head);
    await schedule.programmes.change(programme.id, { ...morning, rule: { ...morning.rule, times: ['05:50'] } }, head);
    const told = async (from: string, until = from) =>
      (await slots(from, until)).map(({ startsAt, override }) => [startsAt, override?.by ?? null, override?.skipped]);
    expect(await told('2026-11-24', '2026-11-27')).toEqual([
      [iso('2026-11-24', '05:50'), 'Bà Sáu', true],
      [iso('2026-11-25', '08:00'), 'Bà Sáu', false],
      [iso('2026-11-26', '05:50'), 'Ông Tư', false],
      [iso('2026-11-27', '05:50'), null, undefined],
    ]);
    expect((await slots('2026-11-26'))[0]).toMatchObject({
      endsAt: iso('2026-11-26', '05:55'),
      override: { content: song, contentApproved: true },
    });
    expect(await told('2027-01-12')).toEqual([[iso('2027-01-12', '05:50'), 'Ông Tư', true]]);
  });

  it('of two times a day one is dropped: nothing of it goes over to the other', async () => {
    const { schedule, programme, slots } = await villageWithMorning();
    const twice = { ...morning, rule: { ...morning.rule, times: ['06:00', '17:00'] } };
    await schedule.programmes.change(programme.id, twice, head);
    const [, evening] = await slots('2026-11-24');
    await schedule.slots.skip(evening?.id ?? '', head);
    await schedule.programmes.change(programme.id, morning, head);
    expect((await slots('2026-11-24')).map(({ override }) => override)).toEqual([null]);
  });

  it('moved past the instant of its rule it still airs, though the series is changed in between', async () => {
    const { schedule, programme, slot, start, stop, liveUntil, heard } = await villageWithMorning();
    await schedule.slots.move(slot.id, to('2026-11-24', '08:00'), announcer);
    start();
    await liveUntil(at('2026-11-24', '07:00:00'));
    await schedule.programmes.change(programme.id, { ...morning, title: 'Tin mới' }, head);
    await liveUntil(at('2026-11-24', '09:00:00'));
    stop();
    expect(heard).toEqual(['08:00:00 tin on loa-1']);
  });
});

describe('a programme saved where a slot was moved', () => {
  const nine = { ...morning, title: 'Ca nhạc', rule: { ...morning.rule, times: ['09:00'] } };

  it('is refused, with the slot and its time; in the place that it left there is room', async () => {
    const { schedule, slots, slot, programme } = await villageWithMorning();
    await schedule.slots.move(slot.id, to('2026-11-24', '09:05'), announcer);
    const refusal = { code: 'schedule.conflict', params: { title: 'Bản tin sáng', at: iso('2026-11-24', '09:05') } };
    await expect(schedule.programmes.create(nine, head)).rejects.toMatchObject(refusal);
    expect((await schedule.programmes.try({ programme: nine })).problem).toMatchObject(refusal);

    const left = { ...nine, rule: { ...morning.rule, repeat: 'once' as const } };
    expect((await schedule.programmes.create(left, head)).clashes).toEqual([]);
    await expect(schedule.slots.restore(slot.id, head)).rejects.toMatchObject({ code: 'schedule.conflict' });
    expect((await slots('2026-11-24')).map(({ title }) => title)).toEqual(['Ca nhạc', 'Bản tin sáng']);
    // It is in nobody's way when its own programme is saved.
    await schedule.programmes.change(programme.id, { ...morning, title: 'Tin mới' }, head);
  });

  it('of another rank is told who yields', async () => {
    const { schedule, slot, programme } = await villageWithMorning();
    await schedule.slots.move(slot.id, to('2026-11-24', '09:05'), announcer);
    const { clashes } = await schedule.programmes.create({ ...nine, priority: 'priority' }, head);
    expect(clashes).toEqual([
      { programmeId: programme.id, title: 'Bản tin sáng', at: iso('2026-11-24', '09:05'), yields: 'other' },
    ]);
  });

  it('is refused when it is the slot’s own, come to other zones or another time', async () => {
    const { schedule, slot, programme, slots } = await villageWithMorning();
    await schedule.programmes.create({ ...nine, zoneIds: ['xom-dinh'] }, head);
    await schedule.slots.move(slot.id, to('2026-11-24', '09:05'), announcer);
    const elsewhere = schedule.programmes.change(programme.id, { ...morning, zoneIds: ['xom-dinh'] }, head);
    await expect(elsewhere).rejects.toMatchObject({
      code: 'schedule.conflict',
      params: { title: 'Ca nhạc', at: iso('2026-11-24', '09:05') },
    });
    const twice = { ...morning, rule: { ...morning.rule, times: ['06:00', '09:00'] } };
    await expect(schedule.programmes.change(programme.id, twice, head)).rejects.toMatchObject({
      code: 'schedule.overlaps-itself',
    });
    expect((await slots('2026-11-24')).map(({ zoneIds }) => zoneIds[0])).toEqual(['xom-dinh', 'dau-thon']);
  });
});

describe('a slot that the broadcast holds already', () => {
  it('moved to later is taken back, and airs once, at its new time', async () => {
    const { schedule, slot, start, stop, liveUntil, heard, outcomes, clock } = await villageWithMorning();
    start();
    await liveUntil(at('2026-11-24', '05:59:53'));
    await schedule.slots.move(slot.id, to('2026-11-24', '06:30'), announcer);
    await clock.advance(15_000);
    expect(heard).toEqual([]);
    expect(await outcomes()).toEqual([]);
    await liveUntil(at('2026-11-24', '06:50:00'));
    stop();
    expect(heard).toEqual(['06:30:00 tin on loa-1']);
    expect(await outcomes()).toEqual(['24 06:30 broadcast.aired']);
  });

  it('gets another content, and that is what is heard', async () => {
    const { schedule, slot, start, stop, liveUntil, heard, outcomes } = await villageWithMorning();
    start();
    await liveUntil(at('2026-11-24', '05:59:53'));
    await schedule.slots.replace(slot.id, song, head);
    await liveUntil(at('2026-11-24', '06:20:00'));
    stop();
    expect(heard.map((line) => line.slice(9))).toEqual(['nhac on loa-1']);
    expect(await outcomes()).toEqual(['24 06:00 broadcast.aired']);
  });

  it('skipped is silent, and its outcome is that', async () => {
    const { schedule, slot, start, stop, liveUntil, heard, outcomes } = await villageWithMorning();
    start();
    await liveUntil(at('2026-11-24', '05:59:58'));
    await schedule.slots.skip(slot.id, announcer);
    await liveUntil(at('2026-11-24', '06:20:00'));
    stop();
    expect(heard).toEqual([]);
    expect(await outcomes()).toEqual(['24 06:00 slot.skipped']);
  });

  it('once it is heard it cannot be changed any more', async () => {
    const { schedule, slot, start, stop, liveUntil, outcomes } = await villageWithMorning();
    start();
    await liveUntil(at('2026-11-24', '06:00:02'));
    for (const change of [
      () => schedule.slots.skip(slot.id, head),
      () => schedule.slots.move(slot.id, to('2026-11-24', '08:00'), head),
      () => schedule.slots.replace(slot.id, song, head),
      () => schedule.slots.restore(slot.id, head),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: 'slot.begun' });
    }
    await liveUntil(at('2026-11-24', '06:20:00'));
    stop();
    expect(await outcomes()).toEqual(['24 06:00 broadcast.aired']);
  });
});

describe('a slot further ahead than slots are kept', () => {
  it('is foreseen under the id that it will have, and what is changed on it stays', async () => {
    const { schedule, slot, slotOn, start, stop, clock } = await villageWithMorning();
    const far = await slotOn('2026-12-20');
    expect(far.id.split('-')[0]).toBe(slot.id.split('-')[0]);
    expect(await schedule.slots.get(far.id)).toEqual(far);
    await schedule.slots.move(far.id, to('2026-12-20', '09:00'), announcer);
    start();
    await clock.leap(10 * 86_400_000);
    stop();
    await schedule.replan();
    expect(await schedule.slots.get(far.id)).toMatchObject({
      id: far.id,
      startsAt: iso('2026-12-20', '09:00'),
      override: { movedFrom: iso('2026-12-20', '06:00') },
    });
    expect(await slotOn('2026-12-20')).toMatchObject({ id: far.id });
  });

  it('skipped is not forgotten by a gateway that wakes up in 1970', async () => {
    const { schedule, slotOn } = await villageWithMorning();
    const far = await slotOn('2026-12-20');
    const near = await slotOn('2026-11-25');
    for (const { id } of [far, near]) await schedule.slots.skip(id, announcer);

    const {
      schedule: woken,
      start,
      stop,
      clock,
      machine,
      outcomes,
    } = await openVillage(storage, {
      now: 0,
      evidence: null,
    });
    start();
    await clock.advance(5_000);
    machine.evidence = 'ntp';
    await clock.step(at('2026-11-24', '19:00:00') - clock.now());
    await clock.advance(45_000);
    stop();
    for (const { id } of [far, near]) {
      expect(await woken.slots.get(id)).toMatchObject({ override: { skipped: true, by: 'Bà Sáu' } });
    }
    expect(await outcomes()).toEqual(['24 06:00 slot.gateway-off']);
  });

  it('is nobody’s when the rule has no such day', async () => {
    const { schedule, slotOn, programme } = await villageWithMorning();
    const far = await slotOn('2026-12-20');
    await schedule.programmes.change(
      programme.id,
      { ...morning, rule: { ...morning.rule, until: '2026-12-10' } },
      head,
    );
    await expect(schedule.slots.skip(far.id, head)).rejects.toMatchObject({ code: 'slot.not-found' });
    for (const id of ['x', `${programme.id}-0`, `${programme.id}-zzzzzzzz`, `nobody-${far.id.split('-')[1]}`]) {
      await expect(schedule.slots.get(id)).rejects.toMatchObject({ code: 'slot.not-found' });
    }
  });
});
