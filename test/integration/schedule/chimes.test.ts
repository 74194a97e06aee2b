import { beforeEach, expect, it } from 'vitest';
import { zone } from '../../support/fake-services.ts';
import { announcer, at, furnish, head, minuteMs, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

const bell = (title: string, seconds: number) => ({ title, path: `/${title}.wav`, durationMs: seconds * 1_000 });
const silent = { opening: 'none', closing: 'none' } as const;
let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

async function withBells() {
  const village = await openVillage(storage);
  village.bells.opening = bell('mo-dau', 4);
  village.bells.closing = bell('ket-thuc', 6);
  return village;
}

it('a programme begins with its chime on the second, ends with the other, and its slot, its log and its length count them', async () => {
  const village = await withBells();
  const { programme } = await village.schedule.programmes.create(morning, head);
  expect(programme).toMatchObject({ durationMs: 610_000, chimes: { opening: 'default', closing: 'default' } });
  village.start();
  await village.liveUntil(at('2026-11-24', '06:20:00'));
  expect(village.heard).toEqual(['06:00:00 mo-dau on loa-1']);
  expect(await village.slotOn('2026-11-24')).toMatchObject({ endsAt: '2026-11-23T23:10:10.000Z' });
  const [line] = await village.airLog.between(0, Number.MAX_SAFE_INTEGER);
  expect(line).toMatchObject({ airedMs: 610_000, outcome: { kind: 'aired' } });
  expect(line?.items.map(({ title }) => title)).toEqual(['mo-dau', 'tin', 'ket-thuc']);
  village.stop();
});

it('minutes, and who stands in its way, are asked of the whole length', async () => {
  const village = await withBells();
  const { programmes } = village.schedule;
  await programmes.create(morning, head);
  const after = { ...morning, title: 'Ngay sau', rule: { ...morning.rule, times: ['06:10'] } };
  await expect(programmes.create(after, head)).rejects.toMatchObject({ code: 'schedule.conflict' });
  await expect(programmes.create({ ...after, chimes: silent }, head)).rejects.toMatchObject({
    code: 'schedule.conflict',
  });
  const [zone] = village.zones.values();
  if (zone) village.zones.set(zone.id, { ...zone, minutesPerDay: 10 });
  expect((await village.slotOn('2026-11-24')).holds).toMatchObject([{ reason: { code: 'slot.minutes-used-up' } }]);
});

it('a slot that airs something else keeps the chimes of its programme', async () => {
  const village = await withBells();
  await village.schedule.programmes.create(morning, head);
  const { id } = await village.slotOn('2026-11-24');
  const replaced = await village.schedule.slots.replace(id, song, head);
  expect(Date.parse(replaced.endsAt) - Date.parse(replaced.startsAt)).toBe(5 * minuteMs + 10_000);
  const back = await village.schedule.slots.restore(id, head);
  expect(Date.parse(back.endsAt) - Date.parse(back.startsAt)).toBe(610_000);
});

it('another chime is another programme: nobody airs it without approval', async () => {
  const village = await withBells();
  const { programme } = await village.schedule.programmes.create(morning, head);
  const rung = await village.schedule.programmes.change(
    programme.id,
    { ...morning, chimes: { opening: { recordingId: 'nhac' }, closing: 'default' } },
    announcer,
  );
  expect(rung.programme.approval.state).toBe('submitted');
});

it('what a power cut broke off in its content goes on at its place, and its opening chime is not heard again', async () => {
  const missed = { policy: 'resume', withinMinutes: 60 } as const;
  const before = await withBells();
  await before.schedule.programmes.create({ ...morning, missed }, head);
  before.start();
  await before.liveUntil(at('2026-11-24', '06:05:00'));
  const after = await openVillage(storage, { now: at('2026-11-24', '06:07:00') });
  after.bells.opening = bell('mo-dau', 4);
  after.start();
  await after.liveUntil(at('2026-11-24', '06:30:00'));
  expect(after.heard).toHaveLength(1);
  // Five minutes of it were heard, four seconds of them the chime.
  expect(after.heard[0]).toMatch(/^06:07:\d\d tin on loa-1 from 00:04:5\d$/);
  expect(await after.outcomes()).toEqual(['24 06:00 broadcast.resumed']);
  after.stop();
});

it('what a power cut broke off in its chime begins with the chime again', async () => {
  const missed = { policy: 'resume', withinMinutes: 60 } as const;
  const before = await withBells();
  before.bells.opening = bell('mo-dau', 20);
  await before.schedule.programmes.create({ ...morning, missed }, head);
  before.start();
  await before.liveUntil(at('2026-11-24', '06:00:12'));
  const after = await openVillage(storage, { now: at('2026-11-24', '06:07:00') });
  after.bells.opening = bell('mo-dau', 20);
  after.start();
  await after.liveUntil(at('2026-11-24', '06:30:00'));
  expect(after.heard[0]).toMatch(/^06:07:\d\d mo-dau on loa-1$/);
  after.stop();
});

it('aired in turn, the slot is as long as all turns, and its chain of reasons says who speaks early', async () => {
  const village = await withBells();
  const [dinh, cho] = [...village.zones.values()];
  if (!dinh || !cho) throw new Error('two zones were set up');
  village.zones.set(cho.id, { ...cho, turn: 2 });
  const { schedule } = village;
  const both = { ...morning, zoneIds: [dinh.id, cho.id], staggered: true };
  const { programme } = await schedule.programmes.create(both, head);
  expect(programme).toMatchObject({ staggered: true, durationMs: 2 * 600_000 + 10_000 });
  const { id } = await village.slotOn('2026-11-24');
  const turnsOf = async () => (await schedule.slots.why(id)).steps.filter(({ step }) => step === 'turns');
  expect(await turnsOf()).toEqual([
    { step: 'turns', verdict: 'passed', reason: { code: 'why.turns', params: { count: 2 } } },
  ]);
  village.zones.set(cho.id, { ...cho, turn: 2, outputId: dinh.outputId });
  expect(await turnsOf()).toMatchObject([
    { verdict: 'warning', reason: { code: 'why.turns-shared', params: { zones: cho.name } } },
  ]);
});

it('a zone that is given another turn makes its slots longer, the first time after a start as well', async () => {
  const village = await withBells();
  const [dinh, cho] = [...village.zones.values()];
  if (!dinh || !cho) throw new Error('two zones were set up');
  const both = { ...morning, zoneIds: [dinh.id, cho.id], staggered: true };
  await village.schedule.programmes.create(both, head);
  village.start();
  await village.clock.advance(2_000);
  const minutesOf = async () => {
    const { startsAt, endsAt } = await village.slotOn('2026-11-24');
    return Math.floor((Date.parse(endsAt) - Date.parse(startsAt)) / minuteMs);
  };
  expect(await minutesOf()).toBe(10);
  const moved = { ...cho, turn: 2 };
  village.zones.set(cho.id, moved);
  village.changes.emit('zone.changed', { ...zone, ...moved });
  await village.clock.advance(2_000);
  expect(await minutesOf()).toBe(20);
  village.stop();
});

it('two turns take two turns of everybody: what begins in the second is refused', async () => {
  const village = await withBells();
  const [dinh, cho] = [...village.zones.values()];
  if (!dinh || !cho) throw new Error('two zones were set up');
  village.zones.set(cho.id, { ...cho, turn: 2 });
  const { programmes } = village.schedule;
  await programmes.create({ ...morning, zoneIds: [dinh.id, cho.id], staggered: true }, head);
  const during = { ...morning, title: 'Giữa chừng', rule: { ...morning.rule, times: ['06:15'] } };
  await expect(programmes.create(during, head)).rejects.toMatchObject({ code: 'schedule.conflict' });
});
