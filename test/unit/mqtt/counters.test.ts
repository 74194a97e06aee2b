import { describe, expect, it } from 'vitest';
import type { Logger } from '../../../gateway/src/core/log.ts';
import { createConnectionGate } from '../../../gateway/src/mqtt/connection-gate.ts';
import { createRefusals } from '../../../gateway/src/mqtt/refusals.ts';
import { createRetainedQuota } from '../../../gateway/src/mqtt/retained-quota.ts';
import { createSubscriptionQuota } from '../../../gateway/src/mqtt/subscription-quota.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('the gate', () => {
  it('lets a few in from each address and many in all', () => {
    const gate = createConnectionGate({ total: 3, perAddress: 2 });
    expect(gate.enter('10.0.0.5')).toBe(true);
    expect(gate.enter('10.0.0.5')).toBe(true);
    expect(gate.enter('10.0.0.5')).toBe(false);
    expect(gate.enter('10.0.0.6')).toBe(true);
    expect(gate.enter('10.0.0.7')).toBe(false);
    gate.leave('10.0.0.5');
    expect(gate.enter('10.0.0.7')).toBe(true);
  });

  it("never keeps the gateway's own line out", () => {
    const gate = createConnectionGate({ total: 0, perAddress: 0 });
    expect(gate.enter('127.0.0.1')).toBe(true);
    gate.leave('127.0.0.1');
    expect(gate.enter('10.0.0.5')).toBe(false);
  });
});

describe('the quota of retained topics', () => {
  it('refuses a new topic when it is full, and none that is kept already', () => {
    const quota = createRetainedQuota(2);
    expect(quota.admit('loa-01', 'a', 'x')).toBe(true);
    expect(quota.admit('loa-01', 'b', 'x')).toBe(true);
    expect(quota.admit('loa-01', 'c', 'x')).toBe(false);
    expect(quota.admit('loa-01', 'a', 'y')).toBe(true);
    expect(quota.admit('loa-02', 'c', 'x')).toBe(true);
  });

  it('has room again when a topic is cleared', () => {
    const quota = createRetainedQuota(1);
    quota.admit('loa-01', 'a', 'x');
    expect(quota.admit('loa-01', 'a', '')).toBe(true);
    expect(quota.admit('loa-01', 'b', 'x')).toBe(true);
  });

  it('names what is to be cleared when an account goes', () => {
    const quota = createRetainedQuota(5);
    quota.admit('loa-01', 'a', 'x');
    quota.admit('loa-01', 'b', 'x');
    expect(quota.forget('loa-01')).toEqual(['a', 'b']);
    expect(quota.forget('loa-01')).toEqual([]);
  });
});

describe('the quota of subscriptions', () => {
  it('refuses one too many of a connection, and none that it has already', () => {
    const quota = createSubscriptionQuota(2);
    const [mine, another] = [{}, {}];
    expect(['a', 'b', 'c', 'a'].map((filter) => quota.admit(mine, filter))).toEqual([true, true, false, true]);
    expect(quota.admit(another, 'c')).toBe(true);
    quota.release(mine, ['b', 'never']);
    expect(quota.admit(mine, 'c')).toBe(true);
  });
});

describe('refusals', () => {
  it('are all counted, and told once a minute for each who and what', async () => {
    const clock = createFakeClock();
    const told: unknown[] = [];
    const log = { warn: (facts: unknown) => told.push(facts) } as unknown as Logger;
    const refusals = createRefusals({ clock, log });
    for (let n = 0; n < 100; n++) refusals.note('publish', 'loa-01', { topic: 'x' });
    refusals.note('login', '10.0.0.5');
    expect(told).toEqual([
      { what: 'publish', who: 'loa-01', count: 1, topic: 'x' },
      { what: 'login', who: '10.0.0.5', count: 1 },
    ]);
    await clock.advance(60_000);
    refusals.note('publish', 'loa-01', { topic: 'x' });
    expect(told[2]).toMatchObject({ what: 'publish', count: 101 });
    expect(refusals.counts()).toEqual({ publish: 101, login: 1 });
  });

  it('tell no more than the beginning of what a stranger said', () => {
    const told: Record<string, unknown>[] = [];
    const log = { warn: (facts: Record<string, unknown>) => told.push(facts) } as unknown as Logger;
    const refusals = createRefusals({ clock: createFakeClock(), log });
    refusals.note('publish', 'x'.repeat(60_000), { topic: 'y'.repeat(60_000), reason: undefined });
    expect(JSON.stringify(told).length).toBeLessThan(400);
    expect(told[0]?.['topic']).toMatch(/^y+…$/);
  });
});
