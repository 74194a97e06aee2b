import { expect, test } from 'vitest';
import type { ChangeEvents, Slot } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createVillage } from '../../../gateway/src/village/village-service.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { slot, zone } from '../../support/fake-services.ts';
import { quietLog } from '../../support/quiet-log.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A village in which all is well but for the slots in `over`. */
function villageWith(over: Slot[]) {
  const clock = createFakeClock(slot.startsAt);
  const changes = createChanges<ChangeEvents>();
  const asked = { times: 0, fails: false };
  const trusted = { trusted: true, reason: 'ntp' } as const;
  const village = createVillage({
    id: 'thon-ngot',
    timeZone: 'Asia/Ho_Chi_Minh',
    version: '0.1.0',
    settings: { get: async () => null, set: async () => undefined },
    clock,
    log: quietLog,
    changes,
    trust: () => trusted,
    confirmClock: async () => undefined,
    facts: async () => ({
      clockTrusted: true,
      mqttConnected: true,
      ffmpegPresent: true,
      airedSoundFault: null,
      httpsProblem: null,
      zones: [zone],
      relays: [],
      isAwaited: () => false,
      buttons: [],
      outputs: [],
      downLoops: [],
      silentStations: [],
      preflight: null,
      alerts: [],
      cameras: [],
    }),
    async lately() {
      asked.times += 1;
      if (asked.fails) throw new Error('the disk is gone');
      return over.filter(({ startsAt }) => Date.parse(startsAt) >= clock.now() - dayMs);
    },
  });
  return { village, clock, changes, asked, colour: () => village.get().light.colour };
}

function missed(startsAt: string): Slot {
  return {
    ...slot,
    startsAt,
    state: 'ended',
    outcome: { kind: 'missed', code: 'slot.late', params: {}, at: startsAt },
  };
}

test('what failed in the last day is on the light from the start, and leaves it a day later', async () => {
  const { village, clock, colour } = villageWith([missed(slot.startsAt)]);
  await village.start();
  expect(colour()).toBe('amber');
  await clock.leap(dayMs - minuteMs);
  expect(colour()).toBe('amber');
  await clock.advance(2 * minuteMs);
  expect(colour()).toBe('green');
});

test('a slot that fails is on the light within a second', async () => {
  const over: Slot[] = [];
  const { village, clock, changes, colour } = villageWith(over);
  await village.start();
  await clock.advance(10_000);
  expect(colour()).toBe('green');
  over.push(missed(slot.startsAt));
  changes.emit('slot.changed', missed(slot.startsAt));
  await clock.advance(1_000);
  expect(colour()).toBe('amber');
});

test('the slots of a day are not read again while none of them comes to its end', async () => {
  const { village, clock, changes, asked } = villageWith([]);
  await village.start();
  changes.emit('slot.changed', { ...slot, state: 'on-air' });
  await clock.advance(59_000);
  expect(asked.times).toBe(1);
  await clock.advance(1_000);
  expect(asked.times).toBe(2);
});

test('what could not be read is read a second later', async () => {
  const { village, clock, asked, colour } = villageWith([missed(slot.startsAt)]);
  asked.fails = true;
  await village.start();
  asked.fails = false;
  await clock.advance(1_000);
  expect(colour()).toBe('amber');
});

test('once stopped it looks at nothing', async () => {
  const { village, clock, asked } = villageWith([]);
  await village.start();
  village.stop();
  await clock.advance(5 * minuteMs);
  expect(asked.times).toBe(1);
});
