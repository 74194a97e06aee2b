import { beforeEach, describe, expect, it } from 'vitest';
import type { OverlayInput } from '../../../gateway/src/contract/index.ts';
import { announcer, at, furnish, head, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

const music = { ...morning, title: 'Ca nhạc', kind: 'music' as const, content: song };
const funeral: OverlayInput = {
  kind: 'mourning',
  title: 'Cụ Bảy',
  from: '2026-11-23',
  to: '2026-11-25',
  zoneIds: null,
  mutes: 'music',
};

describe('an overlay', () => {
  it('silences what it mutes, says so beforehand and afterwards, and the bulletins go on', async () => {
    const { schedule, overlays, slots, start, stop, liveUntil, heard } = await openVillage(storage);
    await schedule.programmes.create(music, head);
    await schedule.programmes.create({ ...morning, rule: { ...morning.rule, times: ['07:00'] } }, head);
    const { id } = await overlays.create(funeral, head);
    const params = { kind: 'mourning', title: 'Cụ Bảy', until: '2026-11-25', zones: 'Đầu thôn', overlayId: id };
    expect((await slots('2026-11-25', '2026-11-26')).map(({ holds }) => holds)).toEqual([
      [{ zoneIds: ['dau-thon'], reason: { code: 'slot.overlay', params } }],
      [],
      [],
      [],
    ]);
    start();
    await liveUntil(at('2026-11-24', '07:20:00'));
    stop();
    expect(heard).toEqual(['07:00:00 tin on loa-1']);
    expect((await slots('2026-11-24')).map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'held-back', code: 'slot.overlay', params },
      { kind: 'aired', code: 'broadcast.aired' },
    ]);
  });

  it('in some zones leaves the others: they air, and the log names the silent ones', async () => {
    const { schedule, overlays, slotOn, start, stop, liveUntil, heard, airLog } = await openVillage(storage);
    await schedule.programmes.create({ ...music, zoneIds: ['dau-thon', 'xom-dinh'] }, head);
    await overlays.create({ ...funeral, zoneIds: ['xom-dinh'] }, head);
    start();
    await liveUntil(at('2026-11-24', '06:10:00'));
    stop();
    expect(heard).toEqual(['06:00:00 nhac on loa-1']);
    expect((await slotOn('2026-11-24')).outcome).toMatchObject({
      kind: 'aired-partly',
      code: 'slot.zones-held',
      params: { zones: 'Xóm Đình', cause: 'slot.overlay' },
    });
    expect((await airLog.list({})).items[0]?.zones).toMatchObject([
      { name: 'Đầu thôn', confirmed: true, airedMs: 300_000, fault: null },
      { name: 'Xóm Đình', confirmed: false, airedMs: 0, fault: { code: 'slot.overlay' } },
    ]);
  });

  it('taken away in the last seconds silences nothing any more', async () => {
    const { schedule, overlays, start, stop, liveUntil, heard } = await openVillage(storage);
    await schedule.programmes.create(music, head);
    const { id } = await overlays.create(funeral, head);
    start();
    await liveUntil(at('2026-11-24', '05:59:55'));
    await overlays.remove(id);
    await liveUntil(at('2026-11-24', '06:10:00'));
    stop();
    expect(heard).toHaveLength(1);
  });

  it('is told to the panels of each slot it concerns, once', async () => {
    const { schedule, overlays, clock, told, start, stop } = await openVillage(storage);
    await schedule.programmes.create(music, head);
    start();
    await clock.advance(1_000);
    told.length = 0;
    await overlays.create(funeral, head);
    await clock.advance(1_000);
    stop();
    expect(told.map(({ startsAt, holds }) => [startsAt.slice(0, 10), holds.length])).toEqual([
      ['2026-11-23', 1],
      ['2026-11-24', 1],
    ]);
  });
});

describe('quiet hours', () => {
  it('that begin to apply after a slot was planned hold it back', async () => {
    const { schedule, zones, slotOn, start, stop, liveUntil, heard } = await openVillage(storage);
    await schedule.programmes.create(morning, head);
    const zone = zones.get('dau-thon');
    if (zone) zones.set('dau-thon', { ...zone, quietHours: { from: '22:00', to: '06:30' } });
    start();
    await liveUntil(at('2026-11-24', '06:10:00'));
    stop();
    expect(heard).toEqual([]);
    expect((await slotOn('2026-11-24')).outcome).toMatchObject({ kind: 'quiet-hours', code: 'slot.quiet-hours' });
  });
});

