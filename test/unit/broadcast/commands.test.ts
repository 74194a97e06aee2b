import { describe, expect, it } from 'vitest';
import { recording, sound } from '../../support/fake-village.ts';
import { head, opened } from './opened.ts';

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

  it('to air something over music that is gone are refused where somebody chose it; what had it before airs without', async () => {
    const { village, broadcasts } = await opened();
    const input = { id: 'b1', content: recording('a'), zoneIds: ['dau-thon'], priority: 'normal' as const };
    const overMusic = { ...input, bedRecordingId: 'sao' };
    await expect(broadcasts.commands.start(overMusic, head)).rejects.toMatchObject({ code: 'recording.not-found' });
    await broadcasts.commands.start({ ...overMusic, bedOptional: true }, head);
    await village.clock.advance(60_000);
    expect(village.log).toMatchObject([
      {
        airedMs: 10_000,
        outcome: { code: 'broadcast.item-skipped' },
        items: [{ problem: null }, { problem: { code: 'recording.not-found' } }],
      },
    ]);
  });

  it('to stop everything reaches what was started in the very same moment', async () => {
    const { village, broadcasts, storage } = await opened();
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
      // It never sounded: it is not called stopped.
      ['s2', 'skipped', 'Ông Tư'],
      ['s1', 'stopped', 'Ông Tư'],
    ]);
    expect(village.story.filter((line) => line.includes('play'))).toEqual(['12.0 play a on dau-thon']);
  });

  it('a slot skipped after it was handed over is skipped, at any moment', async () => {
    for (const at of [1_000, 9_000, 11_900]) {
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
