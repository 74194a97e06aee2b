import { beforeEach, describe, expect, it } from 'vitest';
import type { Missed } from '../../../gateway/src/contract/index.ts';
import { at, furnish, head, hourMs, minuteMs, morning, openVillage, song } from '../../support/schedule-village.ts';
import { temporaryStorage, type WatchedStorage } from '../../support/storage.ts';

let storage: WatchedStorage;
beforeEach(async () => {
  storage = await temporaryStorage();
  await furnish(storage);
});

/** The village with the morning bulletin and that policy, living until an instant of 24 November; then its power fails. */
async function cutAt(time: string, policy: Missed['policy'], withinMinutes = 15) {
  const village = await openVillage(storage);
  await village.schedule.programmes.create({ ...morning, missed: { policy, withinMinutes } }, head);
  village.start();
  await village.liveUntil(at('2026-11-24', time));
  return village;
}

/** The next process on the same disk, from an instant of 24 November on, for half an hour. */
async function backAt(time: string) {
  const village = await openVillage(storage, { now: at('2026-11-24', time) });
  village.start();
  await village.liveUntil(at('2026-11-24', time) + 30 * minuteMs);
  village.stop();
  return village;
}

const policies = ['skip', 'catch-up', 'resume', 'restart'] as const;

describe('a start that was missed while the gateway was off', () => {
  it.each(policies)('by a programme that says %s', async (policy) => {
    await cutAt('05:00:00', policy);
    const { heard, slotOn } = await backAt('06:10:00');
    const { outcome } = await slotOn('2026-11-24');
    if (policy === 'skip') {
      expect(heard).toEqual([]);
      expect(outcome).toMatchObject({ kind: 'missed', code: 'slot.gateway-off' });
    } else {
      expect(heard).toEqual([expect.stringMatching(/^06:10:0\d tin on loa-1$/)]);
      expect(outcome).toMatchObject({ kind: 'aired', code: 'broadcast.made-up' });
      expect(Math.abs(Number(outcome?.params.lateSeconds) - 604)).toBeLessThan(5);
    }
  });

  it.each(policies)('too long ago stays missed, whatever it says (%s)', async (policy) => {
    await cutAt('05:00:00', policy);
    const { heard, outcomes } = await backAt('06:15:02');
    expect(heard).toEqual([]);
    expect(await outcomes()).toEqual(['24 06:00 slot.gateway-off']);
  });

  it('by less than a minute is made up by every programme, and nobody speaks of it', async () => {
    await cutAt('05:00:00', 'skip');
    const { heard, outcomes } = await backAt('06:00:40');
    expect(heard).toHaveLength(1);
    expect(await outcomes()).toEqual(['24 06:00 broadcast.aired']);
  });

  it('is made up once, though the gateway is started again and again', async () => {
    await cutAt('05:00:00', 'catch-up', 60);
    expect((await backAt('06:10:00')).heard).toHaveLength(1);
    expect((await backAt('06:41:00')).heard).toEqual([]);
    const { outcomes } = await backAt('07:12:00');
    expect(await outcomes()).toEqual(['24 06:00 broadcast.made-up']);
  });

  it('is not made up in the night', async () => {
    const village = await openVillage(storage);
    const rule = { ...morning.rule, times: ['21:25'] };
    const missed = { policy: 'catch-up', withinMinutes: 120 } as const;
    await village.schedule.programmes.create({ ...morning, rule, missed, nearQuietHours: true }, head);
    const { heard, slotOn } = await backAt('22:10:00');
    expect(heard).toEqual([]);
    expect((await slotOn('2026-11-24')).outcome?.kind).toBe('quiet-hours');
  });
});

