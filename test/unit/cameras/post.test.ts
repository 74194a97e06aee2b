import { afterEach, expect, test } from 'vitest';
import { unreadable, type CameraRow, type Stood } from '../../../gateway/src/cameras/camera-store.ts';
import { cameraTrouble } from '../../../gateway/src/cameras/onvif/verdict.ts';
import { createPost, postTiming } from '../../../gateway/src/cameras/post.ts';
import type { Locate } from '../../../gateway/src/cameras/whereabouts.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { fakeCamera, fakeStreams } from '../../support/fake-onvif.ts';

const row: CameraRow = {
  ...{ id: 'cong-thon', name: 'Cổng thôn', host: '192.168.1.64', port: 80, path: null, username: 'admin' },
  ...{ monitorProfile: null, viewProfile: null, place: null, zoneIds: [], cabinet: null, maintenance: false },
  ...{ password: 'thon-ngot-2026', learnt: null, stood: null },
};
const { signal } = new AbortController();
const flowing = { kind: 'stream', fps: 15, kbps: 500, promised: { fps: 15, kbps: 512 } } as const;
const reading = { codec: 'avc1.64001e', width: 640, height: 360, fps: 15, kbps: 500, gopSeconds: 2 };

const ends: AbortController[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end.abort(new Error('test over'));
});

/** A post at work before a camera and its stream. */
function atWork(change: Partial<CameraRow> = {}, locate: Locate = async (host) => host) {
  const clock = createFakeClock('2026-11-24T01:00:00.000Z');
  const { camera, onvif } = fakeCamera();
  const { watched, refused, streams } = fakeStreams();
  const stood: Stood[] = [];
  let told = 0;
  const post = createPost(
    { ...row, ...change },
    {
      ...{ clock, onvif, streams, locate, timing: postTiming },
      changed: () => told++,
      learnt: (learnt) => (post.row = { ...post.row, learnt }),
      stood: (one) => {
        stood.push(one);
        post.row = { ...post.row, stood: one };
      },
      noticed: () => undefined,
      silent: () => undefined,
    },
  );
  const end = new AbortController();
  ends.push(end);
  const running = post.run(end.signal).catch((error: unknown) => error);
  /** So many seconds of a stream that is well. */
  async function flow(seconds: number) {
    for (let second = 0; second < seconds; second++) {
      watched.at(-1)?.listener.onFinding(flowing);
      watched.at(-1)?.listener.onReading(reading);
      await clock.advance(1_000);
    }
  }
  return { clock, camera, watched, refused, post, stood, end, running, flow, told: () => told };
}

test('a camera that answers is followed by its small stream, and is online when pictures come', async () => {
  const { clock, watched, post, flow } = atWork();
  await clock.advance(0);
  expect(watched.map(({ source }) => source.uri)).toEqual(['rtsp://192.168.1.64:554/sub']);
  expect(post.view()).toMatchObject({
    status: 'unknown',
    live: false,
    facts: { firmware: '2.800' },
    hasPassword: true,
  });

  await flow(4);
  expect(post.view()).toMatchObject({ status: 'online', cause: null, live: true, stream: { fps: 15 } });
  expect(JSON.stringify(post.view())).not.toContain('thon-ngot-2026');
});

test('a wrong password is tried exactly once, until half an hour has passed or a person says that it was put right', async () => {
  const { clock, camera, watched, post } = atWork();
  camera.trouble = 'wrong-password';
  await clock.advance(29 * 60_000);
  expect(camera.logins).toHaveLength(1);
  expect(watched).toHaveLength(0);
  expect(post.view()).toMatchObject({ status: 'locked', cause: 'wrong-password' });

  await clock.advance(2 * 60_000);
  expect(camera.logins).toHaveLength(2);

  camera.trouble = null;
  await post.check(signal);
  expect(camera.story.at(-1)).toBe('reach again');
  await clock.advance(0);
  expect(watched).toHaveLength(1);
});

test('a password that the stream refuses is not tried over ONVIF either', async () => {
  const { clock, camera, watched, post } = atWork();
  await clock.advance(0);
  watched[0]?.fail(cameraTrouble('wrong-password', '192.168.1.64:554'));
  await clock.advance(60_000);
  expect(post.view()).toMatchObject({ status: 'locked', cause: 'wrong-password' });
  expect(watched).toHaveLength(1);
  expect(camera.story.filter((line) => line !== 'drift')).toEqual(['reach']);
  const asked = camera.story.length;
  await clock.advance(60_000);
  expect(camera.story).toHaveLength(asked);
});

