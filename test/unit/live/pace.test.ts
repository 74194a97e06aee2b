import { describe, expect, it } from 'vitest';
import { createPace } from '../../../gateway/src/live/pace.ts';

/** What a stream of frames is judged to be; `at` says when the nth comes, `captured` when it was taken. */
function judge(frames: number, at: (n: number) => number, captured = (n: number) => 20 * n) {
  const pace = createPace();
  for (let number = 0; number < frames; number++) {
    const offence = pace.judge({ number, capturedAt: captured(number) }, at(number));
    if (offence) return { offence, number };
  }
  return null;
}

describe('the pace of a voice', () => {
  it('may be off by what a cheap crystal is, for an hour', () => {
    expect(
      judge(
        180_000,
        (n) => 20 * n * 1.0001,
        (n) => 20 * n * 0.9999,
      ),
    ).toBe(null);
  });

  it('may stand still for two seconds and bring everything at once, again and again', () => {
    expect(judge(3_000, (n) => 2_000 * Math.ceil(n / 100))).toBe(null);
  });

  it('is a flood at three times real time, within seconds', () => {
    expect(judge(3_000, (n) => (20 * n) / 3)).toMatchObject({ offence: 'live.too-fast' });
  });

  it('is a flood when everything comes at once', () => {
    expect(judge(1_000, () => 0)).toEqual({ offence: 'live.too-fast', number: 200 });
  });

  it('is wrong when 44.1 kHz are sent as 48', () => {
    const frameOf441 = 960 / 44.1;
    expect(
      judge(
        1_000,
        (n) => frameOf441 * n,
        (n) => frameOf441 * n,
      ),
    ).toMatchObject({ offence: 'live.wrong-rate' });
  });

  it('is wrong when time runs backwards', () => {
    expect(
      judge(
        10,
        (n) => 20 * n,
        (n) => -20 * n,
      ),
    ).toMatchObject({ offence: 'live.wrong-rate', number: 1 });
  });
});
