import { getEventListeners } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { send } from '../../../../gateway/src/cameras/onvif/send.ts';
import { createSystemClock } from '../../../../gateway/src/core/clock/system-clock.ts';
import { collectGarbage } from '../../../support/collect-garbage.ts';

test('however often a mute camera is asked, nothing of it stays with whoever asked', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void mute.close());
  await new Promise((resolve) => mute.once('listening', resolve));
  const { port } = mute.address() as AddressInfo;
  const clock = createSystemClock();
  const { signal } = new AbortController();
  const ask = () =>
    send(clock, { method: 'GET', host: '127.0.0.1', port, path: '/', headers: {}, deadlineMs: 100 }, signal);

  // A question of one part of the post while another part waits for an answer.
  const asked = [ask(), ask(), ask()].map((one) => one.catch((error: unknown) => error));
  expect(getEventListeners(signal, 'abort')).toHaveLength(3);
  await collectGarbage();
  await Promise.all(asked);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
