import { beforeEach, expect, it } from 'vitest';
import { AppError } from '../../../gateway/src/core/errors.ts';

import { announcer, at, furnish, head, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

const overMusic = { ...morning, bedRecordingId: 'nhac' };
let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

it('a programme over music airs it under its words, is longer by its end, and its chain of reasons says so', async () => {
  const village = await openVillage(storage);
  const { programme } = await village.schedule.programmes.create(overMusic, head);
  expect(programme).toMatchObject({ bedRecordingId: 'nhac', durationMs: 602_000 });
  const { id } = await village.slotOn('2026-11-24');
  const { steps } = await village.schedule.slots.why(id);
  expect(steps).toContainEqual({
    step: 'bed',
    verdict: 'passed',
    reason: { code: 'why.bed', params: { title: 'nhac' } },
  });
  village.start();
  await village.liveUntil(at('2026-11-24', '06:20:00'));
  expect(village.heard).toEqual(['06:00:00 tin over nhac on loa-1']);
  expect(await village.slotOn('2026-11-24')).toMatchObject({
    endsAt: '2026-11-23T23:10:02.000Z',
    outcome: { kind: 'aired' },
  });
  village.stop();
});

it('music that is gone by then keeps no word from being heard, and both the answer beforehand and the outcome name it', async () => {
  const village = await openVillage(storage);
  await village.schedule.programmes.create(overMusic, head);
  village.contents.delete('nhac');
  const { id } = await village.slotOn('2026-11-24');
  const { steps } = await village.schedule.slots.why(id);
  expect(steps.find(({ step }) => step === 'bed')).toMatchObject({
    verdict: 'warning',
    reason: { code: 'recording.not-found' },
  });
  village.start();
  await village.liveUntil(at('2026-11-24', '06:20:00'));
  expect(village.heard).toEqual(['06:00:00 tin on loa-1']);
  expect(await village.outcomes()).toEqual(['24 06:00 broadcast.item-skipped']);
  village.stop();
});

it('other music, or none, is another programme: nobody airs it without approval; a save that does not speak of it leaves it', async () => {
  const village = await openVillage(storage);
  const { create, change } = village.schedule.programmes;
  const { programme } = await create(overMusic, head);
  const same = await change(programme.id, morning, announcer);
  expect(same.programme).toMatchObject({ bedRecordingId: 'nhac', approval: { state: 'approved' } });
  const none = await change(programme.id, { ...morning, bedRecordingId: null }, announcer);
  expect(none.programme).toMatchObject({ bedRecordingId: null, approval: { state: 'submitted' } });
});

it('a slot that airs something else keeps the music of its programme', async () => {
  const village = await openVillage(storage);
  await village.schedule.programmes.create({ ...overMusic, bedRecordingId: 'tin' }, head);
  const { id } = await village.slotOn('2026-11-24');
  await village.schedule.slots.replace(id, song, head);
  village.start();
  await village.liveUntil(at('2026-11-24', '06:20:00'));
  expect(village.heard).toEqual(['06:00:00 nhac over tin on loa-1']);
  village.stop();
});

it('music that is used is not thrown away, and what is not there is refused', async () => {
  const village = await openVillage(storage);
  const { create } = village.schedule.programmes;
  await create(overMusic, head);
  expect(await village.schedule.usedBy('recording', 'nhac')).toEqual([{ kind: 'programme', title: morning.title }]);
  const unknown = create({ ...overMusic, bedRecordingId: 'khong-co' }, head);
  await expect(unknown).rejects.toBeInstanceOf(AppError);
});

it.each([
  ['under zones that speak in turn', { staggered: true }, 'programme.bed-in-turn'],
  [
    'under a station',
    { content: { kind: 'rebroadcast', upstreamId: 'tin', minutes: 10 } },
    'programme.bed-under-station',
  ],
] as const)('there is no music %s', async (_where, change, code) => {
  const village = await openVillage(storage);
  await expect(village.schedule.programmes.create({ ...overMusic, ...change }, head)).rejects.toMatchObject({ code });
});