describe('what a power cut broke off', () => {
  it.each([
    ['skip', [], '24 06:00 broadcast.interrupted'],
    ['catch-up', [], '24 06:00 broadcast.interrupted'],
    ['resume', [/^06:07:\d\d tin on loa-1 from 00:04:00$/], '24 06:00 broadcast.resumed'],
    ['restart', [/^06:07:\d\d tin on loa-1$/], '24 06:00 broadcast.made-up'],
  ] as const)('by a programme that says %s', async (policy, lines, outcome) => {
    await cutAt('06:04:04', policy);
    const { heard, outcomes } = await backAt('06:07:00');
    expect(heard).toEqual(lines.map((line) => expect.stringMatching(line) as unknown));
    expect(await outcomes()).toEqual([outcome]);
  });

  it('too long ago is over, with what was heard of it', async () => {
    await cutAt('06:04:04', 'resume', 2);
    const { heard, slotOn } = await backAt('06:20:00');
    expect(heard).toEqual([]);
    expect((await slotOn('2026-11-24')).outcome).toMatchObject({
      kind: 'aired-partly',
      code: 'broadcast.interrupted',
      params: { airedSeconds: 240 },
    });
  });

  it('goes on once; broken off again it is over, with one outcome', async () => {
    await cutAt('06:04:04', 'resume');
    const second = await openVillage(storage, { now: at('2026-11-24', '06:06:00') });
    second.start();
    await second.liveUntil(at('2026-11-24', '06:08:00'));
    expect(second.heard).toHaveLength(1);
    const { heard, outcomes, airLog } = await backAt('06:09:00');
    expect(heard).toEqual([]);
    expect(await outcomes()).toEqual(['24 06:00 broadcast.interrupted']);
    // The log has both parts, each as it was.
    expect((await airLog.list({})).items).toHaveLength(2);
  });

  it('and is skipped before it goes on stays silent, with what was heard of it', async () => {
    await cutAt('06:04:04', 'resume');
    const third = await openVillage(storage, { now: at('2026-11-24', '06:06:00') });
    const slot = await third.slotOn('2026-11-24');
    expect(slot.state).toBe('planned');
    await third.schedule.slots.skip(slot.id, head);
    third.start();
    await third.liveUntil(at('2026-11-24', '06:30:00'));
    third.stop();
    expect(third.heard).toEqual([]);
    expect(await third.outcomes()).toEqual(['24 06:00 broadcast.interrupted']);
  });

  it('may not be moved or get another content any more', async () => {
    await cutAt('06:04:04', 'resume');
    const { slotOn, schedule } = await openVillage(storage, { now: at('2026-11-24', '06:06:00') });
    const { id } = await slotOn('2026-11-24');
    const later = new Date(at('2026-11-24', '09:00:00')).toISOString();
    await expect(schedule.slots.move(id, { startsAt: later }, head)).rejects.toMatchObject({ code: 'slot.begun' });
    await expect(schedule.slots.replace(id, song, head)).rejects.toMatchObject({ code: 'slot.begun' });
  });
});

describe('a clock that is set', () => {
  it.each([
    ['skip', [], '24 06:00 slot.clock-untrusted'],
    ['catch-up', [/^06:05:1\d tin on loa-1$/], '24 06:00 broadcast.made-up'],
  ] as const)('over a slot: a programme that says %s', async (policy, lines, outcome) => {
    const village = await cutAt('05:55:00', policy);
    await village.clock.step(10 * minuteMs);
    await village.liveUntil(at('2026-11-24', '06:40:00'));
    village.stop();
    expect(village.heard).toEqual(lines.map((line) => expect.stringMatching(line) as unknown));
    expect(await village.outcomes()).toEqual([outcome]);
  });

  it('back over what was aired airs nothing twice', async () => {
    const village = await cutAt('06:30:00', 'restart', 720);
    await village.clock.step(-2 * hourMs);
    await village.liveUntil(at('2026-11-24', '06:40:00'));
    village.stop();
    expect(village.heard).toEqual(['06:00:00 tin on loa-1']);
    expect(await village.outcomes()).toEqual(['24 06:00 broadcast.aired']);
  });

  it.each([-45_000, -10 * minuteMs, -hourMs])(
    'back by %i ms between hand-over and first sample: the slot is taken back and airs once, when it is time',
    async (stepMs) => {
      const village = await cutAt('05:59:54', 'catch-up');
      await village.clock.step(stepMs);
      await village.liveUntil(at('2026-11-24', '06:20:00'));
      village.stop();
      expect(village.heard).toEqual(['06:00:00 tin on loa-1']);
      expect(await village.outcomes()).toEqual(['24 06:00 broadcast.aired']);
    },
  );

  it('ahead by days: what it jumped over was missed, what comes then airs', async () => {
    const village = await cutAt('05:00:00', 'catch-up', 5);
    await village.clock.step(72 * hourMs);
    await village.liveUntil(at('2026-11-27', '06:20:00'));
    village.stop();
    expect(village.heard).toEqual(['06:00:00 tin on loa-1']);
    expect(await village.outcomes()).toEqual([
      '24 06:00 slot.clock-untrusted',
      '25 06:00 slot.clock-untrusted',
      '26 06:00 slot.clock-untrusted',
      '27 06:00 broadcast.aired',
    ]);
  });
});

