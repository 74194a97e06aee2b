import { beforeEach, describe, expect, it } from 'vitest';
import type { SlotToAir } from '../../../gateway/src/broadcast/broadcast-service.ts';
import type { Incoming } from '../../../gateway/src/broadcast/ports.ts';
import { createFakeVillage, zone } from '../../support/fake-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
});

/** A village with a station that is 200 s on air, and says when it is listened to. */
async function opened(zones = [zone('dau-thon')]) {
  const village = createFakeVillage(storage, zones);
  const broadcasts = village.open();
  await broadcasts.start();
  const began = village.clock.now();
  const tell = (line: string) => village.story.push(`${((village.clock.now() - began) / 1_000).toFixed(1)} ${line}`);
  let onHush: (hushed: boolean) => void = () => undefined;
  let onSilent: (since: number | null) => void = () => undefined;
  const incoming: Incoming = {
    listen: () => void tell('listen'),
    letGo: () => void tell('let go'),
    air(time) {
      onHush = time.onHush;
      onSilent = time.onSilent;
      const startAt = (time.startAt - began) / 1_000;
      tell(`air from ${startAt.toFixed(1)}`);
      return {
        feed: new SharedArrayBuffer(8),
        report: () => ({ items: [], soundMs: 1, words: null }),
        close: () => void tell('close'),
      };
    },
  };
  const durationMs = 200_000;
  village.contents.set('vov', { title: 'VOV1', durationMs, items: [{ title: 'VOV1', durationMs, incoming }] });
  const slot: SlotToAir = {
    id: 's1',
    title: 'VOV1',
    priority: 'normal',
    content: { kind: 'rebroadcast', upstreamId: 'vov', minutes: 1 },
    kind: 'bulletin',
    chimes: { opening: 'none', closing: 'none' },
    bedRecordingId: null,
    staggered: false,
    zoneIds: zones.map(({ id }) => id),
    holds: [],
    startsAt: began + 20_000,
    brokenOff: null,
    lastChanceAt: began + 80_000,
  };
  return {
    village,
    broadcasts,
    slot,
    hush: (hushed: boolean) => onHush(hushed),
    silent: (since: number | null) => onSilent(since),
  };
}

