import { describe, expect, it } from 'vitest';
import { recording, sound, zone } from '../../support/fake-village.ts';
import { head, opened } from './opened.ts';

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
