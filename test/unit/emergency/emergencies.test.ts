import { beforeEach, describe, expect, it } from 'vitest';
import type { SlotToAir } from '../../../gateway/src/broadcast/broadcast-service.ts';
import type { EmergencyInput, Recording } from '../../../gateway/src/contract/index.ts';
import { notFound } from '../../../gateway/src/core/errors.ts';
import { createEmergencies } from '../../../gateway/src/emergency/emergency-service.ts';
import { createFakeVillage, recording, sound, zone } from '../../support/fake-village.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

const head = { name: 'Ông Tư' };
const alarm = (title: string, seconds: number) => ({ title, path: `/${title}.wav`, durationMs: seconds * 1_000 });
let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
});

async function opened(zones = [zone('dau-thon')]) {
  const village = createFakeVillage(storage, zones);
  const broadcasts = village.open();
  await broadcasts.start();
  village.contents.set('nhac', sound('nhac', 600));
  village.contents.set('lu', sound('lu', 20));
  village.contents.set('yen', { ...sound('yen', 9), items: [alarm('all-clear', 9)] });
  const purposes = new Map<string, Recording['purpose']>([['lu', 'emergency']]);
  const spoken = new Map<string, ReturnType<typeof alarm>>();
  /** What was spoken beforehand. */
  const prepared = new Map<string, ReturnType<typeof alarm>>();
  const cue = async (id: string) => {
    const item = (await village.cue(recording(id))).items[0];
    if (!item || !('path' in item)) throw notFound('recording', id);
    return item;
  };
  const emergencies = createEmergencies({
    log: quietLog,
    ports: {
      broadcasts,
      recordings: {
        cue,
        cueNewest: async (purpose) => spoken.get(purpose) ?? null,
        get: async (id) => ({ title: id, purpose: purposes.get(id) ?? null }) as Recording,
      },
      sounds: { siren: alarm('siren', 10), drill: alarm('drill', 3), allClear: alarm('all-clear', 9) },
      words: (purpose) => prepared.get(purpose) ?? null,
    },
  });
  const order = (id: string, more: Partial<EmergencyInput> = {}): EmergencyInput => ({
    id,
    title: 'Lũ',
    siren: true,
    zoneIds: zones.map((one) => one.id),
    drill: false,
    ...more,
  });
  const music = (id = 'm1', zoneIds = zones.map((one) => one.id)) =>
    broadcasts.commands.start({ id, content: recording('nhac'), zoneIds, priority: 'normal' }, head);
  const slot = async (id: string, startsInMs: number, extra: Partial<SlotToAir> = {}): Promise<SlotToAir> => {
    const startsAt = village.clock.now() + startsInMs;
    await storage.run(
      `insert into slots (id, title, priority, zone_ids, starts_at, duration_ms, state) values (?, ?, 'normal', '[]', ?, 0, 'planned')`,
      [id, id, startsAt],
    );
    const chimes = { opening: 'none', closing: 'none' } as const;
    const rest = {
      kind: 'music' as const,
      chimes,
      bedRecordingId: null,
      staggered: false,
      holds: [],
      brokenOff: null,
      lastChanceAt: startsAt + 60_000,
    };
    const what = { title: 'nhac', priority: 'normal' as const, content: recording('nhac') };
    return { id, ...what, zoneIds: ['dau-thon'], startsAt, ...rest, ...extra };
  };
  return { village, broadcasts, emergencies, order, music, slot, purposes, spoken, prepared };
}

