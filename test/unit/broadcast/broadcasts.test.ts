import { describe, expect, it } from 'vitest';
import { recording, sound, zone } from '../../support/fake-village.ts';
import { head, opened } from './opened.ts';

/** It repeats until somebody ends it. */
const flood = {
  id: 'e1',
  title: 'lũ',
  priority: 'emergency' as const,
  content: sound('a', 10),
  zoneIds: ['dau-thon'],
  reason: null,
  ...{ live: false, drill: false, allClear: false, loops: true, staggered: false, passesNight: true },
};
const repeats = 'repeat lũ on dau-thon';

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

  it('a horn whose amplifier draws nothing is aired to its end, and is in the log with why nobody heard it', async () => {
    const { village, broadcasts, slot } = await opened([zone('dau-thon'), zone('xom-dinh')]);
    broadcasts.air(await slot('s1', 12_000, { zoneIds: ['dau-thon', 'xom-dinh'] }));
    await village.clock.advance(16_000);
    village.doubtZone('xom-dinh', 'relay.no-draw');
    await village.clock.advance(60_000);
    expect(village.log[0]?.outcome).toMatchObject({
      kind: 'aired-partly',
      code: 'broadcast.zone-fault',
      params: { cause: 'relay.no-draw' },
    });
    expect(village.log[0]?.zones).toMatchObject([
      { airedMs: 10_000, fault: null },
      { airedMs: 10_000, fault: { code: 'relay.no-draw' } },
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
    broadcasts.airNow(flood, head);
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

  it('that repeats until it is ended goes on by itself when its files can be read again, and says what was wrong', async () => {
    const { village, broadcasts } = await opened();
    village.spoiling.set('dau-thon', [12_000, 0, 0]);
    broadcasts.airNow(flood, head);
    await village.clock.advance(18_000);
    const unreadable = { code: 'audio.file-broken', params: { title: 'a', detail: 'EIO' } };
    expect(village.seen.at(-1)).toMatchObject({ state: 'on-air', zones: [{ state: 'confirmed', fault: unreadable }] });
    await village.clock.advance(40_000);
    expect(village.seen.at(-1)?.zones).toMatchObject([{ state: 'sounding', fault: null }]);
    await broadcasts.commands.stopAll(head);
    await village.clock.advance(1_000);
    const told = village.story.map((line) => line.replace(/^\S+ /, ''));
    expect(told.slice(0, 4)).toEqual(['up dau-thon', repeats, 'silence on dau-thon', repeats]);
    const [, begun = '', , again = ''] = village.story;
    expect(parseFloat(again) - parseFloat(begun)).toBeCloseTo(15, 1);
    expect(village.log).toMatchObject([{ outcome: { kind: 'stopped' }, items: [{ problem: unreadable }] }]);
  });

  it('that repeats until its night begins is over then', async () => {
    const { village, broadcasts } = await opened();
    village.nextQuietAt.set('dau-thon', village.clock.now() + 30_000);
    broadcasts.airNow({ ...flood, priority: 'normal', passesNight: false }, head);
    await village.clock.advance(60_000);
    expect(village.story.filter((line) => /repeat|log/.test(line))).toEqual([
      expect.stringContaining(repeats),
      '30.0 log aired-partly (broadcast.quiet-hours)',
    ]);
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

  it('is as loud on each output as its zone was set; the loudest of those that share one counts, in an emergency too', async () => {
    const zones = [
      zone('dau-thon', { volumeDb: -6 }),
      zone('xom-dinh'),
      zone('cho', { outputId: 'dinh-va-cho', volumeDb: -20 }),
      zone('dinh', { outputId: 'dinh-va-cho', volumeDb: -3 }),
    ];
    const { village, broadcasts, slot } = await opened(zones);
    const zoneIds = zones.map(({ id }) => id);
    broadcasts.air(await slot('s1', 12_000, { zoneIds }));
    await village.clock.advance(60_000);
    broadcasts.airNow({ ...flood, zoneIds }, head);
    await village.clock.advance(10_000);
    expect(village.story.flatMap((line) => /(?:play|repeat) .*/.exec(line) ?? [])).toEqual([
      ...['play a on dau-thon at -6 dB', 'play a on xom-dinh', 'play a on dinh-va-cho at -3 dB'],
      ...['repeat lũ on dau-thon at -6 dB', 'repeat lũ on xom-dinh', 'repeat lũ on dinh-va-cho at -3 dB'],
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
