import { describe, expect, it } from 'vitest';
import type { Clock } from '../../gateway/src/core/clock/clock.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createFakeClock } from '../support/fake-clock.ts';

interface Bench {
  readonly clock: Clock;
  /** Lets that much time pass. */
  pass(ms: number): Promise<void>;
}

const benches: Record<string, () => Bench> = {
  'the system clock': () => {
    const clock = createSystemClock();
    return { clock, pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
  },
  'the fake clock': () => {
    const clock = createFakeClock();
    return { clock, pass: (ms) => clock.advance(ms) };
  },
};

describe.each(Object.entries(benches))('%s', (_name, open) => {
  it('sleeps as long as it was told', async () => {
    const { clock, pass } = open();
    const before = clock.monotonic();
    let woken = false;
    const sleep = clock.sleep(40).then(() => (woken = true));
    expect(woken).toBe(false);
    await pass(60);
    await sleep;
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(39);
  });

  it('ends a sleep with the reason when it is called off', async () => {
    const { clock } = open();
    const calledOff = new AbortController();
    const sleep = clock.sleep(60_000, calledOff.signal);
    calledOff.abort(new Error('called off'));
    await expect(sleep).rejects.toThrow('called off');
  });

  it('does not begin a sleep that was called off before', async () => {
    const { clock } = open();
    await expect(clock.sleep(60_000, AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
  });

  it('wakes once at an instant, and at once when the instant has passed', async () => {
    const { clock, pass } = open();
    const began = clock.now();
    const woken: string[] = [];
    let soonAt = 0;
    clock.wakeAt(began + 60, () => {
      woken.push('soon');
      soonAt = clock.now();
    });
    clock.wakeAt(began - 5_000, () => woken.push('past'));
    const cancel = clock.wakeAt(began + 30, () => woken.push('cancelled'));
    cancel();
    for (let waited = 0; woken.length < 2 && waited < 5_000; waited += 20) await pass(20);
    await pass(100);
    // On a busy machine both may be due at once, and then their order is nobody's promise.
    expect(woken.sort()).toEqual(['past', 'soon']);
    expect(soonAt).toBeGreaterThanOrEqual(began + 60);
  });

  it('ticks until it is told to stop', async () => {
    const { clock, pass } = open();
    let ticks = 0;
    const stop = clock.every(20, () => ticks++);
    await pass(110);
    stop();
    const counted = ticks;
    expect(counted).toBeGreaterThanOrEqual(3);
    await pass(60);
    expect(ticks).toBe(counted);
  });
});
