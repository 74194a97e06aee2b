import { describe, expect, test, vi } from 'vitest';
import type { CameraNotice } from '../../../gateway/src/cameras/onvif/notices.ts';
import { createOnvif } from '../../../gateway/src/cameras/onvif/onvif.ts';
import { cameraTrouble, type CameraVerdict } from '../../../gateway/src/cameras/onvif/verdict.ts';
import { usualTiming } from '../../../gateway/src/cameras/onvif/timing.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import type { SimulatedCamera } from '../../../gateway/src/simulator/cameras/simulated-camera.ts';
import { startCamera, targetOf } from '../../support/cameras.ts';
import type { AtTheEnd } from '../../support/gateway-process.ts';

/** What cameras notice, heard over the wire; most of the time here is waiting. */
vi.setConfig({ maxConcurrency: 20 });

const clock = createSystemClock();
/** A village's hours in seconds. */
const timing = { ...usualTiming, answerMs: 3_000, pullMs: 4_000 };

/** Listens until the test is over, and gives everything that was heard and how sure that is. */
function listenTo(camera: SimulatedCamera, atTheEnd: AtTheEnd) {
  const notices: string[] = [];
  const silences: (CameraVerdict | null)[] = [];
  const stopping = new AbortController();
  const ended = createOnvif({ clock, timing })
    .listen(
      targetOf(camera),
      {
        onNotice: ({ what, on }: CameraNotice) => notices.push(`${what} ${on ? 'begins' : 'is over'}`),
        onSilence: (why) => silences.push(why),
      },
      stopping.signal,
    )
    .catch((error: unknown) => error);
  const stop = async (why = new Error('nobody listens any more')) => {
    stopping.abort(why);
    return ended;
  };
  atTheEnd(async () => {
    await stop();
  });
  return { notices, silences, stop, ended };
}

const listens = (camera: SimulatedCamera) =>
  vi.waitFor(() => expect(camera.openSubscriptions).toBe(1), { timeout: 20_000 });
const times = (camera: SimulatedCamera, action: string) => camera.asked.filter((each) => each.action === action).length;

test.concurrent.for([false, true])(
  'motion, a covered lens and a crossed line are heard as they happen (told apart by reference: %s)',
  async (subscriptionsByReference, { onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { subscriptionsByReference });
    const { notices } = listenTo(camera, onTestFinished);
    await listens(camera);
    camera.motion(true);
    camera.motion(false);
    camera.tamper(true);
    camera.crossLine();
    const heard = ['motion begins', 'motion is over', 'tamper begins', 'line-crossed begins'];
    await vi.waitFor(() => expect(notices).toEqual(heard), { timeout: 5_000 });
  },
);

test.concurrent('who stops listening gives the place back', async ({ onTestFinished }) => {
  const camera = await startCamera(onTestFinished);
  for (let round = 0; round < 6; round++) {
    const { stop } = listenTo(camera, onTestFinished);
    await listens(camera);
    await stop();
    expect(camera.openSubscriptions).toBe(0);
  }
});

test.concurrent('who stops at whatever moment leaves no place taken', async ({ onTestFinished }) => {
  const camera = await startCamera(onTestFinished);
  await camera.suffer({ slowMs: 20 });
  for (let ms = 0; ms < 200; ms += 9) {
    const { stop } = listenTo(camera, onTestFinished);
    await clock.sleep(ms);
    await stop();
    expect(camera.openSubscriptions).toBe(0);
  }
});

test.concurrent('a camera that never says that nothing happens is heard on and on', async ({ onTestFinished }) => {
  const camera = await startCamera(onTestFinished);
  const { notices, silences } = listenTo(camera, onTestFinished);
  await listens(camera);
  // Two pulls in which nothing happened.
  await vi.waitFor(() => expect(times(camera, 'PullMessages')).toBe(3), { timeout: 15_000 });
  expect(silences).toEqual([null, null]);
  camera.motion(true);
  await vi.waitFor(() => expect(notices).toEqual(['motion begins']), { timeout: 5_000 });
});

