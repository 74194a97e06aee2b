import { beforeEach, describe, expect, it } from 'vitest';
import type { SlotToAir } from '../../../gateway/src/broadcast/broadcast-service.ts';
import { createFakeVillage, recording, sound, zone } from '../../support/fake-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

const head = { id: 'u1', login: 'truong-thon', name: 'Ông Tư', roles: ['head' as const] };
let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
});

async function opened(zones = [zone('dau-thon')]) {
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
  return { village, broadcasts, slot };
}

describe('a broadcast', () => {
  it('warms the amplifier, starts on the second, and lets it cool', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.story).toEqual([
      '8.0 up dau-thon',
      '12.0 play a on dau-thon',
      '22.0 silence on dau-thon',
      '22.0 cool dau-thon',
      '22.0 log aired (broadcast.aired)',
      '42.0 down dau-thon',
    ]);
    expect(village.log[0]).toMatchObject({
      slotId: 's1',
      airedMs: 10_000,
      zones: [{ zoneId: 'dau-thon', confirmed: true, airedMs: 10_000 }],
    });
    expect(village.seen.map((broadcast) => broadcast.state).filter((state, n, all) => state !== all[n - 1])).toEqual([
      'warming',
      'on-air',
      'cooling',
      'done',
    ]);
  });

  it('sounds in the other zones when one amplifier is dead, and says which', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    village.broken.set('xom-dinh', 'dead');
    broadcasts.air(await slot('s1', 12_000, { zoneIds: ['dau-thon', 'xom-dinh'] }));
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({
      kind: 'aired-partly',
      code: 'broadcast.zone-fault',
      params: { zone: 'xom-dinh' },
    });
    expect(village.story).not.toContain('12.0 play a on xom-dinh');
    expect(village.story).toContain('42.0 down dau-thon');
  });

  it('with no amplifier at all fails, and plays to nobody', async () => {
    const { village, broadcasts, slot } = await opened();
    village.broken.set('dau-thon', 'dead');
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({
      kind: 'failed',
      code: 'broadcast.no-power',
      params: { cause: 'relay.unreachable' },
    });
    expect(village.story.some((line) => line.includes('play'))).toBe(false);
  });

  it('a broken amplifier never leaves the zone powered', async () => {
    const { village, broadcasts, slot } = await opened();
    village.broken.set('dau-thon', 'will-not-go-off');
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.story.at(-1)).toBe('42.0 down dau-thon');
    expect(village.log[0]?.outcome.kind).toBe('aired');
  });

  it('a horn that loses its power in the middle is in the log with what it aired', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    broadcasts.air(await slot('s1', 12_000, { zoneIds: ['dau-thon', 'xom-dinh'] }));
    await village.clock.advance(16_000);
    village.loseZone('xom-dinh', 'relay.turned-off');
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'aired-partly', code: 'broadcast.zone-fault' });
    expect(village.log[0]?.zones).toMatchObject([
      { airedMs: 10_000 },
      { airedMs: 4_000, fault: { code: 'relay.turned-off' } },
    ]);
  });

  it('stopped by a person is silent at once, and its amplifiers go off without cooling', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(15_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(1_000);
    expect(village.story.slice(-3)).toEqual([
      '15.0 silence on dau-thon',
      '15.0 down dau-thon',
      '15.0 log stopped (broadcast.stopped)',
    ]);
    expect(village.log[0]?.outcome.params).toEqual({ by: 'Ông Tư', airedSeconds: 3 });
  });

  it('stopped while its amplifier cools is off at once', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(25_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(100);
    expect(village.story.at(-1)).toBe('25.0 down dau-thon');
    expect(village.log).toHaveLength(1);
  });

  it('whose bus hangs is off all the same two seconds after "stop", and soon after its end when nobody stops it', async () => {
    const { village, broadcasts, slot } = await opened();
    village.hanging.add('dau-thon');
    broadcasts.air(await slot('s1', 12_000));
    broadcasts.air(await slot('s2', 112_000));
    await village.clock.advance(15_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(200_000);
    expect(village.story.filter((line) => /down|log/.test(line))).toEqual([
      '17.0 down dau-thon',
      '17.0 log stopped (broadcast.stopped)',
      '154.0 log aired-partly (audio.bus-died)',
      '174.0 down dau-thon',
    ]);
  });

  it('that repeats until it is ended begins again when its bus died under it, with its amplifier on all the while', async () => {
    const { village, broadcasts } = await opened();
    village.dying.set('dau-thon', 3_000);
    const form = { live: false, drill: false, allClear: false, loops: true, staggered: false, passesNight: true };
    broadcasts.airNow(
      {
        id: 'e1',
        title: 'lũ',
        priority: 'emergency',
        content: sound('a', 10),
        zoneIds: ['dau-thon'],
        reason: null,
        ...form,
      },
      head,
    );
    await village.clock.advance(60_000);
    expect(village.story.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'up dau-thon',
      'repeat lũ on dau-thon',
      'bus of dau-thon died',
      'repeat lũ on dau-thon',
    ]);
    const [, begun = '', , again = ''] = village.story;
    expect(parseFloat(again) - parseFloat(begun)).toBeCloseTo(4, 1);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(1_000);
    expect(village.log[0]).toMatchObject({ outcome: { kind: 'stopped' }, zones: [{ confirmed: true }] });
    // What was heard before the bus died and after it, without the second between.
    expect(village.log[0]?.airedMs).toBeGreaterThan(50_000);
  });

  it('of somebody who has finished speaking is off soon after its closing chime although its bus hangs', async () => {
    const { village, broadcasts } = await opened();
    village.hanging.add('dau-thon');
    const content = {
      title: 'nói',
      durationMs: Infinity,
      items: [{ title: 'x', feed: new SharedArrayBuffer(16), manner: 'live' as const }],
    };
    const form = { live: true, drill: false, allClear: false, loops: false, staggered: false, passesNight: false };
    broadcasts.airNow(
      { id: 'v1', title: 'nói', priority: 'priority', content, zoneIds: ['dau-thon'], reason: null, ...form },
      head,
    );
    await village.clock.advance(10_000);
    broadcasts.closeVoice('v1', { gently: null });
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => /down|log/.test(line)).map((line) => line.slice(0, 17))).toEqual([
      '42.0 log aired-pa',
      '62.0 down dau-tho',
    ]);
  });

  it('whose sound does not end is cut half a minute after its end, and the log says so', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(1_000);
    village.contents.set('a', sound('a', 600));
    await village.clock.advance(120_000);
    expect(village.story.filter((line) => /silence|log/.test(line))).toEqual([
      '52.0 silence on dau-thon',
      '52.0 log aired-partly (broadcast.overrun)',
    ]);
  });

  it('an output without a sound card fails with its own cause', async () => {
    const { village, broadcasts, slot } = await opened();
    village.mute.set('dau-thon', { code: 'audio.no-sound-card', params: {} });
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'failed', code: 'audio.no-sound-card' });
    expect(village.story.filter((line) => line.includes('down'))).toHaveLength(1);
  });

  it('content that is gone leaves one outcome and no powered amplifier', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000, { content: recording('gone') }));
    await village.clock.advance(60_000);
    // It may yet be there in time.
    expect(village.story).toEqual(['12.0 log failed (recording.not-found)']);
  });

  it('a broken file is passed over and named', async () => {
    const { village, broadcasts, slot } = await opened();
    const broken = { title: 'hong.mp3', problem: { code: 'playlist.item-missing', params: {} } };
    village.contents.set('a', { ...sound('a', 10), items: [broken, ...sound('a', 10).items] });
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({
      kind: 'aired-partly',
      code: 'broadcast.item-skipped',
      params: { item: 'hong.mp3' },
    });
    expect(village.log[0]?.items.map((item) => item.problem?.code ?? 'played')).toEqual([
      'playlist.item-missing',
      'played',
    ]);
  });
});

