import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { signalUnder } from '../../../gateway/src/core/signal-under.ts';

test('it ends with the signal above it, for the same reason', () => {
  const above = new AbortController();
  const under = signalUnder(above.signal);
  above.abort(new Error('the gateway stops'));
  expect(under.signal.reason).toEqual(new Error('the gateway stops'));
  expect(signalUnder(above.signal).signal.reason).toEqual(new Error('the gateway stops'));
});

test('it may end by itself, and the one above goes on', () => {
  const above = new AbortController();
  const under = signalUnder(above.signal);
  under.abort(new Error('late'));
  expect([under.signal.aborted, above.signal.aborted]).toEqual([true, false]);
});

test('of a thousand that were let go nothing stays', () => {
  const above = new AbortController();
  for (let n = 0; n < 1_000; n++) signalUnder(above.signal).letGo();
  expect(getEventListeners(above.signal, 'abort')).toEqual([]);
});
