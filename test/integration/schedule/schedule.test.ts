import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeEvents, ProgrammeInput } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import type { ClockTrust } from '../../../gateway/src/core/clock/trust.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createPlanner } from '../../../gateway/src/schedule/planner.ts';
import type { OutcomeWords, ScheduleZone } from '../../../gateway/src/schedule/ports.ts';
import { createSchedule, type Schedule } from '../../../gateway/src/schedule/schedule-service.ts';
import type { StoredSlot } from '../../../gateway/src/schedule/slot-store.ts';
import type { Storage } from '../../../gateway/src/storage/storage.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryStorage } from '../../support/storage.ts';

const timeZone = 'Asia/Ho_Chi_Minh';
const hour = 3_600_000;
const actor = { name: 'Bà Sáu' };
const zones: ScheduleZone[] = [
  { id: 'dau-thon', name: 'Đầu thôn', outputId: 'loa-1', warmupMs: 3_000, quietHours: { from: '22:00', to: '05:00' } },
  { id: 'xom-dinh', name: 'Xóm Đình', outputId: 'loa-2', warmupMs: 40_000, quietHours: { from: '22:00', to: '05:00' } },
];
const morning: ProgrammeInput = {
  title: 'Bản tin sáng',
  content: { kind: 'recording', recordingId: 'tin' },
  zoneIds: ['dau-thon'],
  priority: 'normal',
  rule: { repeat: 'daily', date: '2026-11-24', time: '06:00' },
};

let storage: Storage;
beforeEach(async () => {
  storage = await temporaryStorage();
  for (const { id } of zones) {
    await storage.run(
      `insert into zones (id, name, output_id, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to)
       values (?, ?, null, 0, 0, 0, '22:00', '05:00')`,
      [id, id],
    );
  }
});

/** The schedule on a real database, with a clock that can be moved; 23 November 2026, 20:00 in the village. */
function village(clock: FakeClock = createFakeClock('2026-11-23T13:00:00Z', () => storage.get('select 1'))) {
  const aired: string[] = [];
  const ended: string[] = [];
  const skipped: string[] = [];
  const durations = new Map([['tin', 10 * 60_000]]);
  let trust: ClockTrust = { trusted: true, reason: 'ntp' };
  const iso = (slot: StoredSlot) => new Date(slot.startsAt).toISOString();
  const schedule = createSchedule({
    storage,
    clock,
    changes: createChanges<ChangeEvents>(),
    timeZone,
    zone: (id) => zones.find((zone) => zone.id === id),
    content: {
      describe(content) {
        const id = content.kind === 'recording' ? content.recordingId : content.playlistId;
        const durationMs = durations.get(id);
        if (durationMs === undefined) return Promise.reject(new AppError('recording.not-found', 404, 'gone'));
        return Promise.resolve({ title: id, durationMs, problem: null });
      },
    },
    onSkip: (slotId) => skipped.push(slotId),
    onReplan: () => planner.refresh(),
  });
  const end = async (slot: StoredSlot, words: OutcomeWords) => {
    await storage.transaction((tx) => schedule.end(tx, slot.id, words, clock.now()));
    ended.push(`${iso(slot)} ${words.code}`);
    await schedule.announceEnd(slot.id);
  };
  const planner = createPlanner({
    clock,
    log: quietLog,
    trust: () => trust,
    schedule,
    air(slot) {
      aired.push(iso(slot));
      void end(slot, { kind: 'aired', code: 'broadcast.aired', params: {} });
    },
    end,
  });
  const ending = new AbortController();
  let failure: unknown = null;
  const start = () => {
    for (const loop of [planner.run, planner.keepPlan]) {
      void loop(ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) failure = error;
      });
    }
  };
  return {
    clock,
    schedule,
    planner,
    aired,
    ended,
    skipped,
    durations,
    start,
    stop() {
      expect(failure).toBeNull();
      ending.abort(new Error('stopped'));
    },
    /** Lives until that instant: hours at a leap, the half minute around each slot second by second. */
    async liveUntil(instant: string) {
      const to = Date.parse(instant);
      while (clock.now() < to) {
        const next = (await schedule.open()).find((slot) => slot.startsAt - 15_000 > clock.now());
        const leapTo = Math.min(to, next ? next.startsAt - 15_000 : to);
        await clock.leap(leapTo - clock.now());
        await clock.advance(Math.min(30_000, Math.max(0, to - clock.now())));
      }
    },
    setTrusted: (trusted: boolean) => (trust = trusted ? { trusted, reason: 'ntp' } : { trusted, reason: 'stepped' }),
  };
}

