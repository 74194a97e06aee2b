import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, test, vi } from 'vitest';
import type { StreamSource } from '../../../gateway/src/cameras/ports.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import type { CameraFaults } from '../../../gateway/src/simulator/cameras/faults.ts';
import { makeReel, type Reel } from '../../../gateway/src/simulator/cameras/reel.ts';
import { startCamera } from '../../support/cameras.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { createLooker, createStreams, sourceOf, watchStream } from '../../support/streams.ts';

/** Real RTSP, a real ffmpeg for each camera; side by side, because most of it is waiting. */
let reel: Reel;
beforeAll(async () => {
  reel = await makeReel(8);
});
const soon = { timeout: 20_000, interval: 50 };
const forever = new AbortController().signal;

/** What the programs that this process started can be seen to be. */
async function commandLines(): Promise<string[]> {
  const threads = await readdir('/proc/self/task');
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean));
  const lines = await Promise.all(children.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.map((line) => line.replaceAll('\0', ' '));
}

describe.concurrent('the stream of a camera', () => {
  test('that works is measured, seen to live, kept for a clip, and its still is a JPEG', async ({
    expect,
    onTestFinished,
  }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    await expect(streams.still('cong-thon')).rejects.toMatchObject({ code: 'camera.no-picture' });
    const followed: boolean[] = [];
    streams.follow('cong-thon', ({ key }) => followed.push(key));
    const { findings, readings, pictures } = watchStream(onTestFinished, streams, sourceOf(camera));
    await vi.waitFor(() => {
      expect(findings).toContainEqual({ kind: 'picture', seen: 'live' });
      expect(readings.at(-1)?.gopSeconds).toBeCloseTo(2, 0);
    }, soon);
    const lines = (await commandLines()).filter((line) => line.includes('-rtsp_transport'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join()).not.toContain(camera.password);

    expect(readings.at(-1)).toMatchObject({ codec: 'avc1.42c016', width: 640, height: 360 });
    expect(readings.at(-1)!.fps).toBeGreaterThan(13);
    expect(readings.at(-1)!.kbps).toBeGreaterThan(250);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'stream', promised: { fps: 15, kbps: 512 } }));

    const { jpeg, takenAt } = await streams.still('cong-thon');
    expect(jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(pictures).toContain(takenAt);
    expect(followed.filter(Boolean).length).toBeGreaterThanOrEqual(2);
    const tape = streams.tape('cong-thon')!;
    const media = createMedia({ clock: createSystemClock(), log: quietLog });
    const file = Buffer.concat([tape.init, ...tape.fragments.map(({ bytes }) => bytes)]);
    expect(await media.lumas(file, { width: 16, height: 9 }, forever)).toHaveLength(tape.fragments.length);
    expect(tape.fragments[0]!.key).toBe(true);
  });

  test('shows who looks what was just there at once, and its age each second', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const early = createLooker();
    streams.look('cong-thon', early);
    await vi.waitFor(() => expect(early.said).toContainEqual(expect.objectContaining({ kind: 'alive' })), soon);
    expect(early.said[0]).toMatchObject({ kind: 'alive', pictureAt: null, live: false });
    const { pictures } = watchStream(onTestFinished, streams, sourceOf(camera));
    await vi.waitFor(() => expect(pictures).toHaveLength(2), soon);
    const late = createLooker();
    const leave = streams.look('cong-thon', late);
    expect(late.said).toMatchObject([
      { kind: 'starts', mime: 'video/mp4; codecs="avc1.42c016"' },
      { kind: 'alive', live: true },
    ]);
    expect(late.shown[0]!.toString('latin1', 4, 8)).toBe('ftyp');
    expect(late.shown[1]!.toString('latin1', 4, 8)).toBe('moof');
    expect(early.said.filter(({ kind }) => kind === 'starts')).toHaveLength(1);
    await vi.waitFor(() => expect(late.said.at(-1)).toMatchObject({ kind: 'alive', live: true }), soon);
    leave();
    const seen = late.shown.length;
    // Too slow: nothing more until a key frame comes when it has caught up.
    early.behind = 3 * 1024 * 1024;
    await vi.waitFor(() => expect(pictures).toHaveLength(3), soon);
    const before = early.shown.length;
    await vi.waitFor(() => expect(pictures).toHaveLength(4), soon);
    expect(early.shown).toHaveLength(before);
    early.behind = 0;
    await vi.waitFor(() => expect(early.shown.length).toBeGreaterThan(before), soon);
    expect(pictures.length).toBe(5);
    expect(late.shown).toHaveLength(seen);
  });

  test('with a wrong password is asked for once', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const login = { username: 'admin', password: 'khong-dung' };
    const watching = watchStream(onTestFinished, streams, sourceOf(camera, { login }));
    const error = await watching.over;
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'camera.wrong-password' });
    const looker = createLooker();
    streams.lookClosely('cong-thon', sourceOf(camera, { login, path: '/Streaming/Channels/101' }), looker);
    expect(looker).toMatchObject({ said: [{ kind: 'ended', code: 'camera.wrong-password' }], closed: true });
    expect(camera.failedLogins).toBe(1);
    expect(watching.findings).toEqual([]);
  });

  test('that somebody looks at closely with the former password is not refused to the one that was typed since', async ({
    expect,
    onTestFinished,
  }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const { login: typed } = sourceOf(camera);
    const { pictures, refused } = watchStream(onTestFinished, streams, sourceOf(camera));
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0), soon);
    const look = async (login: StreamSource['login']) => {
      const looker = createLooker();
      streams.lookClosely('cong-thon', sourceOf(camera, { login, path: '/Streaming/Channels/101' }), looker);
      await vi.waitFor(
        () => expect(looker.said.at(-1)).toMatchObject({ kind: 'ended', code: 'camera.wrong-password' }),
        soon,
      );
    };
    await look({ username: 'admin', password: 'khi-truoc' });
    expect(refused).toEqual([]);
    camera.changePassword('lai-khac');
    await look(typed);
    expect(refused).toEqual(['wrong-password']);
  });

  test('that wants a login where none is known is not asked again', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const watching = watchStream(onTestFinished, createStreams(), sourceOf(camera, { login: null }));
    expect(await watching.over).toMatchObject({ code: 'camera.wrong-password' });
  });

  test.for<[string, Partial<CameraFaults>, string]>([
    ['that nobody offers', { rtsp: 'dead' }, 'stream-refused'],
    ['that others look at already', { rtspSessions: 0 }, 'stream-busy'],
    ['that never answers', { rtsp: 'mute' }, 'stream-silent'],
    ['that begins and brings nothing', { rtsp: 'stalled' }, 'stream-silent'],
  ])('%s has a name for it, and comes back by itself', async ([, faults, why], { expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    await camera.suffer(faults);
    const { findings, pictures } = watchStream(onTestFinished, createStreams(), sourceOf(camera));
    await vi.waitFor(() => expect(findings).toEqual([{ kind: 'no-stream', why }]), soon);
    await camera.recover();
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0), soon);
  });

  test('at a path that does not exist brings no picture', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const source = sourceOf(camera, { path: '/Streaming/Channels/909' });
    const { findings } = watchStream(onTestFinished, createStreams(), source);
    await vi.waitFor(() => expect(findings).toEqual([{ kind: 'no-stream', why: 'stream-silent' }]), soon);
  });

  test.for(['frozen', 'black'] as const)('that is %s is told so', async (picture, { expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    await camera.suffer({ picture });
    const { findings } = watchStream(onTestFinished, createStreams(), sourceOf(camera));
    await vi.waitFor(() => expect(findings.some(({ kind }) => kind === 'picture')).toBe(true), soon);
    expect(findings.filter(({ kind }) => kind === 'picture')).toEqual([{ kind: 'picture', seen: picture }]);
  });

  test('that is slow is measured slow', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    await camera.suffer({ rtsp: 'slow' });
    const { readings } = watchStream(onTestFinished, createStreams(), sourceOf(camera));
    await vi.waitFor(() => expect(readings.length).toBeGreaterThan(0), soon);
    expect(readings.at(-1)!.fps).toBeLessThan(2);
  });

  test('begins anew for who looks when the camera was restarted', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const { pictures, findings } = watchStream(onTestFinished, streams, sourceOf(camera));
    const looker = createLooker();
    streams.look('cong-thon', looker);
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0), soon);
    camera.reboot();
    await vi.waitFor(() => expect(looker.said.filter(({ kind }) => kind === 'starts')).toHaveLength(2), soon);
    const begun = looker.shown.findLastIndex((bytes) => bytes.toString('latin1', 4, 8) === 'ftyp');
    await vi.waitFor(() => expect(looker.shown.length).toBeGreaterThan(begun + 3), soon);
    expect(findings.some(({ kind }) => kind === 'no-stream')).toBe(false);
  });

  test('that breaks off is told so before it is asked for again', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const over = new AbortController();
    onTestFinished(() => over.abort());
    let readings = 0;
    const listener = {
      onFinding: () => undefined,
      onPicture: () => undefined,
      onRefused: () => undefined,
      onReading: (reading: unknown) => (reading === null ? over.abort(new Error('it broke off')) : readings++),
    };
    const watched = streams
      .watch('cong-thon', sourceOf(camera), listener, over.signal)
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(readings).toBeGreaterThan(0), soon);
    camera.reboot();
    expect(await watched).toEqual(new Error('it broke off'));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(camera.viewers).toBe(0);
  });

  test('that stands still is left after ten seconds, and tried again', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const { pictures, readings, findings } = watchStream(onTestFinished, streams, sourceOf(camera));
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0), soon);
    await camera.suffer({ rtsp: 'stalled' });
    const begun = performance.now();
    await vi.waitFor(() => expect(readings.at(-1)).toBeNull(), soon);
    await vi.waitFor(() => expect(camera.viewers).toBe(0), { timeout: 14_000, interval: 20 });
    expect(performance.now() - begun).toBeGreaterThan(8_000);
    expect(findings.some(({ kind }) => kind === 'no-stream')).toBe(false);
    await camera.recover();
    const before = pictures.length;
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(before), soon);
    expect((await streams.still('cong-thon')).takenAt).toBe(pictures.at(-1));
  });

  test('that is not watched any more leaves its last picture to whoever comes later, until it is forgotten', async ({
    expect,
    onTestFinished,
  }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const { pictures, stop, over } = watchStream(onTestFinished, streams, sourceOf(camera));
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0), soon);
    stop();
    await over;
    streams.look('cong-thon', createLooker())();
    expect((await streams.still('cong-thon')).takenAt).toBe(pictures.at(-1));
    streams.forget('cong-thon');
    await expect(streams.still('cong-thon')).rejects.toMatchObject({ code: 'camera.no-picture' });
  });

  test('the large one is fetched once for all who look closely, and given back after', async ({
    expect,
    onTestFinished,
  }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const streams = createStreams();
    const source = sourceOf(camera, { path: '/Streaming/Channels/101' });
    const [one, other] = [createLooker(), createLooker()];
    const leave = [one, other].map((looker) => streams.lookClosely('cong-thon', source, looker));
    for (const looker of [one, other]) {
      await vi.waitFor(() => expect(looker.shown.length).toBeGreaterThan(3), soon);
    }
    expect(camera.viewers).toBe(1);
    leave.forEach((away) => away());
    await vi.waitFor(() => expect(camera.viewers).toBe(0), { timeout: 15_000, interval: 200 });
  });

  test('that a browser cannot show is named so to who looks closely', async ({ expect, onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel, encoding: 'H265' });
    const looker = createLooker();
    createStreams().lookClosely('cong-thon', sourceOf(camera), looker);
    await vi.waitFor(() => expect(looker.closed).toBe(true), soon);
    expect(looker.said.at(-1)).toEqual({ kind: 'ended', code: 'camera.codec-unsupported' });
  });
});
