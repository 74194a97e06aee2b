import { describe, expect, it } from 'vitest';
import { recording, sound } from '../../support/fake-village.ts';
import { opened } from './opened.ts';

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
