import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { StreamSource } from '../../../gateway/src/cameras/ports.ts';
import type { AtTheEnd } from '../../support/gateway-process.ts';
import { createLooker, createStreams, watchStream } from '../../support/streams.ts';

/** A camera of another make than the simulated one: it keeps our RTSP, our login and our reader of MP4 honest. */
const soon = { timeout: 20_000, interval: 50 };
const login = { username: 'admin', password: 'thon-ngot-2026' };

async function startPeer(
  atTheEnd: AtTheEnd,
  signIn: 'digest' | 'basic',
  codec: 'h264' | 'h265' = 'h264',
): Promise<StreamSource> {
  const script = fileURLToPath(new URL('../../support/rtsp-peer.py', import.meta.url));
  // Debian's own Python has Debian's GStreamer.
  const peer = spawn('/usr/bin/python3', [script, signIn, codec, login.username, login.password]);
  let errors = '';
  peer.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const gone = once(peer, 'close');
  atTheEnd(async () => {
    peer.kill('SIGKILL');
    await gone;
  });
  const port = await Promise.race([
    once(createInterface(peer.stdout), 'line').then(([line]) => String(line)),
    gone.then(() => Promise.reject(new Error(errors))),
  ]);
  return { uri: `rtsp://127.0.0.1:${port}/cam`, login, promised: { fps: 15, kbps: null } };
}

describe.concurrent('GStreamer’s RTSP server', () => {
  test.for(['digest', 'basic'] as const)('lets us in by %s, and is measured and shown', async (signIn, context) => {
    const source = await startPeer(context.onTestFinished, signIn);
    const streams = createStreams();
    const { readings, pictures, findings } = watchStream(context.onTestFinished, streams, source);
    await vi.waitFor(() => {
      expect(findings).toContainEqual({ kind: 'picture', seen: 'live' });
      expect(readings.at(-1)).toMatchObject({ width: 320, height: 180, gopSeconds: 1 });
    }, soon);
    expect(readings.at(-1)!.codec).toMatch(/^avc1\.[0-9a-f]{6}$/);
    expect(readings.at(-1)!.fps).toBeGreaterThan(13);
    expect(readings.at(-1)!.fps).toBeLessThan(17);
    expect((await streams.still('cong-thon')).jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(pictures.length).toBeGreaterThan(3);
    const looker = createLooker();
    streams.look('cong-thon', looker);
    await vi.waitFor(() => expect(looker.shown.length).toBeGreaterThan(5), soon);
  });

  test.for(['digest', 'basic'] as const)(
    'refuses a wrong password by %s, and is left alone',
    async (signIn, context) => {
      const source = await startPeer(context.onTestFinished, signIn);
      const wrong = { ...source, login: { ...login, password: 'khong-dung' } };
      const watching = watchStream(context.onTestFinished, createStreams(), wrong);
      expect(await watching.over).toMatchObject({ code: 'camera.wrong-password' });
    },
  );

  test('with H.265 is measured and has stills, and who looks is told why no more', async (context) => {
    const source = await startPeer(context.onTestFinished, 'digest', 'h265');
    const streams = createStreams();
    const looker = createLooker();
    streams.look('cong-thon', looker);
    const { readings } = watchStream(context.onTestFinished, streams, source);
    await vi.waitFor(() => expect(readings.length).toBeGreaterThan(0), soon);
    expect(readings.at(-1)!.codec).toMatch(/^hev1\.1\.6\.L\d+/);
    expect((await streams.still('cong-thon')).jpeg.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(looker.said.at(-1)).toEqual({ kind: 'ended', code: 'camera.codec-unsupported' });
    expect(looker.closed).toBe(true);
  });
});