describe('quiet hours, the last gate', () => {
  it('a slot that is made up late stays silent where they have begun by then, and the log says so', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    const late = await slot('s1', -600_000, { zoneIds: ['dau-thon', 'xom-dinh'] });
    village.quietFrom.set('xom-dinh', late.startsAt + 300_000);
    broadcasts.air(late);
    await village.clock.advance(60_000);
    expect(village.story.some((line) => line.includes('xom-dinh'))).toBe(false);
    expect(village.log).toMatchObject([
      {
        outcome: {
          kind: 'aired-partly',
          code: 'slot.zones-held',
          params: { zones: 'xom-dinh', cause: 'slot.quiet-hours' },
        },
        zones: [
          { zoneId: 'dau-thon', confirmed: true },
          { zoneId: 'xom-dinh', confirmed: false, airedMs: 0 },
        ],
      },
    ]);
  });

  it('a slot that waited for another into the night stays silent', async () => {
    const { village, broadcasts, slot } = await opened();
    village.contents.set('a', sound('a', 30));
    broadcasts.air(await slot('s1', 12_000));
    const second = await slot('s2', 15_000, { title: 'b', content: recording('b') });
    village.quietFrom.set('dau-thon', second.startsAt + 20_000);
    broadcasts.air(second);
    await village.clock.advance(120_000);
    expect(village.log.map(({ slotId, outcome }) => [slotId, outcome.code])).toContainEqual(['s2', 'slot.quiet-hours']);
    expect(village.story.some((line) => line.includes('play b'))).toBe(false);
  });

  it('a slot that slipped through everything else stays silent', async () => {
    const { village, broadcasts, slot } = await opened();
    village.quiet.add('dau-thon');
    broadcasts.air(await slot('s1', 12_000, { priority: 'emergency' }));
    await village.clock.advance(60_000);
    expect(village.story).toEqual(['0.0 log quiet-hours (slot.quiet-hours)']);
  });

  it('a programme that would run into them ends when they begin', async () => {
    const { village, broadcasts, slot } = await opened();
    const planned = await slot('s1', 12_000);
    village.nextQuietAt.set('dau-thon', planned.startsAt + 4_000);
    broadcasts.air(planned);
    await village.clock.advance(60_000);
    expect(village.story).toContain('16.0 silence on dau-thon');
    expect(village.story.filter((line) => line.endsWith('down dau-thon'))[0]).toBe('16.0 down dau-thon');
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'aired-partly', code: 'broadcast.quiet-hours' });
  });

  it('that come over what is on air, by a clock that is set or hours that are changed, end it within seconds', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    broadcasts.air(await slot('s1', 12_000, { zoneIds: ['dau-thon', 'xom-dinh'] }));
    await village.clock.advance(15_000);
    village.quiet.add('xom-dinh');
    await village.clock.advance(60_000);
    expect(village.story).toEqual(expect.arrayContaining(['16.0 down xom-dinh', '16.0 silence on xom-dinh']));
    expect(village.story).toContain('22.0 silence on dau-thon');
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'aired-partly', code: 'slot.zones-held' });
    expect([...village.powered]).toEqual([]);
  });

  it('that come over all of it leave its outcome saying so, but an emergency of a person goes on', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(15_000);
    village.quiet.add('dau-thon');
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'aired-partly', code: 'broadcast.quiet-hours' });
    const order = { content: recording('a'), zoneIds: ['dau-thon'], reason: 'flood' };
    await broadcasts.commands.start({ ...order, id: 'e1', priority: 'emergency' }, { name: 'Ông Tư' });
    await village.clock.advance(60_000);
    expect(village.log[1]).toMatchObject({ airedMs: 10_000, outcome: { kind: 'aired' } });
  });

  it('an emergency that goes on into them needs a reason as well', async () => {
    const { village, broadcasts } = await opened();
    village.nextQuietAt.set('dau-thon', village.clock.now() + 9_000);
    const order = { content: recording('a'), zoneIds: ['dau-thon'], priority: 'emergency' as const };
    const started = broadcasts.commands.start({ ...order, id: 'e1' }, { name: 'Ông Tư' });
    await expect(started).rejects.toMatchObject({ code: 'broadcast.reason-needed' });
    await broadcasts.commands.start({ ...order, id: 'e2', reason: 'flood' }, { name: 'Ông Tư' });
    await village.clock.advance(60_000);
    expect(village.log[0]).toMatchObject({ airedMs: 10_000, reason: 'flood' });
  });

  it('nobody airs anything now but an emergency, with a reason', async () => {
    const { village, broadcasts } = await opened();
    village.quiet.add('dau-thon');
    const input = { id: 'b1', content: recording('a'), zoneIds: ['dau-thon'], priority: 'normal' as const };
    await expect(broadcasts.commands.start(input, head)).rejects.toMatchObject({ code: 'broadcast.quiet-hours' });
    const emergency = { ...input, priority: 'emergency' as const };
    await expect(broadcasts.commands.start(emergency, head)).rejects.toMatchObject({ code: 'broadcast.reason-needed' });
    await broadcasts.commands.start({ ...emergency, reason: 'nước lũ lên' }, head);
    await village.clock.advance(60_000);
    expect(village.log[0]).toMatchObject({ startedBy: 'Ông Tư', reason: 'nước lũ lên', outcome: { kind: 'aired' } });
  });
});