describe('a programme', () => {
  it('becomes slots for two weeks, each once', async () => {
    const { schedule } = village();
    const { programme } = await schedule.programmes.create(morning);
    expect(programme).toMatchObject({ nextAt: '2026-11-23T23:00:00.000Z', durationMs: 600_000, problem: null });
    const slots = await schedule.slots.list({ from: '2026-11-23', to: '2026-12-31' });
    expect(slots).toHaveLength(14);
    await schedule.replan();
    await schedule.replan();
    expect(await schedule.slots.list({ from: '2026-11-23', to: '2026-12-31' })).toEqual(slots);
  });

  it('changed, its coming slots follow; skipped ones stay skipped', async () => {
    const { schedule } = village();
    const { programme } = await schedule.programmes.create(morning);
    const [first] = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-24' });
    await schedule.slots.skip(first?.id ?? '', actor);
    await schedule.programmes.change(programme.id, { ...morning, title: 'Tin mới', zoneIds: ['xom-dinh'] }, actor);
    const slots = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-25' });
    expect(slots.map(({ title, zoneIds, skipped }) => ({ title, zoneIds, skipped }))).toEqual([
      { title: 'Tin mới', zoneIds: ['xom-dinh'], skipped: true },
      { title: 'Tin mới', zoneIds: ['xom-dinh'], skipped: false },
    ]);
    await schedule.programmes.change(programme.id, { ...morning, rule: { ...morning.rule, time: '07:00' } }, actor);
    const moved = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-24' });
    expect(moved.map((slot) => slot.startsAt)).toEqual(['2026-11-24T00:00:00.000Z']);
  });

  it('removed, its coming slots go and its past ones stay as they were', async () => {
    const { schedule, liveUntil, start, stop } = village();
    const { programme } = await schedule.programmes.create(morning);
    start();
    await liveUntil('2026-11-24T01:00:00Z');
    await schedule.programmes.remove(programme.id, actor);
    stop();
    const slots = await schedule.slots.list({ from: '2026-11-23', to: '2026-12-20' });
    expect(slots.map((slot) => [slot.title, slot.outcome?.kind])).toEqual([['Bản tin sáng', 'aired']]);
  });

  it.each<[string, Partial<ProgrammeInput>, string]>([
    ['on a day that is in no calendar', { rule: { ...morning.rule, date: '2026-02-30' } }, 'schedule.invalid-rule'],
    ['that is over already', { rule: { repeat: 'once', date: '2026-11-23', time: '06:00' } }, 'schedule.never'],
    ['in the night', { rule: { ...morning.rule, time: '03:15' } }, 'schedule.quiet-hours'],
    ['that runs into the night', { rule: { ...morning.rule, time: '21:55' } }, 'schedule.quiet-hours'],
    ['right after the night, unasked', { rule: { ...morning.rule, time: '05:00' } }, 'schedule.near-quiet-hours'],
    ['for a zone that is not there', { zoneIds: ['nowhere'] }, 'zone.not-found'],
    [
      'with a recording that is not there',
      { content: { kind: 'recording', recordingId: 'gone' } },
      'recording.not-found',
    ],
  ])('%s is refused and nothing is kept', async (_name, change, code) => {
    const { schedule } = village();
    await expect(schedule.programmes.create({ ...morning, ...change })).rejects.toMatchObject({ code });
    expect(await schedule.programmes.list()).toEqual([]);
    expect(await schedule.slots.list({ from: '2026-11-23', to: '2026-12-20' })).toEqual([]);
  });

  it('right after the night is kept when the person said yes', async () => {
    const { schedule } = village();
    const rule = { ...morning.rule, time: '05:00' };
    await expect(schedule.programmes.create({ ...morning, rule, nearQuietHours: true })).resolves.toMatchObject({
      clashes: [],
    });
  });

  it('on an output that is taken then is refused, unless one of them yields', async () => {
    const { schedule } = village();
    await schedule.programmes.create(morning);
    const rival = { ...morning, title: 'Ca nhạc', rule: { ...morning.rule, time: '06:05' } };
    await expect(schedule.programmes.create(rival)).rejects.toMatchObject({
      code: 'schedule.conflict',
      params: { title: 'Bản tin sáng' },
    });
    await expect(schedule.programmes.create({ ...rival, zoneIds: ['xom-dinh'] })).resolves.toMatchObject({
      clashes: [],
    });
    const { clashes } = await schedule.programmes.create({ ...rival, title: 'Báo bão', priority: 'priority' });
    expect(clashes).toMatchObject(
      [
        { title: 'Bản tin sáng', yields: 'other' },
        { title: 'Ca nhạc', yields: 'other' },
      ].slice(0, 1),
    );
  });
});

