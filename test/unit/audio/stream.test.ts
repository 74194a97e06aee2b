import { describe, expect, test } from 'vitest';
import { createStream } from '../../../gateway/src/audio/stream.ts';
import { createStreamLine } from '../../../gateway/src/audio/stream-line.ts';
import type { Reason } from '../../../gateway/src/contract/index.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const constant = (value: number, ms: number) => new Int16Array(48 * ms).fill(value);

describe('the line of a stream', () => {
  test('is silence at the pace of the clock while nothing is due', () => {
    const line = createStreamLine(1_000);
    expect(line.due(1_100)).toEqual(constant(0, 100));
    expect(line.due(1_100)).toEqual(new Int16Array(0));
    expect(line.due(1_350).length).toBe(250 * 48);
  });

  test('carries what comes in bursts evenly, and no sample of it is lost', () => {
    const line = createStreamLine(0);
    const heard: number[] = [];
    for (let now = 0; now <= 4_000; now += 100) {
      if (now >= 500 && now < 2_500 && now % 500 === 0) line.put(constant(now, 500), now);
      heard.push(...line.due(now));
    }
    const first = heard.findIndex((sample) => sample !== 0);
    expect(first / 48).toBeGreaterThanOrEqual(1_200);
    expect(heard.slice(first, first + 2_000 * 48)).toEqual([
      ...constant(500, 500),
      ...constant(1_000, 500),
      ...constant(1_500, 500),
      ...constant(2_000, 500),
    ]);
    expect(heard.slice(first + 2_000 * 48).every((sample) => sample === 0)).toBe(true);
  });

  test('does not make up what was due while the world stood still, nor hold more than ten seconds', () => {
    const line = createStreamLine(0);
    for (let i = 0; i < 40; i++) line.put(constant(i, 500), 0);
    expect(line.due(60_000).length).toBe(2_000 * 48);
    expect(line.due(75_000).length).toBe(2_000 * 48);
  });
});

/** A stream whose encoder is a fake: what it is given is counted, what it makes is told by hand. */
function openStream() {
  const clock = createFakeClock();
  const faults: (string | null)[] = [];
  const encoders: { frames: number; ended: boolean; make: (bytes: Buffer) => void; die: (why: AppError) => void }[] =
    [];
  const stream = createStream({
    clock,
    coder: {
      encodeStream(make) {
        let die: (why: AppError | null) => void = () => undefined;
        const over = new Promise<AppError | null>((resolve) => (die = resolve));
        const encoder = { frames: 0, ended: false, make, die };
        encoders.push(encoder);
        return {
          over,
          write(samples) {
            encoder.frames += samples.length;
            return true;
          },
          end() {
            encoder.ended = true;
            die(null);
          },
        };
      },
    },
    onFault: (fault: Reason | null) => faults.push(fault?.code ?? null),
  });
  return { clock, faults, encoders, stream };
}

describe('a stream', () => {
  test('is encoded only while somebody listens', async () => {
    const { clock, encoders, stream } = openStream();
    stream.put(constant(1, 500));
    await clock.advance(1_000);
    expect(encoders).toEqual([]);
    const [one, other] = [stream.listen(), stream.listen()];
    await clock.advance(1_000);
    expect(encoders).toHaveLength(1);
    expect(encoders[0]?.frames).toBe(48_000);
    one.destroy();
    await clock.advance(1_000);
    expect(encoders[0]?.ended).toBe(false);
    other.destroy();
    await clock.advance(1_000);
    expect(encoders[0]?.ended).toBe(true);
    expect(encoders).toHaveLength(1);
  });

  test('lets go of who is too slow, and of nobody else', async () => {
    const { clock, encoders, stream } = openStream();
    const [slow, quick] = [stream.listen(), stream.listen()];
    quick.resume();
    await clock.advance(100);
    for (let i = 0; i < 20; i++) {
      encoders[0]?.make(Buffer.alloc(8_000));
      await clock.advance(100);
    }
    expect(slow.destroyed).toBe(true);
    expect(quick.destroyed).toBe(false);
  });

  test('has room for so many and refuses the next', () => {
    const { stream } = openStream();
    const all = Array.from({ length: 32 }, () => stream.listen());
    expect(() => stream.listen()).toThrow(expect.objectContaining({ code: 'stream.too-many', status: 503 }) as Error);
    stream.close();
    expect(all.every(({ destroyed }) => destroyed)).toBe(true);
  });

  test('whose encoder dies says so, and goes on for the same listeners with another', async () => {
    const { clock, encoders, faults, stream } = openStream();
    const listener = stream.listen().resume();
    await clock.advance(100);
    encoders[0]?.die(new AppError('media.ffmpeg-missing', 503, 'gone'));
    await clock.advance(500);
    expect(faults).toEqual(['media.ffmpeg-missing']);
    await clock.advance(2_000);
    expect(encoders).toHaveLength(2);
    encoders[1]?.make(Buffer.alloc(100));
    expect(faults.at(-1)).toBeNull();
    expect(listener.destroyed).toBe(false);
  });
});
