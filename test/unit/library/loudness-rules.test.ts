import { describe, expect, it } from 'vitest';
import {
  highestTruePeakDb,
  isLevel,
  nextStep,
  targetLufs,
  type Attempt,
  type Level,
} from '../../../gateway/src/library/loudness-rules.ts';

/** Levels a made-up piece of sound as the gateway does, and says what came of it. */
function levelling(input: Level, machine: (gainDb: number, ceilingDb: number) => Level): Attempt[] {
  const attempts: Attempt[] = [];
  for (let next = nextStep(input, attempts); !next.done; next = nextStep(input, attempts)) {
    const { gainDb, ceilingDb } = next;
    attempts.push({ gainDb, ceilingDb, result: machine(gainDb, ceilingDb) });
  }
  return attempts;
}

const linear =
  (input: Level) =>
  (gainDb: number, ceilingDb: number): Level => ({
    lufs: input.lufs + gainDb,
    truePeakDb: Math.min(input.truePeakDb + gainDb, ceilingDb),
  });

describe('levelling', () => {
  it('of a plain piece takes one pass', () => {
    const input = { lufs: -27.3, truePeakDb: -16 };
    const attempts = levelling(input, linear(input));
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.result.lufs).toBeCloseTo(targetLufs);
  });

  it('asks for more gain when the limiter took some of it', () => {
    const input = { lufs: -20, truePeakDb: 0 };
    const attempts = levelling(input, (gainDb, ceilingDb) => ({ lufs: -20 + gainDb * 0.6, truePeakDb: ceilingDb }));
    expect(isLevel(attempts.at(-1)?.result ?? input)).toBe(true);
    expect(attempts.length).toBeLessThanOrEqual(4);
  });

  it('lowers the ceiling when the wave rises above it between the samples', () => {
    const input = { lufs: -18, truePeakDb: 0.7 };
    const attempts = levelling(input, (gainDb, ceilingDb) => ({ lufs: -18 + gainDb, truePeakDb: ceilingDb + 1.1 }));
    expect(attempts.at(-1)?.result.truePeakDb).toBeLessThanOrEqual(highestTruePeakDb);
    expect(attempts).toHaveLength(2);
  });

  it('gives up in the end on clicks that no gain makes louder, and never calls them level', () => {
    const input = { lufs: -27, truePeakDb: 0 };
    const attempts = levelling(input, (_, ceilingDb) => ({ lufs: -28.7, truePeakDb: ceilingDb }));
    expect(attempts.length).toBeLessThanOrEqual(7);
    expect(isLevel(attempts.at(-1)?.result ?? input)).toBe(false);
  });

  it('ends level for every mixture of loudness and stubbornness', () => {
    for (let lufs = -58; lufs <= 3; lufs += 7) {
      for (const slope of [1, 0.8, 0.5, 0.35]) {
        for (const between of [0, 0.4, 1.3]) {
          const attempts = levelling({ lufs, truePeakDb: 0 }, (gainDb, ceilingDb) => {
            const wanted = lufs + gainDb;
            const limited = wanted > -20 ? -20 + (wanted + 20) * slope : wanted;
            return { lufs: limited, truePeakDb: ceilingDb + between };
          });
          expect(isLevel(attempts.at(-1)?.result ?? { lufs, truePeakDb: 0 })).toBe(true);
        }
      }
    }
  });
});

it('a piece is level within half a unit and below the highest peak, and not else', () => {
  expect(isLevel({ lufs: -16.5, truePeakDb: -1.5 })).toBe(true);
  expect(isLevel({ lufs: -16.6, truePeakDb: -3 })).toBe(false);
  expect(isLevel({ lufs: -16, truePeakDb: -1.4 })).toBe(false);
});