describe('what begins to hold a slot while it is on air', () => {
  it('a funeral silences music at once', async () => {
    const village = await openVillage(storage);
    await village.schedule.programmes.create({ ...morning, kind: 'music' }, head);
    village.start();
    await village.liveUntil(at('2026-11-24', '06:01:00'));
    await village.overlays.create(
      { kind: 'mourning', title: '', from: '2026-11-24', to: '2026-11-25', zoneIds: null, mutes: 'music' },
      head,
    );
    await village.liveUntil(at('2026-11-24', '06:05:00'));
    village.stop();
    const [line] = (await village.airLog.list({})).items;
    expect(line).toMatchObject({ outcome: { kind: 'aired-partly', code: 'slot.zones-held' } });
    expect(line?.airedMs).toBeLessThan(65_000);
    expect([...village.powered]).toEqual([]);
  });
});

describe('the minutes a zone agreed to hear in a day', () => {
  it('open no other gate to what is made up after midnight', async () => {
    const live = async (now?: number) => {
      const village = await openVillage(storage, now === undefined ? {} : { now });
      const zone = village.zones.get('dau-thon');
      if (zone) {
        village.zones.set('dau-thon', { ...zone, quietHours: { from: '00:00', to: '00:00' }, minutesPerDay: 60 });
      }
      return village;
    };
    const before = await live();
    const late = { ...morning.rule, times: ['23:58'] };
    const missed = { policy: 'catch-up', withinMinutes: 5 } as const;
    await before.schedule.programmes.create({ ...morning, rule: late, content: song, missed }, announcer);
    before.start();
    await before.liveUntil(at('2026-11-24', '23:50:00'));
    before.stop();
    const village = await live(at('2026-11-25', '00:01:00'));
    village.start();
    await village.liveUntil(at('2026-11-25', '00:20:00'));
    village.stop();
    expect(village.heard).toEqual([]);
    expect(await village.outcomes()).toEqual(['24 23:58 slot.not-approved']);
  });

  it('are shared by its slots in order; what is beyond them is not begun', async () => {
    const { schedule, zones, slots, start, stop, liveUntil, heard, outcomes } = await openVillage(storage);
    const zone = zones.get('dau-thon');
    if (zone) zones.set('dau-thon', { ...zone, minutesPerDay: 16 });
    const rule = { ...morning.rule, times: ['06:00', '11:00', '17:00'] };
    await schedule.programmes.create({ ...morning, rule }, head);
    const later = { ...music, rule: { ...morning.rule, times: ['18:00'] } };
    await schedule.programmes.create(later, head);
    const usedUp = { zone: 'Đầu thôn', used: 10, limit: 16, zones: 'Đầu thôn' };
    const forecast = (await slots('2026-11-24')).map(({ holds }) => holds[0]?.reason ?? null);
    expect(forecast).toEqual([
      null,
      { code: 'slot.minutes-used-up', params: usedUp },
      { code: 'slot.minutes-used-up', params: usedUp },
      null,
    ]);
    // Far ahead, where slots are not rows yet, it is reckoned alike.
    expect((await slots('2026-12-20')).map(({ holds }) => holds.length)).toEqual([0, 1, 1, 0]);
    start();
    await liveUntil(at('2026-11-24', '18:30:00'));
    stop();
    expect(heard).toEqual(['06:00:00 tin on loa-1', '18:00:00 nhac on loa-1']);
    expect(await outcomes()).toEqual([
      '24 06:00 broadcast.aired',
      '24 11:00 slot.minutes-used-up',
      '24 17:00 slot.minutes-used-up',
      '24 18:00 broadcast.aired',
    ]);
  });

  it('are left to the others by a slot that somebody skipped', async () => {
    const { schedule, zones, slots, slotOn } = await openVillage(storage);
    const zone = zones.get('dau-thon');
    if (zone) zones.set('dau-thon', { ...zone, minutesPerDay: 10 });
    const rule = { ...morning.rule, times: ['06:00', '11:00'] };
    await schedule.programmes.create({ ...morning, rule }, head);
    await schedule.slots.skip((await slotOn('2026-11-24')).id, head);
    expect((await slots('2026-11-24', '2026-11-25')).map(({ holds }) => holds.length)).toEqual([0, 0, 0, 1]);
  });
});
