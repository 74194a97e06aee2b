import { beforeEach, describe, expect, it } from 'vitest';
import type { ProgrammeInput } from '../../../gateway/src/contract/index.ts';
import { newId } from '../../../gateway/src/core/ids.ts';
import { at, furnish, head, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

const day = '2026-11-24';

/** The village with one programme at 06:00, and an emergency that repeats from one time of the day to another. */
async function livedThrough(from: string, to: string, programme: Partial<ProgrammeInput> = {}, zoneIds = ['dau-thon']) {
  const village = await openVillage(storage);
  await village.schedule.programmes.create({ ...morning, ...programme }, head);
  village.start();
  await village.liveUntil(at(day, from));
  const { id } = emergency(village, zoneIds);
  await village.liveUntil(at(day, to));
  await village.broadcasts.commands.stop(id, head);
  return village;
}

type Village = Awaited<ReturnType<typeof openVillage>>;

function emergency({ broadcasts }: Village, zoneIds: string[], title = 'Lũ') {
  const item = { title: title.toLowerCase(), path: '/siren', durationMs: 10_000 };
  const content = { title, durationMs: item.durationMs, items: [item] };
  const form = {
    priority: 'emergency',
    drill: false,
    live: false,
    allClear: false,
    loops: true,
    passesNight: true,
  } as const;
  return broadcasts.airNow({ id: newId(), title, content, zoneIds, reason: title, ...form }, head);
}

async function tillNoon(village: Village) {
  await village.liveUntil(at(day, '06:40:00'));
  village.stop();
  return village;
}

describe('a bulletin that an emergency cut into', () => {
  it('begins again from its start when it is over, and has one outcome that says so', async () => {
    const village = await tillNoon(await livedThrough('06:02:00', '06:05:00'));
    expect(village.heard).toEqual([
      '06:00:00 tin on loa-1',
      '06:02:00 lũ on loa-1',
      expect.stringMatching(/^06:05:0\d tin on loa-1$/),
    ]);
    const { outcome } = await village.slotOn(day);
    expect(outcome).toMatchObject({ kind: 'aired', code: 'broadcast.made-up-after', params: { by: 'Lũ' } });
    const log = (await village.airLog.list({})).items.filter(({ slotId }) => slotId !== null);
    expect(log.map((entry) => [entry.outcome.code, Math.round(entry.airedMs / 1_000)])).toEqual([
      ['broadcast.made-up-after', 600],
      ['broadcast.pre-empted-by-emergency', 120],
    ]);
  });

  it('does not begin again with less than a minute of its window left, and says by whom and how much was heard', async () => {
    const village = await tillNoon(await livedThrough('06:02:00', '06:09:10'));
    expect(village.heard).toEqual(['06:00:00 tin on loa-1', '06:02:00 lũ on loa-1']);
    expect((await village.slotOn(day)).outcome).toMatchObject({
      kind: 'pre-empted',
      code: 'broadcast.not-made-up',
      params: { by: 'Lũ', airedSeconds: 120 },
    });
  });

  it('in its last minute is over at once', async () => {
    const village = await livedThrough('06:09:10', '06:09:20');
    expect((await village.slotOn(day)).outcome).toMatchObject({
      kind: 'pre-empted',
      code: 'broadcast.pre-empted-by-emergency',
      params: { by: 'Lũ', airedSeconds: 550 },
    });
  });

  it('whose time came while it sounded airs when it is over', async () => {
    const village = await tillNoon(await livedThrough('05:59:30', '06:04:00'));
    expect(village.heard).toEqual(['05:59:34 lũ on loa-1', expect.stringMatching(/^06:04:0\d tin on loa-1$/)]);
    expect((await village.slotOn(day)).outcome).toMatchObject({ kind: 'aired' });
  });

  it('is stopped for good by a person who stops everything meanwhile', async () => {
    const village = await openVillage(storage);
    await village.schedule.programmes.create(morning, head);
    village.start();
    await village.liveUntil(at(day, '06:02:00'));
    emergency(village, ['dau-thon']);
    await village.liveUntil(at(day, '06:03:00'));
    await village.broadcasts.commands.stopAll(head);
    await tillNoon(village);
    expect(village.heard).toHaveLength(2);
    expect((await village.slotOn(day)).outcome).toMatchObject({ kind: 'pre-empted', code: 'broadcast.not-made-up' });
  });

  it('is cut into again and begins again again, while its window lasts', async () => {
    const village = await livedThrough('06:02:00', '06:03:00');
    await village.liveUntil(at(day, '06:05:00'));
    const { id } = emergency(village, ['dau-thon'], 'Cháy');
    await village.liveUntil(at(day, '06:06:00'));
    await village.broadcasts.commands.stop(id, head);
    await tillNoon(village);
    expect(village.heard.filter((line) => line.includes('tin'))).toHaveLength(3);
    expect((await village.slotOn(day)).outcome).toMatchObject({
      code: 'broadcast.made-up-after',
      params: { by: 'Cháy' },
    });
  });

  it('goes on in the zones where the emergency does not sound, and is not aired twice there', async () => {
    const zoneIds = ['dau-thon', 'xom-dinh'];
    const village = await tillNoon(await livedThrough('06:02:00', '06:05:00', { zoneIds }));
    expect(village.heard.filter((line) => line.includes('tin'))).toHaveLength(2);
    expect((await village.slotOn(day)).outcome).toMatchObject({
      kind: 'aired-partly',
      code: 'broadcast.pre-empted-by-emergency',
    });
  });

  it('is still made up when the power fails in the midst of the emergency', async () => {
    const village = await openVillage(storage);
    await village.schedule.programmes.create(morning, head);
    village.start();
    await village.liveUntil(at(day, '06:02:00'));
    emergency(village, ['dau-thon']);
    await village.liveUntil(at(day, '06:03:00'));
    const next = await openVillage(storage, { now: at(day, '06:04:00') });
    next.start();
    await tillNoon(next);
    expect(next.heard).toEqual([expect.stringMatching(/^06:04:0\d tin on loa-1$/)]);
    expect(await next.outcomes()).toEqual(['24 06:00 broadcast.made-up-after']);
  });
});

describe('music that an emergency cut into', () => {
  it('is dropped', async () => {
    const music = { kind: 'music', content: song } as const;
    const village = await tillNoon(await livedThrough('06:01:00', '06:02:00', music));
    expect(village.heard).toEqual(['06:00:00 nhac on loa-1', expect.stringMatching(/lũ on loa-1$/)]);
    expect((await village.slotOn(day)).outcome).toMatchObject({
      kind: 'pre-empted',
      code: 'broadcast.pre-empted-by-emergency',
      params: { by: 'Lũ', airedSeconds: 60 },
    });
  });
});

describe('a bulletin that another of higher rank cut into', () => {
  it('is over, as before', async () => {
    const village = await openVillage(storage);
    await village.schedule.programmes.create(morning, head);
    village.start();
    await village.liveUntil(at(day, '06:02:00'));
    const order = { id: 'tin-2', content: song, zoneIds: ['dau-thon'], priority: 'priority' as const };
    await village.broadcasts.commands.start(order, head);
    await tillNoon(village);
    expect(await village.outcomes()).toEqual(['24 06:00 broadcast.pre-empted']);
  });
});
