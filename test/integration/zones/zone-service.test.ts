import { expect, it } from 'vitest';
import type { ChangeEvents, ZoneInput } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import type { Storage } from '../../../gateway/src/storage/storage.ts';
import { createZones } from '../../../gateway/src/zones/zone-service.ts';
import { temporaryStorage } from '../../support/storage.ts';

const hamlet: ZoneInput = { name: 'Xóm Đình', channels: [], outputId: null };

/** The zones on a real database; none of them has a relay. */
function zonesOn(storage: Storage) {
  const relays = {
    hold: () => Promise.resolve(),
    release: () => Promise.resolve(),
    restMs: () => 0,
    isAway: () => false,
    onLost: () => () => undefined,
    onDoubt: () => () => undefined,
  };
  return createZones({ storage, relays, changes: createChanges<ChangeEvents>() });
}

it('a zone has no limit of minutes until one is agreed, and keeps it over a restart', async () => {
  const storage = await temporaryStorage();
  const zones = zonesOn(storage);
  expect(await zones.create(hamlet)).toMatchObject({ id: 'xom-dinh', minutesPerDay: null });
  await zones.change('xom-dinh', { minutesPerDay: 90 });
  await zones.change('xom-dinh', { name: 'Xóm Đình Trên' });

  const restarted = zonesOn(storage);
  await restarted.start();
  expect(restarted.settings('xom-dinh')).toMatchObject({ name: 'Xóm Đình Trên', minutesPerDay: 90 });
  await restarted.change('xom-dinh', { minutesPerDay: null });

  const again = zonesOn(storage);
  await again.start();
  expect(again.settings('xom-dinh')).toMatchObject({ minutesPerDay: null });
});

it('a zone is on no map until somebody puts it there, and keeps its place over a restart', async () => {
  const storage = await temporaryStorage();
  const zones = zonesOn(storage);
  expect(await zones.create(hamlet)).toMatchObject({ place: null });
  await zones.change('xom-dinh', { place: { x: 0.25, y: 0.75 } });
  await zones.change('xom-dinh', { minutesPerDay: 90 });

  const restarted = zonesOn(storage);
  await restarted.start();
  expect(restarted.settings('xom-dinh')).toMatchObject({ place: { x: 0.25, y: 0.75 } });
  expect(await restarted.change('xom-dinh', { place: null })).toMatchObject({ place: null });
});

it('two zones made at the same moment, whose names have one id, are two zones', async () => {
  const storage = await temporaryStorage();
  const zones = zonesOn(storage);
  const made = await Promise.all([zones.create(hamlet), zones.create({ ...hamlet, name: 'Xom Dinh' })]);
  expect(made.map(({ id }) => id)).toEqual(['xom-dinh', 'xom-dinh-2']);
  const again = zonesOn(storage);
  await again.start();
  expect((await again.list()).map(({ name }) => name).sort()).toEqual(['Xom Dinh', 'Xóm Đình']);
});

it('of two zones made at the same moment under one name the second is refused', async () => {
  const zones = zonesOn(await temporaryStorage());
  const made = await Promise.allSettled([zones.create(hamlet), zones.create(hamlet)]);
  expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(made[1]).toMatchObject({ reason: { code: 'zone.name-taken' } });
});

it('a zone that is changed while somebody removes it does not come back', async () => {
  const storage = await temporaryStorage();
  const zones = zonesOn(storage);
  await zones.create(hamlet);
  const both = await Promise.allSettled([zones.remove('xom-dinh'), zones.change('xom-dinh', { volumeDb: -3 })]);
  expect(both[1]).toMatchObject({ reason: { code: 'zone.not-found' } });
  const again = zonesOn(storage);
  await again.start();
  expect(await again.list()).toEqual([]);
});