describe('who yields', () => {
  it('an emergency takes the output at its start, and the pre-empted is told by whom', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(13_000);
    await broadcasts.commands.start(
      { id: 'e1', content: recording('b'), zoneIds: ['dau-thon'], priority: 'emergency' },
      head,
    );
    await village.clock.advance(60_000);
    const starts = village.story.filter((line) => /play|silence/.test(line));
    expect(starts.map((line) => line.slice(5))).toEqual([
      'play a on dau-thon',
      'silence on dau-thon',
      'play b on dau-thon',
      'silence on dau-thon',
    ]);
    expect(village.log.map((entry) => entry.outcome)).toMatchObject([
      { kind: 'pre-empted', code: 'broadcast.pre-empted-by-emergency', params: { by: 'b' } },
      { kind: 'aired' },
    ]);
  });

  it('takes only the outputs it needs: the other horns play on', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    broadcasts.air(await slot('s1', 12_000, { zoneIds: ['dau-thon', 'xom-dinh'] }));
    await village.clock.advance(13_000);
    await broadcasts.commands.start(
      { id: 'e1', content: recording('b'), zoneIds: ['xom-dinh'], priority: 'emergency' },
      head,
    );
    await village.clock.advance(60_000);
    expect(village.story).toContain('22.0 silence on dau-thon');
    const [cut] = village.log.filter((entry) => entry.slotId === 's1');
    expect(cut?.outcome).toMatchObject({ kind: 'aired-partly', code: 'broadcast.pre-empted-by-emergency' });
    const airedMs = Object.fromEntries(cut?.zones.map((zone) => [zone.zoneId, zone.airedMs]) ?? []);
    expect(airedMs['dau-thon']).toBe(10_000);
    expect(airedMs['xom-dinh']).toBeLessThan(2_000);
  });

  it('of equal rank the later one is refused to a person, with the time it is free', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(13_000);
    const again = broadcasts.commands.start(
      { id: 'b1', content: recording('b'), zoneIds: ['dau-thon'], priority: 'normal' },
      head,
    );
    await expect(again).rejects.toMatchObject({
      code: 'broadcast.busy',
      params: { title: 'a', until: '2026-11-24T00:00:22.000Z' },
    });
  });

  it('a person is refused the second before a slot begins, rather than heard on top of it', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(7_400);
    const now = { id: 'b1', content: recording('b'), zoneIds: ['dau-thon'], priority: 'normal' as const };
    await expect(broadcasts.commands.start(now, head)).rejects.toMatchObject({ code: 'broadcast.busy' });
    await broadcasts.commands.start({ ...now, priority: 'emergency' }, head);
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => line.includes('play')).map((line) => line.slice(5))).toEqual([
      'play b on dau-thon',
    ]);
    // Nothing of it was heard: it is free, to be decided anew.
    expect(village.log.find((entry) => entry.slotId === 's1')).toBeUndefined();
  });

  it('of equal rank a slot waits its grace time and then airs', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    broadcasts.air(await slot('s2', 15_000, { title: 'b', content: recording('b') }));
    await village.clock.advance(120_000);
    expect(village.log.map((entry) => [entry.slotId, entry.outcome.kind])).toEqual([
      ['s1', 'aired'],
      ['s2', 'aired'],
    ]);
    expect(village.story.filter((line) => line.includes('play'))).toHaveLength(2);
  });

  it('or is "bị chen" when the earlier one goes on for longer', async () => {
    const { village, broadcasts, slot } = await opened();
    village.contents.set('a', sound('a', 600));
    broadcasts.air(await slot('s1', 12_000));
    broadcasts.air(await slot('s2', 15_000, { title: 'b', content: recording('b') }));
    await village.clock.advance(120_000);
    expect(village.log).toMatchObject([{ slotId: 's2', outcome: { kind: 'pre-empted', params: { by: 'a' } } }]);
  });

  it('the amplifier stays on from one broadcast to the next', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    broadcasts.air(await slot('s2', 22_000, { title: 'b', content: recording('b') }));
    await village.clock.advance(120_000);
    const firstDown = village.story.findIndex((line) => line.includes('down'));
    expect(village.story.findIndex((line) => line.includes('play b'))).toBeLessThan(firstDown);
    expect(village.log.map((entry) => entry.outcome.kind)).toEqual(['aired', 'aired']);
  });
});

