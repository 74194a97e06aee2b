import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import type { ChangeEvents, Rule } from '../../gateway/src/contract/index.ts';
import { createChanges } from '../../gateway/src/core/changes.ts';
import { createPlanner } from '../../gateway/src/schedule/planner.ts';
import { createSchedule } from '../../gateway/src/schedule/schedule-service.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { quietLog } from '../support/quiet-log.ts';
import { temporaryStorage } from '../support/storage.ts';

/**
 * What a second of the schedule costs the main thread in a village with 100 programmes, on a real database: a second in
 * which nothing is due, one after somebody changed something (the open slots are read again), one that hands a slot
 * over; and what planning all of it anew costs, once an hour. The limit for the ordinary second is 1 ms.
 */
const limitMs = 1;
const rounds = 2_000;
const timeZone = 'Asia/Ho_Chi_Minh';
const head = { login: 'truong-thon', name: 'Ông Tư', roles: ['head' as const] };
const two = (value: number) => String(value).padStart(2, '0');

function ruleOf(n: number): Rule {
  const base = { date: '2026-11-24', times: [`${two(6 + (n % 15))}:${two((n * 9) % 60)}`] };
  if (n % 10 === 0) return { ...base, repeat: 'lunar-monthly', lunar: { days: [1, 15] } };
  if (n % 3 === 0) return { ...base, repeat: 'weekly', weekdays: ['mo', 'we', 'fr'] };
  return { ...base, repeat: 'daily' };
}

it('a second of the schedule', async () => {
  const storage = await temporaryStorage();
  // Each programme has a zone and an output of its own: nothing clashes, as in a village with many corners.
  const zones = Array.from({ length: 100 }, (_, n) => ({
    id: `zone-${n}`,
    name: `Cụm ${n}`,
    outputId: `output-${n}`,
    warmupMs: 3_000,
    quietHours: { from: '22:00', to: '05:00' },
    minutesPerDay: n % 4 === 0 ? 120 : null,
  }));
  for (const { id } of zones) {
    await storage.run(
      `insert into zones (id, name, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to)
       values (?, ?, 0, 3000, 20000, '22:00', '05:00')`,
      [id, id],
    );
  }
  const clock = createFakeClock('2026-11-23T13:00:00Z', () => storage.get('select 1'));
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  let handedOver = 0;
  const schedule = createSchedule({
    storage,
    clock,
    changes: createChanges<ChangeEvents>(),
    timeZone,
    trust: () => ({ trusted: true, reason: 'ntp' }),
    zone: (id) => byId.get(id),
    content: { describe: () => Promise.resolve({ title: 'tin', durationMs: 600_000, problem: null }) },
    overlays: () => [],
    airedMs: () => Promise.resolve(new Map<string, number>()),
    equipment: () => Promise.resolve(null),
    mayApprove: () => true,
    onApproval: () => Promise.resolve(),
    onSkip: () => undefined,
    onWithdraw: () => undefined,
    onReplan: () => planner.refresh(),
  });
  const planner = createPlanner({
    clock,
    log: quietLog,
    trust: () => ({ trusted: true, reason: 'ntp' }),
    schedule,
    air: () => handedOver++,
    takeBack: () => undefined,
    silence: () => undefined,
    patienceMs: 600_000,
    end: () => Promise.resolve(),
  });
  for (let n = 0; n < 100; n++) {
    await schedule.programmes.create(
      {
        title: `Chương trình ${n}`,
        kind: 'bulletin',
        content: { kind: 'recording', recordingId: 'tin' },
        zoneIds: [`zone-${n}`],
        priority: 'normal',
        rule: ruleOf(n),
      },
      head,
    );
  }
  const rows = (await schedule.openBefore(Number.MAX_SAFE_INTEGER)).length;

  const quiet = await busyMs(rounds, () => planner.reconcile());
  const changed = await busyMs(50, () => {
    planner.refresh();
    return planner.reconcile();
  });
  await clock.leap((11 * 60 + 9) * 60_000 - 5_000); // to just before 07:09
  const due = await busyMs(1, () => planner.reconcile());
  const hourly = await busyMs(5, () => schedule.replan());
  expect(handedOver).toBeGreaterThan(0);

  const row = (ms: number) => ({
    'ms of the main thread': Number(ms.toFixed(4)),
    'of the 1 ms limit': `${((ms / limitMs) * 100).toFixed(1)} %`,
  });
  console.table({
    [`nothing due (${rows} open slots)`]: row(quiet),
    'something changed: read again': row(changed),
    [`${handedOver} slot(s) handed over`]: row(due),
    'planned anew, once an hour': row(hourly),
  });
});

/** How long the event loop was busy for one run of `work`, in the middle of many; waiting for the disk is not counted. */
async function busyMs(times: number, work: () => Promise<void>): Promise<number> {
  const busy: number[] = [];
  for (let n = 0; n < times; n++) {
    const before = performance.eventLoopUtilization();
    const began = performance.now();
    await work();
    const took = performance.now() - began;
    const { active, idle } = performance.eventLoopUtilization(before);
    busy.push(idle === 0 ? took : Math.min(took, active));
  }
  return busy.sort((a, b) => a - b)[Math.floor(busy.length / 2)] ?? Number.NaN;
}