describe('a clock that is set wrong, and right again', () => {
  it('three days ahead for half a minute: no morning is lost', async () => {
    const village = await cutAt('05:00:00', 'catch-up', 5);
    await village.clock.step(72 * hourMs);
    await village.clock.advance(30_000);
    await village.clock.step(-72 * hourMs);
    await village.liveUntil(at('2026-11-28', '06:20:00'));
    village.stop();
    expect(village.heard).toHaveLength(5);
    expect(new Set((await village.outcomes()).map((line) => line.slice(9)))).toEqual(new Set(['broadcast.aired']));
  });

  it('a month ahead at a boot, until the network says better: no morning is lost', async () => {
    const first = await cutAt('06:30:00', 'catch-up', 5);
    first.stop();
    const village = await openVillage(storage, { now: at('2026-12-24', '05:01:00'), evidence: 'rtc' });
    village.start();
    await village.clock.advance(5 * minuteMs);
    await village.clock.step(at('2026-11-24', '08:00:00') - village.clock.now());
    await village.liveUntil(at('2026-12-04', '06:20:00'));
    village.stop();
    expect(village.heard).toHaveLength(10);
    expect(await village.outcomes()).toHaveLength(11);
  });

  it('a slot it jumped over says meanwhile that this is being decided', async () => {
    const village = await cutAt('05:00:00', 'skip');
    await village.clock.step(72 * hourMs);
    await village.clock.advance(60_000);
    const { id } = await village.slotOn('2026-11-25');
    const { steps } = await village.schedule.slots.why(id);
    expect(steps.find(({ step }) => step === 'clock')).toMatchObject({
      verdict: 'warning',
      reason: { code: 'why.past-its-time' },
    });
  });
});

describe('a clock that nobody vouches for', () => {
  it.each([
    ['skip', [], '24 06:00 slot.clock-untrusted'],
    ['catch-up', [/^06:05:\d\d tin on loa-1$/], '24 06:00 broadcast.made-up'],
  ] as const)('holds every slot until it is trusted; then a programme that says %s', async (policy, lines, outcome) => {
    const village = await cutAt('05:55:00', policy);
    village.machine.evidence = null;
    await village.clock.advance(31_000);
    await village.liveUntil(at('2026-11-24', '06:05:00'));
    expect([village.heard, await village.outcomes()]).toEqual([[], []]);
    village.machine.evidence = 'rtc';
    await village.liveUntil(at('2026-11-24', '06:30:00'));
    village.stop();
    expect(village.heard).toEqual(lines.map((line) => expect.stringMatching(line) as unknown));
    expect(await village.outcomes()).toEqual([outcome]);
  });

  it('since a boot in 1970: when the time has come over the network, the slot of just now is made up, once', async () => {
    await cutAt('05:00:00', 'catch-up');
    const village = await openVillage(storage, { now: 0, evidence: null });
    village.start();
    await village.clock.advance(60_000);
    village.machine.evidence = 'ntp';
    await village.clock.step(at('2026-11-24', '06:08:00') - village.clock.now());
    await village.liveUntil(at('2026-11-24', '06:40:00'));
    village.stop();
    expect(village.heard).toEqual([expect.stringMatching(/^06:08:\d\d tin on loa-1$/)]);
    expect(await village.outcomes()).toEqual(['24 06:00 broadcast.made-up']);
  });
});
