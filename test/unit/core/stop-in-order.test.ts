import { expect, it } from 'vitest';
import { longestStepMs, stopInOrder } from '../../../gateway/src/core/stop-in-order.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

it('a part that hangs or breaks keeps no other from stopping, and the gateway from ending', async () => {
  const clock = createFakeClock();
  const story: string[] = [];
  const stopped = stopInOrder(
    [
      () => Promise.reject(new Error('broken')),
      () => {
        throw new Error('broken at once');
      },
      () => new Promise<void>(() => undefined),
      () => void story.push('amplifiers off'),
    ],
    { clock, log: quietLog },
  ).then(() => story.push('ended'));
  await clock.advance(longestStepMs - 1);
  expect(story).toEqual([]);
  await clock.advance(1);
  await stopped;
  expect(story).toEqual(['amplifiers off', 'ended']);
});
