import type { SlotToAir } from '../../../gateway/src/broadcast/broadcast-service.ts';
import { createFakeVillage, recording, sound, zone } from '../../support/fake-village.ts';
import { temporaryStorage } from '../../support/storage.ts';

export const head = { id: 'u1', login: 'truong-thon', name: 'Ông Tư', roles: ['head' as const] };

/** A village whose broadcasts have started, with two contents of ten seconds, and slots to hand over to it. */
export async function opened(zones = [zone('dau-thon')]) {
  const storage = await temporaryStorage();
  const village = createFakeVillage(storage, zones);
  const broadcasts = village.open();
  await broadcasts.start();
  const start = village.clock.now();
  const slot = async (id: string, startsInMs: number, extra: Partial<SlotToAir> = {}): Promise<SlotToAir> => {
    const startsAt = start + startsInMs;
    await storage.run(
      `insert into slots (id, title, priority, zone_ids, starts_at, duration_ms, state) values (?, ?, 'normal', '[]', ?, 0, 'planned')`,
      [id, id, startsAt],
    );
    return {
      id,
      title: 'a',
      priority: 'normal',
      content: recording('a'),
      kind: 'bulletin',
      chimes: { opening: 'default', closing: 'default' },
      bedRecordingId: null,
      staggered: false,
      zoneIds: ['dau-thon'],
      holds: [],
      startsAt,
      brokenOff: null,
      lastChanceAt: startsAt + 60_000,
      ...extra,
    };
  };
  village.contents.set('a', sound('a', 10));
  village.contents.set('b', sound('b', 10));
  return { village, broadcasts, slot, storage };
}
