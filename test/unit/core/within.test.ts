import { expect, test } from 'vitest';
import { within } from '../../../gateway/src/core/within.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const late = new Error('late');
const forever = (until: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    until.addEventListener('abort', () => reject(until.reason as Error));
  });

test('what is done in time is not disturbed', async () => {
  const clock = createFakeClock();
  await expect(within(clock, { ms: 1_000, late }, new AbortController().signal, async () => 7)).resolves.toBe(7);
});

test('what takes too long is told so, with the reason that was given', async () => {
  const clock = createFakeClock();
  const trial = within(clock, { ms: 1_000, late }, new AbortController().signal, forever);
  trial.catch(() => undefined);
  await clock.advance(1_000);
  await expect(trial).rejects.toBe(late);
});

test('who asked may take it back before', async () => {
  const clock = createFakeClock();
  const asker = new AbortController();
  const trial = within(clock, { ms: 1_000, late }, asker.signal, forever);
  const gone = new Error('gone');
  asker.abort(gone);
  await expect(trial).rejects.toBe(gone);
});