describe('a programme changed in the last seconds before its slot', () => {
  it.each([
    ['removed', (schedule: Schedule, id: string) => schedule.programmes.remove(id, actor)],
    [
      'switched off',
      (schedule: Schedule, id: string) => schedule.programmes.change(id, { ...morning, enabled: false }, actor),
    ],
    [
      'moved to another time',
      (schedule: Schedule, id: string) =>
        schedule.programmes.change(id, { ...morning, rule: { ...morning.rule, time: '07:00' } }, actor),
    ],
  ])('and %s: the slot is skipped by who did it, not lost', async (_how, change) => {
    const { schedule, clock, skipped } = village();
    const { programme } = await schedule.programmes.create(morning);
    const [slot] = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-24' });
    await clock.leap(10 * hour - 5_000);
    // The broadcast has it: its run is on the disk.
    await storage.run(
      `insert into runs (id, slot_id, title, priority, zone_ids, planned_at, alive_at) values ('r', ?, '', 'normal', '[]', 0, 0)`,
      [slot?.id ?? ''],
    );
    await change(schedule, programme.id);
    expect(skipped).toEqual([slot?.id]);
    expect(await schedule.slots.get(slot?.id ?? '')).toMatchObject({ skipped: true });
  });
});

describe('whatever happens to the plan', () => {
  it('what stands in it is handed over, though the plan itself cannot be brought up to date', async () => {
    const { schedule, planner, aired, clock } = village();
    await schedule.programmes.create(morning);
    await storage.run('delete from slots where starts_at > ?', [clock.now() + 100 * hour]); // to be planned anew
    await storage.run(`create trigger full before insert on slots begin select raise(abort, 'disk full'); end`);
    const ending = new AbortController();
    const [run, plan] = [planner.run(ending.signal), planner.keepPlan(ending.signal)].map((loop) =>
      loop.catch((error: unknown) => String(error)),
    );
    await clock.leap(10 * hour - 15_000);
    await clock.advance(5_000);
    expect(aired).toEqual(['2026-11-23T23:00:00.000Z']);
    ending.abort(new Error('stopped'));
    expect(await Promise.all([run, plan])).toEqual([
      expect.stringContaining('stopped'),
      expect.stringContaining('full'),
    ]);
  });

  it('a slot that a killed gateway left on air without a trace still gets its outcome', async () => {
    const { schedule, planner, ended } = village();
    await schedule.programmes.create(morning);
    await storage.run(`update slots set state = 'on-air' where starts_at = ?`, [Date.parse('2026-11-23T23:00:00Z')]);
    await planner.reconcile();
    await planner.reconcile();
    expect(ended).toEqual(['2026-11-23T23:00:00.000Z broadcast.interrupted']);
  });

  it('a hand-over that fails is tried again', async () => {
    const { schedule, planner, aired, clock } = village();
    await schedule.programmes.create(morning);
    await clock.leap(10 * hour - 10_000);
    await storage.run('alter table programmes rename to gone');
    await expect(planner.reconcile()).rejects.toThrow('programmes');
    await storage.run('alter table gone rename to programmes');
    await planner.reconcile();
    await clock.advance(0);
    expect(aired).toHaveLength(1);
  });

  it('a slot skipped in the very moment of its hand-over is not aired', async () => {
    const { schedule, planner, aired, clock } = village();
    await schedule.programmes.create(morning);
    const [slot] = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-24' });
    await planner.reconcile();
    await clock.leap(10 * hour - 10_000);
    await storage.run(`update slots set skipped_by = 'Bà Sáu' where id = ?`, [slot?.id ?? '']);
    await planner.reconcile();
    expect(aired).toEqual([]);
  });
});

