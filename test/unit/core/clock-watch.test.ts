import { describe, expect, it } from 'vitest';
import { createClockWatch } from '../../../gateway/src/core/clock/clock-watch.ts';
import type { ClockEvidence } from '../../../gateway/src/core/clock/trust.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

async function watched(evidence: ClockEvidence | null, confirmedByPerson = false) {
  const clock = createFakeClock();
  const watch = createClockWatch({
    clock,
    log: quietLog,
    findEvidence: () => Promise.resolve(evidence),
    confirmedByPerson,
  });
  const steps: number[] = [];
  watch.onStep((stepMs) => steps.push(stepMs));
  await watch.start();
  return { clock, watch, steps };
}

describe('the trusted clock', () => {
  it('believes a clock that NTP vouches for', async () => {
    const { watch } = await watched('ntp');
    expect(watch.trust()).toEqual({ trusted: true, reason: 'ntp' });
  });

  it('does not believe a clock that nothing vouches for, until a person does', async () => {
    const { watch } = await watched(null);
    expect(watch.trust()).toEqual({ trusted: false, reason: 'unverified' });
    watch.confirm();
    expect(watch.trust()).toEqual({ trusted: true, reason: 'person' });
  });

  it.each([45_000, -45_000, 3_600_000, -7_200_000, 259_200_000])(
    'sees a step of %i ms, and holds the schedule until the clock settles',
    async (stepMs) => {
      const { clock, watch, steps } = await watched('rtc');
      await clock.advance(5_000);
      await clock.step(stepMs);
      await clock.advance(1_000);
      expect(steps).toEqual([stepMs]);
      expect(watch.trust()).toEqual({ trusted: false, reason: 'stepped' });
      await clock.advance(10_000);
      expect(watch.trust()).toEqual({ trusted: true, reason: 'rtc' });
    },
  );

  it('knows of a step as soon as anybody asks, before its own second is round', async () => {
    const { clock, watch, steps } = await watched('ntp');
    await clock.step(3_600_000);
    expect(watch.trust()).toEqual({ trusted: false, reason: 'stepped' });
    expect(steps).toEqual([3_600_000]);
  });

  it('does not believe a clock of 1970, even with a chip, and does once NTP has set it', async () => {
    const clock = createFakeClock('1970-01-01T00:00:30Z');
    const findEvidence = () => Promise.resolve('rtc' as const);
    const watch = createClockWatch({ clock, log: quietLog, findEvidence, confirmedByPerson: false });
    await watch.start();
    expect(watch.trust().trusted).toBe(false);
    await clock.step(Date.parse('2026-11-23T22:00:00Z') - clock.now());
    await clock.advance(12_000);
    expect(watch.trust()).toEqual({ trusted: true, reason: 'rtc' });
  });

  it('does not mind the small corrections of NTP', async () => {
    const { clock, watch, steps } = await watched('ntp');
    for (let n = 0; n < 20; n++) {
      await clock.step(400);
      await clock.advance(1_000);
    }
    expect(steps).toEqual([]);
    expect(watch.trust().trusted).toBe(true);
  });
});