describe('a rebroadcast', () => {
  it('is listened to from the moment the schedule hands it over, long before its amplifiers go on', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(slot);
    await village.clock.advance(260_000);
    expect(village.story).toEqual([
      '0.0 listen',
      '15.0 air from 20.0',
      '15.0 let go',
      '16.0 up dau-thon',
      '20.0 play VOV1 on dau-thon',
      '220.0 silence on dau-thon',
      '220.0 close',
      '220.0 cool dau-thon',
      '220.0 log aired (broadcast.aired)',
      '240.0 down dau-thon',
    ]);
  });

  it('that is taken back before its time is listened to no longer', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(slot);
    await village.clock.advance(5_000);
    await broadcasts.withdraw(slot.id);
    expect(village.story).toEqual(['0.0 listen', '5.0 let go']);
  });

  it('rests its amplifiers while its station is away, and counts only what the zone could hear', async () => {
    const { village, broadcasts, slot, hush } = await opened();
    broadcasts.air(slot);
    await village.clock.advance(100_000);
    hush(true);
    await village.clock.advance(1_000);
    expect(village.powered.size).toBe(0);
    expect(village.seen.at(-1)?.zones).toMatchObject([{ state: 'resting' }]);
    await village.clock.advance(49_000);
    hush(false);
    await village.clock.advance(1_000);
    expect(village.powered.size).toBe(1);
    expect(village.seen.at(-1)?.zones).toMatchObject([{ state: 'sounding' }]);
    await village.clock.advance(110_000);
    expect(village.story.filter((line) => /up|down|cool|log/.test(line))).toEqual([
      '16.0 up dau-thon',
      '100.0 down dau-thon',
      '150.0 up dau-thon',
      '220.0 cool dau-thon',
      '220.0 log aired (broadcast.aired)',
      '240.0 down dau-thon',
    ]);
    expect(village.log[0]?.zones).toMatchObject([{ confirmed: true, airedMs: 149_900 }]);
  });

  it('whose station gives no sound says since when, and no zone counts that time as heard', async () => {
    const { village, broadcasts, slot, silent, hush } = await opened();
    broadcasts.air(slot);
    await village.clock.advance(105_000);
    silent(village.clock.now() - 5_000);
    await village.clock.advance(15_000);
    const [shown] = await broadcasts.commands.list();
    expect(Date.parse(shown?.silentSince ?? '')).toBe(village.clock.now() - 20_000);
    silent(null);
    expect((await broadcasts.commands.list())[0]?.silentSince).toBeNull();
    await village.clock.advance(20_000);
    // Away once more, long enough for its amplifier to rest, and never back.
    silent(village.clock.now());
    await village.clock.advance(60_000);
    hush(true);
    await village.clock.advance(90_000);
    expect(village.log[0]?.zones).toMatchObject([{ airedMs: 100_000, fault: null }]);
  });

  it('whose amplifiers rest when its time is over does not switch them on to cool', async () => {
    const { village, broadcasts, slot, hush } = await opened();
    broadcasts.air(slot);
    await village.clock.advance(170_000);
    hush(true);
    await village.clock.advance(90_000);
    expect(village.story.filter((line) => /up|down|cool/.test(line))).toEqual([
      '16.0 up dau-thon',
      '170.0 down dau-thon',
      '220.0 down dau-thon',
    ]);
    expect(village.log[0]?.zones).toMatchObject([{ airedMs: 150_000, fault: null }]);
  });

  it('an amplifier that does not wake is that zone’s fault, and the others sound', async () => {
    const { village, broadcasts, slot, hush } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    broadcasts.air(slot);
    await village.clock.advance(100_000);
    hush(true);
    village.broken.set('xom-dinh', 'dead');
    await village.clock.advance(30_000);
    hush(false);
    await village.clock.advance(130_000);
    expect(village.log[0]?.outcome).toMatchObject({ code: 'broadcast.zone-fault', params: { zone: 'xom-dinh' } });
    expect(village.log[0]?.zones).toMatchObject([{ airedMs: 169_900 }, { fault: { code: 'relay.unreachable' } }]);
    expect(village.powered.size).toBe(0);
  });

  it('an amplifier that refuses to rest is not said to: its horn is on all the while, and is heard again', async () => {
    const { village, broadcasts, slot, hush } = await opened();
    broadcasts.air(slot);
    await village.clock.advance(100_000);
    village.broken.set('dau-thon', 'will-not-go-off');
    hush(true);
    await village.clock.advance(30_000);
    village.broken.clear();
    hush(false);
    await village.clock.advance(130_000);
    const states = village.seen.flatMap(({ zones }) => zones.map(({ state }) => state));
    expect(states).not.toContain('resting');
    expect(village.story.filter((line) => /up|down|cool|log/.test(line))).toEqual([
      '16.0 up dau-thon',
      '100.0 down dau-thon',
      '130.0 up dau-thon',
      '220.0 cool dau-thon',
      '220.0 log aired (broadcast.aired)',
      '240.0 down dau-thon',
    ]);
    expect(village.log[0]?.zones).toMatchObject([{ airedMs: 200_000 }]);
  });

  it('stopped while its amplifiers rest, or while they go on again, leaves none powered', async () => {
    for (const waitMs of [0, 30_000, 30_050]) {
      storage = await temporaryStorage();
      const { village, broadcasts, slot, hush } = await opened();
      broadcasts.air(slot);
      await village.clock.advance(100_000);
      hush(true);
      await village.clock.advance(Math.min(waitMs, 30_000));
      if (waitMs > 0) hush(false);
      await village.clock.advance(waitMs - Math.min(waitMs, 30_000));
      await broadcasts.commands.stopAll({ name: 'Ông Tư' });
      await village.clock.advance(40_000);
      expect(village.log[0]?.outcome).toMatchObject({ kind: 'stopped' });
      expect(village.powered.size).toBe(0);
    }
  });
});
