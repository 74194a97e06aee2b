import { describe, expect, test } from 'vitest';
import { createTape } from '../../../gateway/src/audio/tape.ts';

const block = (value: number) => new Int16Array(480).fill(value);
const wallAt = (frame: number) => 1_000 + frame / 48;
const short = (taped: ReturnType<ReturnType<typeof createTape>['cut']>) =>
  taped.map(({ at, samples }) => [at, samples.length / 48, samples[0], samples.at(-1)]);

/** Writes blocks of 10 ms from `from` ms on, each with its own value. */
function write(tape: ReturnType<typeof createTape>, fromMs: number, values: readonly (number | null)[]): void {
  values.forEach((value, i) => tape.wrote(value === null ? null : block(value), (fromMs + 10 * i) * 48));
}

describe('the tape of an output', () => {
  test('holds what was played, half a second at a time, and when', () => {
    const tape = createTape();
    write(
      tape,
      0,
      Array.from({ length: 120 }, (_, i) => i),
    );
    expect(short(tape.playedUpTo(400 * 48, wallAt))).toEqual([]);
    expect(short(tape.playedUpTo(1_100 * 48, wallAt))).toEqual([
      [1_000, 500, 0, 49],
      [1_500, 500, 50, 99],
    ]);
    expect(short(tape.playedUpTo(1_200 * 48, wallAt))).toEqual([[2_000, 200, 100, 119]]);
    expect(short(tape.playedUpTo(9_000 * 48, wallAt))).toEqual([]);
  });

  test('leaves out the silence between two programmes', () => {
    const tape = createTape();
    write(tape, 0, [1, 2, null, null, 3, 4]);
    expect(short(tape.playedUpTo(60 * 48, wallAt))).toEqual([
      [1_000, 20, 1, 2],
      [1_040, 20, 3, 4],
    ]);
  });

  test('holds nothing that was written and never sounded', () => {
    const tape = createTape();
    write(tape, 0, [1, 2, 3, 4]);
    tape.playedUpTo(20 * 48, wallAt);
    expect(short(tape.cut())).toEqual([[1_000, 20, 1, 2]]);
    expect(tape.cut()).toEqual([]);
    expect(tape.playedUpTo(1e9, wallAt)).toEqual([]);
  });

  test('holds the part of a block that was played, and the rest of it later', () => {
    const tape = createTape();
    write(tape, 0, [1, 2]);
    expect(tape.playedUpTo(15.5 * 48, wallAt)).toEqual([]);
    expect(short(tape.playedUpTo(20 * 48, wallAt))).toEqual([[1_000, 20, 1, 2]]);
    write(tape, 20, [3, 4]);
    tape.playedUpTo(35 * 48, wallAt);
    expect(short(tape.cut())).toEqual([[1_020, 15, 3, 4]]);
  });

  test('believes the later word where something was written again', () => {
    const tape = createTape();
    write(tape, 0, [1, 2, 3, 4]);
    tape.wrote(block(9), 25 * 48);
    tape.wrote(null, 35 * 48);
    const [{ samples } = { samples: new Int16Array() }] = tape.playedUpTo(60 * 48, wallAt);
    expect(samples.length).toBe(35 * 48);
    expect([5, 15, 22, 27].map((ms) => samples[ms * 48])).toEqual([1, 2, 3, 9]);
  });
});
