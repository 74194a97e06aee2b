import { describe, expect, it } from 'vitest';
import { createTalkQuota } from '../../../gateway/src/mqtt/talk-quota.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const limits = { messagesPerSecond: 10, messageSeconds: 2, bytesPerSecond: 1_000, byteSeconds: 5 };

function createTalk() {
  const clock = createFakeClock();
  const quota = createTalkQuota(clock, limits);
  /** How many of so many are passed on. */
  const say = (count: number, bytes: number, who = 'loa') =>
    Array.from({ length: count }, () => quota.admit(who, bytes)).filter(Boolean).length;
  return { clock, quota, say };
}

describe('what a device says', () => {
  it('is passed on, two seconds of talk at once, then so many a second', async () => {
    const { clock, say } = createTalk();
    expect(say(50, 10)).toBe(20);
    await clock.advance(1_000);
    expect(say(50, 10)).toBe(10);
    await clock.advance(3_600_000);
    expect(say(50, 10)).toBe(20);
  });

  it('is passed on whatever others say', () => {
    const { say } = createTalk();
    say(50, 10, 'thief');
    expect(say(1, 10)).toBe(1);
  });

  it('is passed on though it is long, but not one long message after the other', async () => {
    const { clock, say } = createTalk();
    expect(say(3, 8_000)).toBe(1);
    await clock.advance(2_000);
    expect(say(1, 8_000)).toBe(0);
    await clock.advance(1_100);
    expect(say(3, 8_000)).toBe(1);
  });

  it('is passed on when it is a mere state, whatever it said before', () => {
    const { say } = createTalk();
    say(1, 500_000);
    expect(say(1, 200)).toBe(1);
  });

  it('is answered half a second later when it is too much', async () => {
    const { clock, quota } = createTalk();
    const story: string[] = [];
    quota.later(() => story.push('one'));
    quota.later(() => story.push('two'));
    await clock.advance(499);
    expect(story).toEqual([]);
    await clock.advance(1);
    expect(story).toEqual(['one', 'two']);
    quota.later(() => story.push('three'));
    await clock.advance(500);
    expect(story).toEqual(['one', 'two', 'three']);
  });
});