describe('a clock that is set while something sounds', () => {
  it.each([-3_600_000, -45_000, 3_600_000])('by %i ms changes nothing of what was heard', async (stepMs) => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(17_000);
    await village.clock.step(stepMs);
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([{ airedMs: 10_000, zones: [{ airedMs: 10_000 }], outcome: { kind: 'aired' } }]);
  });
});

describe('commands', () => {
  it('started right after a stop waits for the amplifier’s rest, so that nothing is said to a cold horn', async () => {
    const { village, broadcasts } = await opened();
    village.resting.set('dau-thon', 8_000);
    const input = { id: 'b1', content: recording('a'), zoneIds: ['dau-thon'], priority: 'normal' as const };
    await broadcasts.commands.start(input, head);
    await village.clock.advance(20_000);
    expect(village.story.find((line) => line.includes('play'))).toBe('12.0 play a on dau-thon');
  });

  it('repeated with the same id act once', async () => {
    const { village, broadcasts } = await opened();
    const input = { id: 'b1', content: recording('a'), zoneIds: ['dau-thon'], priority: 'normal' as const };
    const first = await broadcasts.commands.start(input, head);
    const second = await broadcasts.commands.start(input, head);
    expect(second.id).toBe(first.id);
    await village.clock.advance(60_000);
    await expect(broadcasts.commands.start(input, head)).rejects.toMatchObject({ code: 'broadcast.repeated' });
    expect(village.log).toHaveLength(1);
  });

  it('to stop everything reaches what was started in the very same moment', async () => {
    const { village, broadcasts } = await opened();
    const input = { id: 'b1', content: recording('a'), zoneIds: ['dau-thon'], priority: 'normal' as const };
    const started = broadcasts.commands.start(input, head);
    await storage.get('select 1'); // admitted by now, but nothing of it is on the disk
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(60_000);
    await started;
    expect(village.story).toEqual(['0.0 up dau-thon', '0.0 down dau-thon', '0.0 log stopped (broadcast.stopped)']);
  });

  it('to stop everything is not followed by what waited for its turn', async () => {
    const { village, broadcasts, slot } = await opened();
    village.contents.set('a', sound('a', 30));
    broadcasts.air(await slot('s1', 12_000));
    broadcasts.air(await slot('s2', 15_000, { title: 'b', content: recording('b') }));
    await village.clock.advance(20_000);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(60_000);
    expect(village.log.map((entry) => [entry.slotId, entry.outcome.kind, entry.outcome.params.by])).toEqual([
      ['s2', 'stopped', 'Ông Tư'],
      ['s1', 'stopped', 'Ông Tư'],
    ]);
    expect(village.story.filter((line) => line.includes('play'))).toEqual(['12.0 play a on dau-thon']);
  });

  it('a slot skipped after it was handed over is skipped, at any moment', async () => {
    for (const at of [1_000, 9_000, 11_900]) {
      const fresh = await temporaryStorage();
      storage = fresh;
      const { village, broadcasts, slot } = await opened();
      broadcasts.air(await slot('s1', 12_000));
      await village.clock.advance(at);
      broadcasts.skipSlot('s1', 'Bà Sáu');
      await village.clock.advance(60_000);
      expect(village.log.map((entry) => entry.outcome)).toMatchObject([{ kind: 'skipped', params: { by: 'Bà Sáu' } }]);
      expect(village.story.filter((line) => line.includes('up')).length).toBe(
        village.story.filter((line) => line.includes('down')).length,
      );
    }
  });
});

