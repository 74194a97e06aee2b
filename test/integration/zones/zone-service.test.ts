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