describe('a week of the village', () => {
  it('every slot has one outcome, though the gateway was off for days', async () => {
    const first = village();
    await first.schedule.programmes.create(morning);
    first.start();
    await first.liveUntil('2026-11-24T23:10:00Z');
    first.stop();
    await first.clock.leap(60 * hour);
    const second = village(first.clock);
    second.start();
    await second.liveUntil('2026-11-29T00:00:00Z');
    second.stop();
    const slots = await second.schedule.over(0, Date.parse('2026-11-30T00:00:00Z'));
    expect(slots.map((slot) => [slot.startsAt.slice(0, 10), slot.outcome?.code])).toEqual([
      ['2026-11-23', 'broadcast.aired'],
      ['2026-11-24', 'broadcast.aired'],
      ['2026-11-25', 'slot.gateway-off'],
      ['2026-11-26', 'slot.gateway-off'],
      ['2026-11-27', 'broadcast.aired'],
      ['2026-11-28', 'broadcast.aired'],
    ]);
  });

  it('a clock that is set back airs nothing twice', async () => {
    const { schedule, clock, aired, liveUntil, start, stop } = village();
    await schedule.programmes.create(morning);
    start();
    await liveUntil('2026-11-23T23:30:00Z');
    await clock.step(-2 * hour);
    await clock.leap(2 * hour - 40 * 60_000);
    for (let minute = 0; minute < 30; minute++) await clock.leap(60_000);
    expect(aired).toEqual(['2026-11-23T23:00:00.000Z']);
    stop();
  });

  it('while nobody vouches for the clock slots are held, and missed when it takes too long', async () => {
    const { schedule, clock, aired, ended, setTrusted, liveUntil, start, stop } = village();
    await schedule.programmes.create(morning);
    start();
    setTrusted(false);
    await liveUntil('2026-11-23T23:02:00Z');
    expect([aired, ended]).toEqual([[], []]);
    setTrusted(true);
    await clock.advance(2_000);
    expect(ended).toEqual(['2026-11-23T23:00:00.000Z slot.clock-untrusted']);
    stop();
  });

  it('a skip counts, can be taken back before its slot begins, and not after', async () => {
    const { schedule, ended, aired, liveUntil, start, stop, skipped } = village();
    await schedule.programmes.create(morning);
    const [first, second] = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-25' });
    await schedule.slots.skip(first?.id ?? '', actor);
    await schedule.slots.skip(second?.id ?? '', actor);
    await schedule.slots.restore(second?.id ?? '', actor);
    expect(skipped).toEqual([first?.id, second?.id]);
    start();
    await liveUntil('2026-11-25T01:00:00Z');
    expect(ended[0]).toBe('2026-11-23T23:00:00.000Z slot.skipped');
    expect(aired).toEqual(['2026-11-24T23:00:00.000Z']);
    await expect(schedule.slots.restore(first?.id ?? '', actor)).rejects.toMatchObject({ code: 'slot.begun' });
    stop();
  });

  it('a second outcome for a slot is refused by the database itself', async () => {
    const { schedule, clock, liveUntil, start, stop } = village();
    await schedule.programmes.create(morning);
    start();
    await liveUntil('2026-11-23T23:30:00Z');
    stop();
    const [slot] = await schedule.slots.list({ from: '2026-11-24', to: '2026-11-24' });
    const words: OutcomeWords = { kind: 'failed', code: 'x', params: {} };
    const again = storage.transaction((tx) => schedule.end(tx, slot?.id ?? '', words, clock.now()));
    await expect(again).rejects.toThrow('exactly one outcome');
  });

  it('is punctual: a slot is handed over twelve seconds before it starts', async () => {
    const { schedule, clock, aired, start, stop } = village();
    await schedule.programmes.create(morning);
    start();
    await clock.leap(10 * hour - 20_000);
    await clock.advance(8_000 - 1);
    expect(aired).toEqual([]);
    await clock.advance(1);
    expect(aired).toHaveLength(1);
    stop();
  });

  it('an amplifier that takes long to warm up gets its slot so much sooner', async () => {
    const { schedule, clock, aired, start, stop } = village();
    await schedule.programmes.create({ ...morning, zoneIds: ['dau-thon', 'xom-dinh'] });
    start();
    await clock.leap(10 * hour - 60_000);
    await clock.advance(11_000 - 1);
    expect(aired).toEqual([]);
    await clock.advance(1);
    expect(aired).toHaveLength(1);
    stop();
  });
});
