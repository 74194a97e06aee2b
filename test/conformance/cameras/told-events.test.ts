import { expect, test, vi } from 'vitest';
import { createDiaries } from '../../../gateway/src/cameras/events/diaries.ts';
import { createOnvif } from '../../../gateway/src/cameras/onvif/onvif.ts';
import { usualTiming } from '../../../gateway/src/cameras/onvif/timing.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { startCamera, targetOf } from '../../support/cameras.ts';

/** From the wire to what is written down: a camera's notices as the events that people read. */
test('what a camera says over the wire is told as events: once each, whatever it repeats when we begin to listen', async ({
  onTestFinished,
}) => {
  const clock = createSystemClock();
  const camera = await startCamera(onTestFinished);
  const story: string[] = [];
  const diaries = createDiaries(clock, (_id, step) => {
    story.push(step.do === 'end' ? `${step.kind} ended, ${step.ending}` : `${step.kind} ${step.do}s`);
  });
  const stopping = new AbortController();
  // It moves already: known when we come, and no event.
  camera.motion(true);
  const listening = createOnvif({ clock, timing: { ...usualTiming, answerMs: 3_000, pullMs: 4_000 } })
    .listen(
      targetOf(camera),
      {
        onNotice: (notice) => diaries.hear('cong', notice, clock.now()),
        onSilence: (why) => {
          if (why !== null) diaries.fallSilent('cong');
        },
      },
      stopping.signal,
    )
    .catch(() => undefined);
  onTestFinished(async () => {
    stopping.abort(new Error('nobody listens any more'));
    await listening;
  });
  await vi.waitFor(() => expect(camera.openSubscriptions).toBe(1), { timeout: 20_000 });
  camera.motion(false);
  camera.motion(true);
  camera.motion(false);
  camera.motion(true);
  camera.crossLine();
  camera.tamper(true);
  const begun = ['motion begins', 'line-crossed begins', 'tamper begins'];
  await vi.waitFor(() => expect(story).toEqual(begun), { timeout: 10_000 });
  // Its power is gone: nobody knows how long what lasted goes on.
  await camera.suffer({ web: 'refusing' });
  const ended = ['motion ended, unheard', 'line-crossed ended, said', 'tamper ended, unheard'];
  await vi.waitFor(() => expect(story.slice(3)).toEqual(ended), { timeout: 20_000 });
});
