import { describe, expect, it } from 'vitest';
import { recording, sound, zone } from '../../support/fake-village.ts';
import { head, opened } from './opened.ts';

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