describe('an emergency', () => {
  it('powers the amplifiers at once, sounds when they are warm, and repeats until it is stopped', async () => {
    const { village, broadcasts, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(120_000);
    expect(village.story).toEqual([
      '0.0 up dau-thon',
      '0.0 up xom-dinh',
      '4.0 repeat Lũ on dau-thon',
      '4.0 repeat Lũ on xom-dinh',
    ]);
    expect(village.seen.at(-1)).toMatchObject({ state: 'on-air', endsAt: null, drill: false, priority: 'emergency' });
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(1_000);
    expect(village.powered.size).toBe(0);
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'stopped', params: { by: 'Ông Tư' } });
  });

  it('is heard twenty milliseconds after it was asked for where the amplifiers are on, and they stay on', async () => {
    const { village, emergencies, order, music } = await opened();
    await music();
    await village.clock.advance(60_000);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(1_000);
    expect(village.story.slice(2)).toEqual([
      '60.0 up dau-thon',
      '60.0 silence on dau-thon',
      '60.0 log pre-empted (broadcast.pre-empted-by-emergency)',
      '60.0 repeat Lũ on dau-thon',
    ]);
    expect(village.powered.has('dau-thon')).toBe(true);
  });

  it('waits for an amplifier that is only warming, so that all horns begin together', async () => {
    const { village, emergencies, order, music } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    await music('m1', ['dau-thon']);
    await village.clock.advance(60_000);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(10_000);
    expect(village.story.filter((line) => /silence|repeat/.test(line))).toEqual([
      '64.0 silence on dau-thon',
      '64.0 repeat Lũ on dau-thon',
      '64.0 repeat Lũ on xom-dinh',
    ]);
  });

  it('asked for twice by the same client acts once', async () => {
    const { village, broadcasts, emergencies, order } = await opened();
    const [one, two] = await Promise.all([emergencies.start(order('e1'), head), emergencies.start(order('e1'), head)]);
    await village.clock.advance(10_000);
    expect((await emergencies.start(order('e1'), head)).id).toBe(one.id);
    expect(two.id).toBe(one.id);
    expect(village.story.filter((line) => line.includes('repeat'))).toHaveLength(1);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(10_000);
    await expect(emergencies.start(order('e1'), head)).rejects.toMatchObject({ code: 'broadcast.repeated' });
  });

  it('is refused where another sounds, with what to do; in other zones it is one more', async () => {
    const { village, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    await emergencies.start(order('e1', { zoneIds: ['dau-thon'] }), head);
    await village.clock.advance(10_000);
    await expect(emergencies.start(order('e2', { title: 'Cháy' }), head)).rejects.toMatchObject({
      code: 'broadcast.behind-emergency',
      params: { title: 'Lũ' },
    });
    await emergencies.start(order('e3', { title: 'Cháy', zoneIds: ['xom-dinh'] }), head);
    await village.clock.advance(10_000);
    expect(village.story.filter((line) => line.includes('repeat'))).toHaveLength(2);
  });

  it('goes before a drill, an all-clear and what a programme calls an emergency', async () => {
    const { village, emergencies, order, slot, broadcasts } = await opened();
    broadcasts.air(await slot('s1', 12_000, { priority: 'emergency' }));
    await village.clock.advance(20_000);
    await emergencies.start(order('d1', { drill: true, title: 'Tập' }), head).catch(() => undefined);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(10_000);
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(2_000);
    await emergencies.start(order('e2', { title: 'Cháy' }), head);
    await village.clock.advance(10_000);
    expect(village.story.filter((line) => /play|repeat/.test(line)).map((line) => line.slice(5))).toEqual([
      'play nhac on dau-thon',
      'repeat Lũ on dau-thon',
      'play Yên on dau-thon',
      'repeat Cháy on dau-thon',
    ]);
  });

  it('does not wait for an amplifier that has to rest: the other horns begin; a drill is heard from its first word in all', async () => {
    const { village, broadcasts, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    village.resting.set('xom-dinh', 9_000);
    const both = { zoneIds: ['dau-thon', 'xom-dinh'] };
    await emergencies.start(order('e1', both), head);
    await village.clock.advance(10_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(30_000);
    await emergencies.start(order('d1', { ...both, drill: true }), head);
    await village.clock.advance(20_000);
    expect(village.story.filter((line) => line.includes('repeat') && line.includes('dau-thon'))).toEqual([
      '4.0 repeat Lũ on dau-thon',
      '53.0 repeat Lũ on dau-thon',
    ]);
  });

  it('passes quiet hours with a reason, which is kept; a drill waits for the day', async () => {
    const { village, emergencies, order } = await opened();
    village.quiet.add('dau-thon');
    await expect(emergencies.start(order('e1'), head)).rejects.toMatchObject({ code: 'broadcast.reason-needed' });
    await expect(emergencies.start(order('d1', { drill: true, reason: 'tập' }), head)).rejects.toMatchObject({
      code: 'emergency.drill-at-night',
    });
    expect(village.story).toEqual([]);
    await emergencies.start(order('e1', { reason: 'nước lên' }), head);
    await village.clock.advance(60_000);
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([
      { title: 'Lũ', reason: 'nước lên', startedBy: 'Ông Tư', outcome: { kind: 'aired', code: 'broadcast.all-clear' } },
      { title: 'Yên', outcome: { kind: 'aired' } },
    ]);
  });

  it('of which nothing was chosen, or what was not prepared, is refused', async () => {
    const { emergencies, order, purposes } = await opened();
    await expect(emergencies.start(order('e1', { siren: false }), head)).rejects.toMatchObject({
      code: 'emergency.nothing-chosen',
    });
    purposes.set('nhac', null);
    const unprepared = order('e1', { recordingId: 'nhac' });
    await expect(emergencies.start(unprepared, head)).rejects.toMatchObject({ code: 'emergency.not-prepared' });
  });

  it('whose message is spoiled sounds its siren all the same, and says so', async () => {
    const { village, broadcasts, emergencies, order } = await opened();
    village.contents.delete('lu');
    await expect(emergencies.start(order('e1', { siren: false, recordingId: 'lu' }), head)).rejects.toThrow();
    await emergencies.start(order('e1', { recordingId: 'lu' }), head);
    await village.clock.advance(10_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(10_000);
    expect(village.log[0]?.items.map(({ title, problem }) => [title, problem?.code])).toEqual([
      ['siren', undefined],
      ['lu', 'recording.not-found'],
    ]);
  });
});

describe('the all-clear', () => {
  it('ends the emergency, is heard at once with the amplifiers on, and lets them go off', async () => {
    const { village, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(60_000);
    const answer = await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    expect(answer).toMatchObject({ id: 'a1', title: 'Yên', priority: 'emergency', drill: false });
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => /dau-thon/.test(line)).slice(2)).toEqual([
      '60.0 up dau-thon',
      '60.0 silence on dau-thon',
      '60.0 cool dau-thon',
      '60.0 play Yên on dau-thon',
      '69.0 silence on dau-thon',
      '69.0 cool dau-thon',
      '89.0 down dau-thon',
    ]);
    expect(village.log.map(({ title, outcome }) => [title, outcome.code])).toEqual([
      ['Lũ', 'broadcast.all-clear'],
      ['Yên', 'broadcast.aired'],
    ]);
  });

  it('is heard at once where the amplifiers are on, and tried where one was lost: the siren was heard there too', async () => {
    const { village, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh'), zone('xom-cho')]);
    village.broken.set('xom-cho', 'dead');
    await emergencies.start(order('e1'), head);
    await village.clock.advance(60_000);
    village.loseZone('xom-dinh', 'zone.relay-lost');
    village.broken.clear();
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => line.includes('play Yên'))).toEqual([
      '60.0 play Yên on dau-thon',
      '60.0 play Yên on xom-dinh',
      '60.0 play Yên on xom-cho',
    ]);
    expect(village.log.at(-1)?.zones.map(({ zoneId, fault }) => [zoneId, fault])).toEqual([
      ['dau-thon', null],
      ['xom-dinh', null],
      ['xom-cho', null],
    ]);
  });

  it('given twice acts once; given once more when all is over it is refused', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('e1'), head);
    await village.clock.advance(60_000);
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    expect(await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head)).toMatchObject({ id: 'a1' });
    await expect(emergencies.allClear('e1', { id: 'a2', title: 'Yên' }, head)).rejects.toMatchObject({
      code: 'broadcast.not-found',
    });
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => line.includes('play Yên'))).toHaveLength(1);
  });

  it('is heard in the night too, though nobody was asked for a reason by day', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('e1'), head);
    await village.clock.advance(60_000);
    village.quiet.add('dau-thon');
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.log.map(({ title, outcome }) => [title, outcome.code])).toEqual([
      ['Lũ', 'broadcast.all-clear'],
      ['Yên', 'broadcast.aired'],
    ]);
  });

  it('reaches into the night that begins in the midst of it', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('e1'), head);
    await village.clock.advance(60_000);
    village.nextQuietAt.set('dau-thon', village.clock.now() + 5_000);
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.log.at(-1)).toMatchObject({ title: 'Yên', airedMs: 9_000, outcome: { kind: 'aired' } });
  });

  it('asked for twice in the same moment by the same client acts once', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('e1'), head);
    await village.clock.advance(60_000);
    const give = () => emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    expect((await Promise.all([give(), give()])).map(({ id }) => id)).toEqual(['a1', 'a1']);
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => line.includes('play Yên'))).toHaveLength(1);
  });

  it('of a drill is not heard on top of an emergency that is about to begin: the drill only ends', async () => {
    const { village, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    await emergencies.start(order('d1', { drill: true, zoneIds: ['dau-thon'], title: 'Tập' }), head);
    await village.clock.advance(60_000);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(1_000);
    expect(await emergencies.allClear('d1', { id: 'a1', title: 'Yên' }, head)).toMatchObject({ id: 'd1' });
    await village.clock.advance(20_000);
    expect(village.story.filter((line) => /play|repeat/.test(line)).map((line) => line.split(' ').slice(1))).toEqual([
      ['repeat', 'Tập', 'on', 'dau-thon'],
      ['repeat', 'Lũ', 'on', 'dau-thon'],
      ['repeat', 'Lũ', 'on', 'xom-dinh'],
    ]);
    expect(village.log).toMatchObject([{ title: 'Tập', outcome: { kind: 'stopped' } }]);
  });

  it('of what nobody has heard yet only stops it', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('e1'), head);
    await village.clock.advance(1_000);
    await emergencies.allClear('e1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.story.some((line) => /play|repeat/.test(line))).toBe(false);
    expect(village.log).toMatchObject([{ outcome: { kind: 'stopped' } }]);
    expect(village.powered.size).toBe(0);
  });
});

