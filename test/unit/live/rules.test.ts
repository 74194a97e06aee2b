import { describe, expect, it } from 'vitest';
import { linkAt } from '../../../gateway/src/live/link.ts';
import { stageAfter, type Stage, type StageEvent } from '../../../gateway/src/live/stage.ts';
import { timeLeft } from '../../../gateway/src/live/time-left.ts';

describe('the line to a speaker', () => {
  const onAir = { openedAt: 0, heardAt: 10_000, onAir: true };

  it.each([
    [10_020, 'there'],
    [10_400, 'away'],
    [12_000, 'away'],
    [12_001, 'lost'],
  ])('on air, last heard at 10 s, is at %i ms %s', (now, link) => {
    expect(linkAt(now, onAir)).toBe(link);
  });

  it.each([
    [9_000, null, 'awaited'],
    [10_001, null, 'lost'],
    [14_000, 5_000, 'away'],
    [15_001, 5_000, 'lost'],
  ])('before the voice is heard, %i ms after it was asked for and last heard at %s, it is %s', (now, heardAt, link) => {
    expect(linkAt(now, { openedAt: 0, heardAt, onAir: false })).toBe(link);
  });
});

describe('a live voice', () => {
  const stages: Stage[] = ['preparing', 'speaking', 'closing', 'over'];
  const events: StageEvent[] = ['turn', 'close', 'end'];

  it('goes from preparing to speaking to closing to over, and never back', () => {
    for (const [index, stage] of stages.entries()) {
      for (const event of events) {
        const to = stageAfter(stage, event);
        if (to) expect(stages.indexOf(to)).toBeGreaterThan(index);
      }
    }
    expect(stageAfter('closing', 'close')).toBe(null);
  });

  it('is over when its broadcast is, whatever it was doing', () => {
    expect(stages.map((stage) => stageAfter(stage, 'end'))).toEqual(['over', 'over', 'over', null]);
  });
});

describe('how long somebody may speak', () => {
  const limits = { longestMinutes: 30, idleSeconds: 90 };
  const at = (now: number, voiceAt: number | null) => timeLeft(now, { onAirAt: 0, voiceAt }, limits);
  const minute = 60_000;

  it('is told a minute before it is over', () => {
    expect(at(28.9 * minute, 28.9 * minute)).toEqual({ kind: 'enough' });
    expect(at(29.5 * minute, 29.5 * minute)).toEqual({
      kind: 'warn',
      reason: { code: 'live.time-up-soon', params: { seconds: 30 } },
    });
    expect(at(30 * minute, 30 * minute)).toMatchObject({ kind: 'close', reason: { code: 'live.time-up' } });
  });

  it('ends when nobody has said anything for a minute and a half, after a word half a minute before', () => {
    expect(at(2 * minute + 59_000, 2 * minute)).toEqual({ kind: 'enough' });
    expect(at(2 * minute + 61_000, 2 * minute)).toMatchObject({ kind: 'warn', reason: { code: 'live.idle-soon' } });
    expect(at(2 * minute + 90_000, 2 * minute)).toMatchObject({ kind: 'close', reason: { code: 'live.idle' } });
  });

  it('tells who never spoke from who had finished', () => {
    expect(at(90_000, null)).toMatchObject({ kind: 'close', reason: { code: 'live.nothing-said' } });
  });
});
