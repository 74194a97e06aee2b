import { expect, it } from 'vitest';
import { airWhenLookedAt } from '../../../gateway/src/simulator/air-when-looked-at.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

it('a demo whose broadcast is refused while an all-clear sounds goes on, and airs it later', async () => {
  const clock = createFakeClock();
  const ending = new AbortController();
  const story: string[] = [];
  let refusing = true;
  const demo = airWhenLookedAt({
    clock,
    panels: () => Promise.resolve(1),
    airSoon: () => {
      if (refusing) return Promise.reject(new Error('an emergency sounds'));
      story.push('aired');
      return Promise.resolve();
    },
    onRefused: (error) => story.push(`refused: ${(error as Error).message}`),
    signal: ending.signal,
  });
  await clock.advance(3_000);
  expect(story).toEqual(['refused: an emergency sounds']);
  refusing = false;
  await clock.advance(60_000);
  expect(story).toEqual(['refused: an emergency sounds', 'aired']);
  ending.abort(new Error('over'));
  await clock.advance(1_000);
  await demo;
});