test('a picture that flows is not cut off because the login is refused, but not fetched anew with it either', async () => {
  const { clock, camera, watched, flow } = atWork();
  await flow(5);
  camera.trouble = 'wrong-password';
  // Everything is asked anew after ten minutes.
  await flow(11 * 60);
  expect(watched[0]?.over).toBe(false);
  watched[0]?.listener.onReading(null);
  await clock.advance(5_000);
  expect(watched.map(({ over }) => over)).toEqual([true]);
});

test('after a power cut a camera that sends before it answers is watched by what was learnt of it', async () => {
  const before = atWork();
  await before.clock.advance(0);
  const { learnt } = before.post.row;

  const { clock, camera, watched, post, flow } = atWork({ learnt });
  camera.trouble = 'timed-out';
  await clock.advance(0);
  expect(watched.map(({ source }) => source.uri)).toEqual(['rtsp://192.168.1.64:554/sub']);
  await flow(20);
  expect(post.view()).toMatchObject({ status: 'degraded', cause: 'timed-out', live: true });
});

test('"since 08:13" outlives a restart of the gateway', async () => {
  const since = '2026-11-23T18:13:00.000Z';
  const { clock, camera, post, stood } = atWork({ stood: { status: 'offline', cause: 'unreachable', since } });
  camera.trouble = 'unreachable';
  await clock.advance(90_000);
  expect(post.view()).toMatchObject({ status: 'offline', cause: 'unreachable', since });
  expect(stood.map((one) => one.since)).toEqual([since]);
});

test('a camera that dies is offline within a minute, and comes back by itself', async () => {
  const { clock, camera, watched, post, flow } = atWork();
  await flow(5);
  camera.trouble = 'unreachable';
  watched[0]?.listener.onReading(null);
  await clock.advance(60_000);
  expect(post.view()).toMatchObject({ status: 'offline', cause: 'unreachable', live: false, stream: null });

  camera.trouble = null;
  await clock.advance(15_000);
  await flow(5);
  expect(post.view()).toMatchObject({ status: 'online', live: true });
});

test('a camera whose stream breaks off is asked at once whether it is there', async () => {
  const { clock, camera, watched, post, flow } = atWork();
  await clock.advance(0);
  await flow(4);
  camera.trouble = 'refused';
  camera.story.length = 0;
  watched[0]?.listener.onReading(null);
  await clock.advance(0);
  expect(camera.story).toEqual(['drift']);
  await clock.advance(11_000);
  expect(post.view()).toMatchObject({ status: 'offline', cause: 'refused' });
});

test('frames and pictures that come all the time are told every ten seconds, a change of the status at once', async () => {
  const { flow, told } = atWork();
  await flow(5);
  const before = told();
  await flow(60);
  expect(told() - before).toBeLessThanOrEqual(7);
});

test('an address that no camera can have any more is the camera unreachable, not the gateway broken', async () => {
  const forbidden = new AppError('camera.address-forbidden', 422, 'on the internet');
  const { clock, camera, post, end, running } = atWork({}, () => Promise.reject(forbidden));
  await clock.advance(90_000);
  expect(camera.story).toEqual([]);
  expect(post.view()).toMatchObject({ status: 'offline', cause: 'unreachable' });
  const over = new Error('over');
  end.abort(over);
  await expect(running).resolves.toBe(over);
});

test('a password that cannot be read any more is not tried, and said to be wrong', async () => {
  const { clock, camera, post } = atWork({ password: unreadable });
  await clock.advance(90_000);
  expect(camera.story).toEqual([]);
  expect(post.view()).toMatchObject({ status: 'locked', cause: 'wrong-password', hasPassword: true });
});

test('a login that was refused is not tried again because the gateway was restarted', async () => {
  const stood = { status: 'locked', cause: 'wrong-password', since: '2026-11-24T00:50:00.000Z' } as const;
  const { clock, camera, post } = atWork({ stood });
  expect(post.view()).toMatchObject({ status: 'locked', cause: 'wrong-password', since: stood.since });
  await clock.advance(19 * 60_000);
  expect(camera.logins).toHaveLength(0);
  await clock.advance(2 * 60_000);
  expect(camera.logins).toHaveLength(1);
});

test('half an hour after a refusal the camera is asked first, and its stream is not tried beside that', async () => {
  const { clock, camera, watched } = atWork();
  await clock.advance(0);
  watched[0]?.fail(cameraTrouble('wrong-password', '192.168.1.64:554'));
  camera.trouble = 'wrong-password';
  await clock.advance(31 * 60_000);
  expect(camera.logins).toHaveLength(2);
  expect(watched).toHaveLength(1);

  camera.trouble = null;
  await clock.advance(31 * 60_000);
  expect(watched).toHaveLength(2);
});