describe('a slot taken back by the schedule', () => {
  it.each([1_000, 9_000, 11_900])('%i ms after it was handed over is free again, and silent', async (after) => {
    const { village, broadcasts, slot } = await opened();
    const handed = await slot('s1', 12_000);
    broadcasts.air(handed);
    await village.clock.advance(after);
    expect(broadcasts.unstarted()).toEqual(['s1']);
    const withdrawn = broadcasts.withdraw('s1');
    await village.clock.advance(0);
    expect(await withdrawn).toBe(true);
    expect(broadcasts.unstarted()).toEqual([]);
    await village.clock.advance(60_000);
    expect(village.log).toEqual([]);
    expect(village.story.filter((line) => line.includes('up')).length).toBe(
      village.story.filter((line) => line.includes('down')).length,
    );
    // Handed over again it airs, once.
    broadcasts.air({ ...handed, startsAt: village.clock.now() + 12_000 });
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([{ slotId: 's1', outcome: { kind: 'aired' } }]);
  });

  it('once it sounds stays on air', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(13_000);
    expect(broadcasts.unstarted()).toEqual([]);
    expect(await broadcasts.withdraw('s1')).toBe(false);
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([{ airedMs: 10_000, outcome: { kind: 'aired' } }]);
  });

  it('that was never handed over is not here', async () => {
    const { broadcasts } = await opened();
    expect(await broadcasts.withdraw('s1')).toBe(false);
  });
});

