import { expect, test } from 'vitest';
import { chooseProfiles, warningsOf } from '../../../gateway/src/cameras/choose-profiles.ts';
import { profile } from '../../support/fake-onvif.ts';

const none = { monitorProfile: null, viewProfile: null };
const main = profile('main', { width: 1920, height: 1080 });
const sub = profile('sub');
const tiny = profile('tiny', { width: 176, height: 144 });
const tokens = (chosen: ReturnType<typeof chooseProfiles>) => chosen && [chosen.monitor.token, chosen.view.token];

test('the small stream is watched all the time and the large one is for looking closely, in whatever order they come', () => {
  expect(tokens(chooseProfiles([main, sub], none))).toEqual(['sub', 'main']);
  expect(tokens(chooseProfiles([sub, main], none))).toEqual(['sub', 'main']);
});

test('a stamp on which nobody can be told apart is not watched where there is a better one', () => {
  expect(tokens(chooseProfiles([main, tiny, sub], none))).toEqual(['sub', 'main']);
  expect(tokens(chooseProfiles([tiny], none))).toEqual(['tiny', 'tiny']);
});

test('what a person chose is kept, as long as the camera has it', () => {
  expect(tokens(chooseProfiles([main, sub], { monitorProfile: 'main', viewProfile: 'sub' }))).toEqual(['main', 'sub']);
  expect(tokens(chooseProfiles([main, sub], { monitorProfile: 'gone', viewProfile: 'gone' }))).toEqual(['sub', 'main']);
});

test('a stream that browsers cannot show is chosen only where there is no other, and is warned of', () => {
  const hevc = profile('main', { encoding: 'H265', width: 2560, height: 1440 });
  const chosen = chooseProfiles([hevc, sub], none);
  expect(tokens(chosen)).toEqual(['sub', 'sub']);
  // Not "it has only one": the larger one has to be set otherwise.
  expect(chosen && warningsOf(chosen, null)).toEqual([
    { code: 'camera.warning-codec', params: { stream: 'main', codec: 'H265' } },
  ]);

  const only = chooseProfiles([hevc], none);
  if (!only) throw new Error('nothing chosen');
  expect(warningsOf(only, null).map(({ code }) => code)).toContain('camera.warning-codec');
});

test('eight thousand dots across are not fetched for a phone where there is a smaller picture', () => {
  const huge = profile('huge', { width: 7680, height: 4320 });
  expect(tokens(chooseProfiles([huge, main, sub], none))).toEqual(['sub', 'main']);
});

test('a long group of pictures is warned of, by what is measured rather than by what is said', () => {
  const chosen = { monitor: profile('sub', { gop: 150, fps: 15 }), view: main, unshown: null };
  expect(warningsOf(chosen, null)).toEqual([{ code: 'camera.warning-gop', params: { stream: 'sub', seconds: 10 } }]);
  const reading = { codec: 'avc1.64001e', width: 640, height: 360, fps: 15, kbps: 500, gopSeconds: 2 };
  expect(warningsOf(chosen, reading)).toEqual([]);
});

test('a camera without streams has none to choose', () => {
  expect(chooseProfiles([], none)).toBeNull();
});
