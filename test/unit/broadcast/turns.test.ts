import { beforeEach, describe, expect, it } from 'vitest';
import type { BroadcastInput } from '../../../gateway/src/contract/index.ts';
import { createFakeVillage, recording, sound, zone } from '../../support/fake-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

const head = { id: 'u1', login: 'truong-thon', name: 'Ông Tư', roles: ['head' as const] };
const bell = (title: string, seconds: number) => ({ title, path: `/${title}.wav`, durationMs: seconds * 1_000 });
let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
});

/** Đình speaks first, Chợ second; chimes of 2 s, words of 10 s. */
async function opened(zones = [zone('dinh', { turn: 1 }), zone('cho', { turn: 2 })]) {
  const village = createFakeVillage(storage, zones);
  village.contents.set('tin', sound('tin', 10));
  village.contents.set('lu', sound('lu', 10));
  village.bells.opening = bell('mo-dau', 2);
  village.bells.closing = bell('ket-thuc', 2);
  const broadcasts = village.open();
  await broadcasts.start();
  const say = (extra: Partial<BroadcastInput> = {}) =>
    broadcasts.commands.start(
      {
        id: 'b1',
        content: recording('tin'),
        zoneIds: zones.map(({ id }) => id),
        priority: 'normal',
        staggered: true,
        ...extra,
      },
      head,
    );
  const airedIn = () =>
    Object.fromEntries((village.log[0]?.zones ?? []).map(({ zoneId, airedMs }) => [zoneId, airedMs]));
  return { village, broadcasts, say, airedIn };
}