describe('a slot with zones held back', () => {
  it('sounds in the others; the log names the silent ones and why', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    const reason = { code: 'slot.overlay', params: { kind: 'mourning' } };
    broadcasts.air(await slot('s1', 12_000, { holds: [{ zoneIds: ['xom-dinh'], reason }] }));
    await village.clock.advance(60_000);
    expect(village.story.some((line) => line.includes('xom-dinh'))).toBe(false);
    expect(village.log[0]).toMatchObject({
      outcome: {
        kind: 'aired-partly',
        code: 'slot.zones-held',
        params: { zones: 'xom-dinh', cause: 'slot.overlay' },
      },
      zones: [
        { zoneId: 'dau-thon', confirmed: true, airedMs: 10_000, fault: null },
        { zoneId: 'xom-dinh', confirmed: false, airedMs: 0, fault: reason },
      ],
    });
  });
});

describe('a slot that was broken off', () => {
  it('goes on at its place, and the log says how much was heard before', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000, { brokenOff: { airedMs: 4_000, resumeAtMs: 4_000, preEmptedBy: null } }));
    await village.clock.advance(60_000);
    expect(village.story).toContain('12.0 play a on dau-thon from 4.0');
    expect(village.story).toContain('18.0 silence on dau-thon');
    expect(village.log).toMatchObject([
      { airedMs: 6_000, outcome: { kind: 'aired', code: 'broadcast.resumed', params: { airedSeconds: 4 } } },
    ]);
  });

  it('of which nothing is left is over without a sound', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000, { brokenOff: { airedMs: 10_000, resumeAtMs: 10_000, preEmptedBy: null } }));
    await village.clock.advance(60_000);
    expect(village.story).toEqual(['0.0 log aired-partly (broadcast.interrupted)']);
    expect(village.log[0]?.outcome.params).toEqual({ airedSeconds: 10 });
  });
});

describe('a slot that was broken off, and may not go on', () => {
  it('was aired in part: what was heard counts, not what keeps it silent now', async () => {
    const { village, broadcasts, slot } = await opened();
    village.quiet.add('dau-thon');
    broadcasts.air(await slot('s1', 12_000, { brokenOff: { airedMs: 4_000, resumeAtMs: 0, preEmptedBy: null } }));
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([
      { outcome: { kind: 'aired-partly', code: 'broadcast.interrupted', params: { airedSeconds: 4 } } },
    ]);
  });
});

describe('a slot whose start was missed', () => {
  it('waits for relays that come in one after the other after a power cut', async () => {
    const { village, broadcasts, slot } = await opened();
    village.away.add('dau-thon');
    broadcasts.air(await slot('s1', -120_000));
    await village.clock.advance(40_000);
    expect(village.story).toEqual([]);
    village.away.clear();
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([{ airedMs: 10_000, outcome: { code: 'broadcast.made-up' } }]);
  });

  it('waits as long as it may begin for another of its rank that is being made up', async () => {
    const { village, broadcasts, slot } = await opened();
    village.contents.set('long', sound('long', 180));
    broadcasts.air(await slot('s1', 12_000, { content: recording('long') }));
    const second = await slot('s2', 20_000);
    broadcasts.air({ ...second, lastChanceAt: second.startsAt + 300_000 });
    await village.clock.advance(400_000);
    expect(village.log.map(({ slotId, outcome }) => [slotId, outcome.kind])).toEqual([
      ['s1', 'aired'],
      ['s2', 'aired'],
    ]);
  });

  it('does not wait for a relay that stays away', async () => {
    const { village, broadcasts, slot } = await opened();
    village.away.add('dau-thon');
    village.broken.set('dau-thon', 'dead');
    broadcasts.air(await slot('s1', -120_000));
    await village.clock.advance(120_000);
    expect(village.log).toMatchObject([{ outcome: { kind: 'failed', code: 'broadcast.no-power' } }]);
  });

  it('is heard late, and the log says how late', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', -120_000));
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([
      {
        plannedAt: '2026-11-23T23:58:00.000Z',
        outcome: { kind: 'aired', code: 'broadcast.made-up', params: { lateSeconds: 124 } },
      },
    ]);
  });
});