describe('a camera that', () => {
  test.concurrent(
    'answers at once though nothing happened is asked once a second, and heard',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished);
      await camera.suffer({ events: 'hasty' });
      const { notices } = listenTo(camera, onTestFinished);
      await clock.sleep(4_500);
      expect(times(camera, 'PullMessages')).toBeLessThanOrEqual(5);
      camera.motion(true);
      await vi.waitFor(() => expect(notices).toEqual(['motion begins']), { timeout: 5_000 });
    },
  );

  test.concurrent(
    'refuses to be pulled is asked ever less often, and nobody believes its silence',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished);
      await camera.suffer({ events: 'refuses-pull' });
      const { silences, notices } = listenTo(camera, onTestFinished);
      await clock.sleep(8_000);
      // At 0, 1, 3 and 7 s; the package alone asked 182 times a second.
      expect(times(camera, 'PullMessages')).toBeLessThanOrEqual(4);
      expect(silences.at(-1)).toBe('unsupported');
      expect(camera.openSubscriptions).toBe(0);
      await camera.recover();
      await listens(camera);
      camera.motion(true);
      await vi.waitFor(() => expect(notices).toEqual(['motion begins']), { timeout: 20_000 });
      await vi.waitFor(() => expect(silences.at(-1)).toBe(null));
    },
  );

  test.concurrent('refuses to be listened to once is heard later', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    await camera.suffer({ events: 'refuses-create' });
    const { silences, notices } = listenTo(camera, onTestFinished);
    await vi.waitFor(() => expect(silences.slice(0, 2)).toEqual(['unsupported', 'unsupported']), { timeout: 5_000 });
    await camera.recover();
    await listens(camera);
    camera.motion(true);
    await vi.waitFor(() => expect(notices).toEqual(['motion begins']), { timeout: 5_000 });
  });

  test.concurrent('freezes is noticed after a pull and an answer', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const { silences } = listenTo(camera, onTestFinished);
    await listens(camera);
    await camera.suffer({ events: 'mute', web: 'mute' });
    const begun = clock.monotonic();
    await vi.waitFor(() => expect(silences.at(-1)).toBe('timed-out'), { timeout: 15_000 });
    // What was under way may still be answered; what is asked after it is not.
    expect(clock.monotonic() - begun).toBeLessThan(2 * timing.pullMs + timing.answerMs + 3_000);
  });

  test.concurrent('restarts is heard again, with its clock in the year 2000', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const { notices } = listenTo(camera, onTestFinished);
    await listens(camera);
    camera.reboot();
    expect(camera.openSubscriptions).toBe(0);
    await vi.waitFor(() => expect(camera.openSubscriptions).toBe(1), { timeout: 15_000 });
    camera.motion(true);
    await vi.waitFor(() => expect(notices).toEqual(['motion begins']), { timeout: 5_000 });
    expect(camera.failedLogins).toBe(0);
  });

  test.concurrent('has another password by now is asked with the old one once', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { password: 'moi-2026' });
    const onvif = createOnvif({ clock, timing });
    const silences: (CameraVerdict | null)[] = [];
    const login = { username: 'admin', password: 'cu-2025' };
    const heard = { onNotice: () => undefined, onSilence: (why: CameraVerdict | null) => silences.push(why) };
    const listening = onvif.listen(targetOf(camera, { login }), heard, new AbortController().signal);
    await expect(listening).rejects.toMatchObject({ code: 'camera.wrong-password' });
    expect(silences).toEqual(['wrong-password']);
    expect(camera.failedLogins).toBe(1);
  });

  test.concurrent(
    'is given another password while it is heard is asked with the old one once',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished);
      const { ended } = listenTo(camera, onTestFinished);
      await listens(camera);
      camera.changePassword('moi-2026');
      expect(await ended).toMatchObject({ code: 'camera.wrong-password' });
      expect(camera.failedLogins).toBe(1);
    },
  );

  test.concurrent('refused the login to somebody else is not even given the place back', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const listening = listenTo(camera, onTestFinished);
    await listens(camera);
    camera.changePassword('moi-2026');
    const refusal = cameraTrouble('wrong-password', '');
    expect(await listening.stop(refusal)).toBe(refusal);
    expect(camera.failedLogins).toBe(0);
  });

  test.concurrent('has no place left says so, and is heard when there is one', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { subscriptionSlots: 1 });
    const first = listenTo(camera, onTestFinished);
    await listens(camera);
    const second = listenTo(camera, onTestFinished);
    await vi.waitFor(() => expect(second.silences.at(-1)).toBe('unsupported'), { timeout: 5_000 });
    await first.stop();
    await listens(camera);
    camera.motion(true);
    await vi.waitFor(() => expect(second.notices).toEqual(['motion begins']), { timeout: 20_000 });
  });
});