describe('a broadcast in turn', () => {
  it('rings everywhere at once, says it in one zone after the other, and rings again', async () => {
    const { village, say, airedIn } = await opened();
    expect(await say()).toMatchObject({ endsAt: '2026-11-24T00:00:28.000Z' });
    await village.clock.advance(60_000);
    expect(village.story).toEqual([
      '0.0 up dinh',
      '0.0 up cho',
      '4.0 play tin on dinh',
      '4.0 play tin on cho',
      '6.0 tin on dinh',
      '6.0 pause on cho',
      '16.0 pause on dinh',
      '16.0 tin on cho',
      '26.0 ket-thuc on dinh',
      '26.0 ket-thuc on cho',
      '28.0 silence on dinh',
      '28.0 silence on cho',
      '28.0 cool dinh',
      '28.0 cool cho',
      '28.0 log aired (broadcast.aired)',
      '48.0 down dinh',
      '48.0 down cho',
    ]);
    expect(village.log[0]).toMatchObject({
      airedMs: 24_000,
      items: [
        { title: 'mo-dau', airedMs: 2_000 },
        { title: 'tin', airedMs: 10_000 },
        { title: 'ket-thuc', airedMs: 2_000 },
      ],
    });
    // Its own turn and the chimes, not the turn of the other.
    expect(airedIn()).toEqual({ dinh: 14_000, cho: 14_000 });
  });

  it('shows who speaks and who waits', async () => {
    const { village, broadcasts, say } = await opened();
    await say();
    const statesAt = async (ms: number) => {
      await village.clock.advance(ms - (village.clock.now() - Date.parse('2026-11-24T00:00:00Z')));
      const { zones, item } = await broadcasts.commands.get('b1');
      return [...zones.map(({ state }) => state), item?.title];
    };
    expect(await statesAt(5_000)).toEqual(['sounding', 'sounding', 'mo-dau']);
    expect(await statesAt(10_000)).toEqual(['sounding', 'pausing', 'tin']);
    expect(await statesAt(20_000)).toEqual(['pausing', 'sounding', 'tin']);
    expect(await statesAt(27_000)).toEqual(['sounding', 'sounding', 'ket-thuc']);
  });

  it('zones that share an output speak together, and nobody waits for a turn that nobody has', async () => {
    const { village, say } = await opened([
      zone('dinh', { outputId: 'day', turn: 1 }),
      zone('cho', { outputId: 'day', turn: 2 }),
    ]);
    expect(await say()).toMatchObject({ endsAt: '2026-11-24T00:00:18.000Z' });
    await village.clock.advance(60_000);
    expect(village.story.some((line) => line.includes('pause'))).toBe(false);
    expect(village.log[0]?.outcome.kind).toBe('aired');
  });

  it('stopped in the first turn, the second zone heard its chime and nothing more', async () => {
    const { village, broadcasts, say, airedIn } = await opened();
    await say();
    await village.clock.advance(12_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome.code).toBe('broadcast.stopped');
    expect(airedIn()).toEqual({ dinh: 8_000, cho: 2_000 });
    expect(village.powered.size).toBe(0);
  });

  it('a zone that a stronger one takes before its turn never speaks; the other does, and the outcome says by whom', async () => {
    const { village, say } = await opened();
    await say();
    await village.clock.advance(10_000);
    const silent = { opening: 'none', closing: 'none' } as const;
    await say({ id: 'b2', content: recording('lu'), zoneIds: ['cho'], priority: 'priority', chimes: silent });
    await village.clock.advance(60_000);
    const cut = village.log.find(({ title }) => title === 'tin');
    expect(cut?.outcome).toMatchObject({ kind: 'aired-partly', code: 'broadcast.pre-empted', params: { by: 'lu' } });
    expect(Object.fromEntries(cut?.zones.map(({ zoneId, airedMs }) => [zoneId, airedMs]) ?? [])).toEqual({
      dinh: 14_000,
      cho: 2_000,
    });
  });

  it('an output that fails in the first turn keeps nobody else from speaking, and its zone is said to have been silent', async () => {
    const { village, say, airedIn } = await opened();
    village.mute.set('dinh', { code: 'audio.sink-lost', params: {} });
    await say();
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'aired-partly', code: 'audio.sink-lost' });
    expect(airedIn()).toEqual({ dinh: 0, cho: 14_000 });
    expect(village.story).toContain('16.0 tin on cho');
  });

  it('a dead amplifier of the second turn is in the log, and the first was heard', async () => {
    const { village, say, airedIn } = await opened();
    village.broken.set('cho', 'dead');
    await say();
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({ code: 'broadcast.zone-fault', params: { zone: 'cho' } });
    expect(airedIn()).toEqual({ dinh: 14_000, cho: 0 });
  });

  it('is refused for a person when a zone would be quiet by the time of its turn', async () => {
    const { village, say } = await opened();
    village.nextQuietAt.set('cho', village.clock.now() + 10_000);
    await expect(say()).rejects.toMatchObject({ code: 'broadcast.quiet-hours', params: { zones: 'cho' } });
  });

  it('of a slot leaves out the zone whose night begins before its turn: no chimes for nothing, and nobody waits', async () => {
    const { village, broadcasts } = await opened([
      zone('dinh', { turn: 1 }),
      zone('cho', { turn: 2 }),
      zone('bai', { turn: 3 }),
    ]);
    const startsAt = village.clock.now() + 12_000;
    village.nextQuietAt.set('cho', startsAt + 11_000);
    await storage.run(
      `insert into slots (id, title, priority, zone_ids, starts_at, duration_ms, state) values ('s1', 's1', 'normal', '[]', ?, 0, 'planned')`,
      [startsAt],
    );
    broadcasts.air({
      id: 's1',
      title: 'tin',
      priority: 'normal',
      content: recording('tin'),
      kind: 'bulletin',
      chimes: { opening: 'default', closing: 'default' },
      bedRecordingId: null,
      staggered: true,
      zoneIds: ['dinh', 'cho', 'bai'],
      holds: [],
      startsAt,
      brokenOff: null,
      lastChanceAt: startsAt + 60_000,
    });
    await village.clock.advance(120_000);
    expect(village.story.filter((line) => line.includes('cho'))).toEqual([]);
    expect(village.story).toContain('24.0 tin on bai');
    expect(village.log[0]).toMatchObject({
      airedMs: 24_000,
      outcome: { kind: 'aired-partly', code: 'slot.zones-held', params: { zones: 'cho', cause: 'slot.quiet-hours' } },
    });
    expect(village.log[0]?.zones.map(({ zoneId, airedMs }) => [zoneId, airedMs])).toEqual([
      ['dinh', 14_000],
      ['bai', 14_000],
      ['cho', 0],
    ]);
  });

  it('broken off in the second turn goes on there: who had not heard it hears it', async () => {
    const { village, broadcasts } = await opened();
    const startsAt = village.clock.now() + 10_000;
    await storage.run(
      `insert into slots (id, title, priority, zone_ids, starts_at, duration_ms, state) values ('s1', 's1', 'normal', '[]', ?, 0, 'planned')`,
      [startsAt],
    );
    broadcasts.air({
      id: 's1',
      title: 'tin',
      priority: 'normal',
      content: recording('tin'),
      kind: 'bulletin',
      chimes: { opening: 'default', closing: 'default' },
      bedRecordingId: null,
      staggered: true,
      zoneIds: ['dinh', 'cho'],
      holds: [],
      startsAt,
      brokenOff: { airedMs: 15_000, resumeAtMs: 15_000, preEmptedBy: null },
      lastChanceAt: startsAt + 60_000,
    });
    await village.clock.advance(120_000);
    expect(village.story).toContain('10.0 play tin on cho from 3.0');
    expect(village.story).toContain('17.0 ket-thuc on dinh');
    expect(village.log[0]?.outcome.code).toBe('broadcast.resumed');
  });

  it('that a power cut ends in the second turn says what each zone heard until then', async () => {
    const { village, say } = await opened();
    await say();
    await village.clock.advance(21_000);
    const again = createFakeVillage(storage, [zone('dinh', { turn: 1 }), zone('cho', { turn: 2 })]);
    await again.open().start();
    // The last heartbeat was at 20 s: the first turn, and four seconds of the second.
    expect(again.log[0]?.zones.map(({ airedMs }) => airedMs)).toEqual([12_000, 6_000]);
  });
});