describe('when the disk is full', () => {
  it('the horns sound all the same, and the outcome is written once there is room', async () => {
    const { village, broadcasts, slot } = await opened();
    village.disk.full = true;
    broadcasts.air(await slot('s1', 12_000));
    broadcasts.air(await slot('s2', 15_000, { content: recording('gone') }));
    await village.clock.advance(60_000);
    expect(village.story).toContain('12.0 play a on dau-thon');
    expect(village.log).toEqual([]);
    village.disk.full = false;
    await village.clock.advance(5_000);
    expect(village.log.map((entry) => [entry.slotId, entry.outcome.code])).toEqual([
      ['s2', 'recording.not-found'],
      ['s1', 'broadcast.aired'],
    ]);
    await village.clock.advance(60_000);
    expect(village.log).toHaveLength(2);
  });

  it('the gateway starts, though what was interrupted cannot be written yet', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(19_000);
    const reborn = createFakeVillage(storage, [zone('dau-thon')]);
    reborn.disk.full = true;
    await reborn.open().start();
    expect(reborn.log).toEqual([]);
    reborn.disk.full = false;
    await reborn.clock.advance(5_000);
    expect(reborn.log).toMatchObject([{ slotId: 's1', outcome: { code: 'broadcast.interrupted' } }]);
  });
});

describe('when the gateway goes down', () => {
  it('asked to stop on air: silent, off, and the slot has its outcome', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(15_000);
    const stopped = broadcasts.stop();
    await village.clock.advance(100);
    await stopped;
    expect(village.story).toContain('15.0 down dau-thon');
    expect(village.log[0]?.outcome).toMatchObject({ kind: 'aired-partly', code: 'broadcast.interrupted' });
  });

  it('asked to stop before the first sample: the slot stays planned for the next start', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(9_000);
    const stopped = broadcasts.stop();
    await village.clock.advance(100);
    await stopped;
    expect(village.log).toEqual([]);
    expect(village.story.at(-1)).toBe('9.0 down dau-thon');
  });

  it('killed on air: the next start writes the outcome, with what was aired until the last heartbeat', async () => {
    const { village, broadcasts, slot } = await opened();
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(19_000);
    await storage.run('select 1');
    // The same disk under a new process: the old one is simply not asked any more.
    const reborn = createFakeVillage(storage, [zone('dau-thon')]);
    await reborn.open().start();
    expect(reborn.log[0]).toMatchObject({
      slotId: 's1',
      airedMs: 3_000,
      outcome: { kind: 'aired-partly', code: 'broadcast.interrupted' },
    });
    await reborn.open().start();
    expect(reborn.log).toHaveLength(1);
  });

  it('killed right after an outcome was written: it is written once, and the next start is none the worse', async () => {
    const { village, broadcasts, slot } = await opened();
    village.disk.killed = true;
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.log).toHaveLength(1);
    const reborn = createFakeVillage(storage, [zone('dau-thon')]);
    await reborn.open().start();
    expect(reborn.log).toEqual([]);
  });
});

describe('a slot right after another', () => {
  it('is a little late when its amplifier has just gone off and rests', async () => {
    const { village, broadcasts, slot } = await opened();
    village.resting.set('dau-thon', 10_000);
    broadcasts.air(await slot('s1', 5_000));
    await village.clock.advance(60_000);
    expect(village.story).toContain('14.0 play a on dau-thon');
    expect(village.log).toMatchObject([{ outcome: { kind: 'aired', code: 'broadcast.aired' } }]);
  });
});
