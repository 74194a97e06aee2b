import { describe, expect, it } from 'vitest';
import { createFakeVillage, recording, zone } from '../../support/fake-village.ts';
import { opened } from './opened.ts';

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
    const { village, broadcasts, slot, storage } = await opened();
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
    const { village, broadcasts, slot, storage } = await opened();
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
    const { village, broadcasts, slot, storage } = await opened();
    village.disk.killed = true;
    broadcasts.air(await slot('s1', 12_000));
    await village.clock.advance(60_000);
    expect(village.log).toHaveLength(1);
    const reborn = createFakeVillage(storage, [zone('dau-thon')]);
    await reborn.open().start();
    expect(reborn.log).toEqual([]);
  });
});