test('a camera whose ONVIF is gone shows its pictures again half an hour after a refusal', async () => {
  const { clock, camera, watched } = atWork();
  await clock.advance(0);
  watched[0]?.fail(cameraTrouble('wrong-password', '192.168.1.64:554'));
  camera.trouble = 'unreachable';
  await clock.advance(31 * 60_000);
  expect(watched).toHaveLength(2);
});

test('nobody who looks closely or turns a camera tries a login that was refused', async () => {
  const { clock, camera, watched, post } = atWork();
  await clock.advance(0);
  expect(post.closeSource()?.uri).toBe('rtsp://192.168.1.64:554/main');
  watched[0]?.fail(cameraTrouble('wrong-password', '192.168.1.64:554'));
  await clock.advance(0);
  expect(post.closeSource()).toBeNull();
  await expect(post.use(signal, async () => 1)).rejects.toMatchObject({
    code: 'camera.wrong-password',
  });
  expect(camera.logins).toHaveLength(1);
});

const refusal = cameraTrouble('wrong-password', '192.168.1.64:80');
test.each<[string, (at: ReturnType<typeof atWork>) => unknown]>([
  ['by its events', ({ camera }) => camera.failListening(refusal)],
  ['when everything is asked anew', ({ camera, post }) => ((camera.trouble = 'wrong-password'), post.check(signal))],
  ['to somebody who turns it', ({ post }) => post.use(signal, () => Promise.reject(refusal)).catch(() => undefined)],
  ['to somebody who looks closely', ({ watched }) => watched[0]?.listener.onRefused('wrong-password')],
])('a password that was changed in the camera and is refused %s is said by nobody else', async (_by, refuse) => {
  const village = atWork();
  const { clock, camera, watched, refused, post, flow } = village;
  await flow(5);
  expect(post.view()).toMatchObject({ status: 'online' });
  await refuse(village);
  await flow(1);
  expect(post.view()).toMatchObject({ status: 'locked', cause: 'wrong-password', events: 'unknown' });
  expect(camera.listener).toBeNull();
  expect(refused.map(({ uri }) => uri)).toEqual(['rtsp://192.168.1.64:554/sub']);
  // What flows may flow on, until it breaks off.
  expect(watched.map(({ over }) => over)).toEqual([false]);
  watched[0]?.listener.onReading(null);
  const asked = camera.story.length;
  await clock.advance(29 * 60_000);
  expect(watched.map(({ over }) => over)).toEqual([true]);
  expect(camera.story).toHaveLength(asked);
});

test('an answer that was on its way when the login was refused does not let it in again', async () => {
  const { camera, post, flow, clock } = atWork();
  await flow(14);
  let answer = (): void => undefined;
  camera.thinks = new Promise((resolve) => (answer = resolve));
  await flow(2);
  expect(camera.story.at(-1)).toBe('drift');
  camera.failListening(refusal);
  await clock.advance(0);
  answer();
  await clock.advance(29 * 60_000);
  expect(post.view()).toMatchObject({ status: 'locked' });
  expect(camera.logins).toHaveLength(1);
});

test('a picture that flowed while the login was refused is fetched anew with it once the login was put right', async () => {
  const { camera, watched, refused, post, flow } = atWork();
  await flow(5);
  camera.failListening(refusal);
  await flow(1);
  expect(refused).toHaveLength(1);
  await post.check(signal);
  await flow(1);
  expect(post.view()).toMatchObject({ status: 'online' });
  expect(watched.map(({ over }) => over)).toEqual([false]);
  expect(refused).toEqual([]);
});

test('a stream that broke off just before its login was refused elsewhere is not fetched anew with it', async () => {
  const { camera, watched, flow, clock } = atWork();
  await flow(5);
  watched[0]?.listener.onReading(null);
  camera.failListening(refusal);
  await clock.advance(0);
  expect(watched.map(({ over }) => over)).toEqual([true]);
});

test('what was learnt of a camera is looked for where its name leads to now', async () => {
  const before = atWork();
  await before.clock.advance(0);
  const { learnt } = before.post.row;

  const { clock, camera, watched, post } = atWork({ learnt, host: 'cong.lan' }, async () => '192.168.1.80');
  camera.trouble = 'timed-out';
  await clock.advance(0);
  expect(watched.map(({ source }) => source.uri)).toEqual(['rtsp://192.168.1.80:554/sub']);
  expect(post.closeSource()?.uri).toBe('rtsp://192.168.1.80:554/main');
});