describe('a drill', () => {
  it('says that it is one in every round and around the all-clear, and is one in the logs', async () => {
    const { village, emergencies, order, spoken } = await opened();
    spoken.set('drill', alarm('đây là diễn tập', 4));
    spoken.set('all-clear', alarm('đã yên', 5));
    await emergencies.start(order('d1', { drill: true, recordingId: 'lu' }), head);
    await village.clock.advance(60_000);
    expect(village.seen.at(-1)).toMatchObject({ drill: true });
    await emergencies.allClear('d1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.log.map(({ drill, items }) => [drill, items.map(({ title }) => title)])).toEqual([
      [true, ['drill', 'đây là diễn tập', 'siren', 'lu']],
      [true, ['drill', 'đây là diễn tập', 'all-clear', 'đã yên', 'drill', 'đây là diễn tập']],
    ]);
  });

  it('says the words that were spoken for it where the village has recorded none, and its own where it has', async () => {
    const { village, emergencies, order, spoken, prepared } = await opened();
    prepared.set('drill', alarm('drill-words', 6));
    prepared.set('all-clear', alarm('all-clear-words', 5));
    spoken.set('all-clear', alarm('đã yên', 5));
    await emergencies.start(order('d1', { drill: true }), head);
    await village.clock.advance(60_000);
    await emergencies.allClear('d1', { id: 'a1', title: 'Yên' }, head);
    await village.clock.advance(60_000);
    expect(village.log.map(({ items }) => items.map(({ title }) => title))).toEqual([
      ['drill', 'drill-words', 'siren'],
      ['drill', 'drill-words', 'all-clear', 'đã yên', 'drill', 'drill-words'],
    ]);
  });

  it('gives way to an emergency that is meant', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('d1', { drill: true, title: 'Tập' }), head);
    await village.clock.advance(60_000);
    await emergencies.start(order('e1'), head);
    await village.clock.advance(1_000);
    expect(village.story.at(-1)).toBe('60.0 repeat Lũ on dau-thon');
    await expect(emergencies.start(order('d2', { drill: true }), head)).rejects.toMatchObject({
      code: 'broadcast.behind-emergency',
    });
  });

  it('is silent when the night comes; an emergency goes on', async () => {
    const { village, emergencies, order } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    for (const id of ['dau-thon', 'xom-dinh']) village.nextQuietAt.set(id, village.clock.now() + 60_000);
    await emergencies.start(order('d1', { drill: true, zoneIds: ['dau-thon'] }), head);
    await emergencies.start(order('e1', { zoneIds: ['xom-dinh'], reason: 'lũ' }), head);
    await village.clock.advance(90_000);
    expect(
      village.story.filter((line) => /silence|down/.test(line)).map((line) => line.split(' ').slice(1).join(' ')),
    ).toEqual(['down dau-thon', 'silence on dau-thon', 'down dau-thon']);
    expect(village.log).toMatchObject([{ drill: true, outcome: { code: 'broadcast.quiet-hours' } }]);
  });
});

describe('a power cut in the midst of a drill', () => {
  it('leaves a line of the log that says it was one', async () => {
    const { village, emergencies, order } = await opened();
    await emergencies.start(order('d1', { drill: true }), head);
    await village.clock.advance(60_000);
    await village.open().start();
    expect(village.log[0]).toMatchObject({ drill: true, outcome: { code: 'broadcast.interrupted' } });
  });
});
