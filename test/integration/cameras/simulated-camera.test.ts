import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { makeReel, type Reel } from '../../../gateway/src/simulator/cameras/reel.ts';
import { makeCommon, makeSceneReel } from '../../../gateway/src/simulator/cameras/scenes/scene-reel.ts';
import { numberBits, squareSize } from '../../../gateway/src/simulator/cameras/rtsp/footage.ts';
import type { SimulatedCamera } from '../../../gateway/src/simulator/cameras/simulated-camera.ts';
import { startCamera } from '../../support/cameras.ts';

/** The simulated camera itself: what ffmpeg sees of it, and that it keeps as strict a door as real ones. */
vi.setConfig({ maxConcurrency: 4 });

const clock = createSystemClock();
let reel: Reel;
beforeAll(async () => {
  reel = await makeReel(4);
});

const addressOf = (camera: SimulatedCamera, { password = camera.password, path = '/Streaming/Channels/102' } = {}) =>
  `rtsp://${camera.username}:${password}@${camera.host}:${camera.rtspPort}${path}`;

/** What ffmpeg puts out and says when it looks at a camera; it is given half a minute. */
async function look(camera: SimulatedCamera, args: readonly string[], at?: { password?: string; path?: string }) {
  const quick = ['-rtsp_transport', 'tcp', '-analyzeduration', '500000', '-probesize', '50000', '-fpsprobesize', '0'];
  const all = ['-hide_banner', '-nostdin', ...quick, '-i', addressOf(camera, at), ...args];
  return promisify(execFile)('ffmpeg', all, { encoding: 'buffer', timeout: 30_000, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, words: stderr.toString() }),
    (error: unknown) => {
      const { code = null, stdout, stderr } = error as { code?: number; stdout: Buffer; stderr: Buffer };
      return { code, stdout, words: stderr.toString() };
    },
  );
}

describe('the picture', () => {
  test.concurrent('is H.264 with µ-law sound, and each carries its number', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const { code, stdout, words } = await look(camera, [
      '-frames:v',
      '30',
      '-pix_fmt',
      'gray',
      '-f',
      'rawvideo',
      'pipe:1',
    ]);
    expect(code).toBe(0);
    expect(words).toMatch(/Video: h264 \(Constrained Baseline\).*640x360.*15 fps/);
    expect(words).toMatch(/Audio: pcm_mulaw, 8000 Hz, mono/);
    const numbers = Array.from({ length: 30 }, (_, n) => numberIn(stdout.subarray(n * 640 * 360)));
    // It begins with a key frame, two seconds apart, and misses none.
    expect(numbers[0]! % 30).toBe(0);
    expect(numbers).toEqual(numbers.map((_, n) => (numbers[0]! + n) % 60));
  });

  test.concurrent('of a drawn place comes small in H.264 and large in H.265', async ({ onTestFinished }) => {
    const scene = await makeSceneReel('bridge', await makeCommon(), 'H265');
    const camera = await startCamera(onTestFinished, { reel: scene });
    const args = ['-frames:v', '30', '-an', '-f', 'null', '-'];
    expect((await look(camera, args)).words).toMatch(/Video: h264 .*640x360.*15 fps/);
    const large = await look(camera, args, { path: '/Streaming/Channels/101' });
    expect(large.words).toMatch(/Video: hevc [^]*wrapped_avframe.*1280x720/);
    expect(large.words).toMatch(/frame= *30 /);
    expect(scene.still.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  });

  test.concurrent.for([
    ['live', ''],
    ['frozen', 'freeze_start'],
    ['black', 'black_start'],
  ] as const)('that is %s is seen to be so', async ([picture, sign], { onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    await camera.suffer({ picture });
    const filter = 'blackdetect=d=2:pix_th=0.12,freezedetect=n=-50dB:d=2';
    const { words } = await look(camera, ['-t', '5', '-an', '-vf', filter, '-f', 'null', '-']);
    expect(/freeze_start/.test(words)).toBe(sign !== '');
    expect(/black_start/.test(words)).toBe(sign === 'black_start');
  });

  test.concurrent('is shown to nobody with a wrong password, and to so many at once', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    expect((await look(camera, ['-f', 'null', '-'], { password: 'sai' })).words).toContain('401 Unauthorized');
    expect(camera.failedLogins).toBe(1);
    await camera.suffer({ rtspSessions: 1 });
    const viewer = spawn('ffmpeg', [
      '-v',
      'error',
      '-rtsp_transport',
      'tcp',
      '-i',
      addressOf(camera),
      '-f',
      'null',
      '-',
    ]);
    onTestFinished(() => void viewer.kill('SIGKILL'));
    await vi.waitFor(() => expect(camera.viewers).toBe(1), { timeout: 10_000 });
    expect((await look(camera, ['-t', '1', '-f', 'null', '-'])).words).toContain('453');
  });

  test.concurrent('can stop while the line stays open, and come back with a key frame', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const times: number[] = [];
    const args = [
      '-v',
      'error',
      '-rtsp_transport',
      'tcp',
      '-i',
      addressOf(camera),
      '-an',
      '-c',
      'copy',
      '-f',
      'h264',
      'pipe:1',
    ];
    const viewer = spawn('ffmpeg', args);
    onTestFinished(() => void viewer.kill('SIGKILL'));
    viewer.stdout.on('data', () => times.push(clock.monotonic()));
    await vi.waitFor(() => expect(times.length).toBeGreaterThan(5), { timeout: 10_000 });
    await camera.suffer({ rtsp: 'stalled' });
    await clock.sleep(1_000);
    const before = times.length;
    await clock.sleep(2_000);
    expect(times.length).toBe(before);
    expect(viewer.exitCode).toBe(null);
    await camera.recover();
    await vi.waitFor(() => expect(times.length).toBeGreaterThan(before), { timeout: 5_000 });
  });

  test.concurrent('of a dead server is refused, of a mute one never comes', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    await camera.suffer({ rtsp: 'dead' });
    expect((await look(camera, ['-f', 'null', '-'])).words).toContain('Connection refused');
    await camera.suffer({ rtsp: 'mute' });
    const line = connect(camera.rtspPort, camera.host);
    onTestFinished(() => void line.destroy());
    const heard: Buffer[] = [];
    line.on('data', (bytes) => heard.push(bytes));
    line.write('OPTIONS rtsp://x/ RTSP/1.0\r\nCSeq: 1\r\n\r\n');
    await clock.sleep(1_000);
    expect(heard).toEqual([]);
  });
});

describe('the door', () => {
  const namespaces = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns="http://www.onvif.org/ver10/device/wsdl"';
  const post = (camera: SimulatedCamera, operation: string, header = '') =>
    fetch(`http://${camera.host}:${camera.port}/onvif/device_service`, {
      method: 'POST',
      body: `<s:Envelope ${namespaces}><s:Header>${header}</s:Header><s:Body><${operation}/></s:Body></s:Envelope>`,
    });
  const token = (password: string, at: number, nonce = Buffer.from(`nonce ${Math.random()}`)) => {
    const created = new Date(at).toISOString();
    const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
    return (
      `<UsernameToken><Username>admin</Username><Password Type="x#PasswordDigest">${digest}</Password>` +
      `<Nonce>${nonce.toString('base64')}</Nonce><Created>${created}</Created></UsernameToken>`
    );
  };

  test.concurrent(
    'opens to everybody who asks the time, and to nobody else without a password',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished);
      expect((await post(camera, 'GetSystemDateAndTime')).status).toBe(200);
      const refused = await post(camera, 'GetDeviceInformation');
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('ter:NotAuthorized')]);
      const good = await post(camera, 'GetDeviceInformation', token(camera.password, clock.now()));
      expect([good.status, await good.text()]).toEqual([200, expect.stringContaining('DS-2CD1023G0-IUF')]);
    },
  );

  test.concurrent('opens to no token twice, and to none of another hour', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished);
    const once = token(camera.password, clock.now());
    expect((await post(camera, 'GetDeviceInformation', once)).status).toBe(200);
    expect(await (await post(camera, 'GetDeviceInformation', once)).text()).toContain('wsse:InvalidSecurity');
    const old = token(camera.password, clock.now() - 3_600_000);
    expect(await (await post(camera, 'GetDeviceInformation', old)).text()).toContain('wsse:InvalidSecurity');
    expect(camera.failedLogins).toBe(0);
  });

  test.concurrent(
    'locks after as many wrong passwords as its make allows, also for the right one',
    async ({ onTestFinished }) => {
      const camera = await startCamera(onTestFinished, { make: 'dahua', locksAfter: 3, lockMs: 1_500 });
      const attempt = async (password: string) =>
        (await post(camera, 'GetDeviceInformation', token(password, clock.now()))).text();
      expect(await attempt('a')).toContain('You still have 2 attempt(s)');
      await attempt('b');
      await attempt('c');
      expect(await attempt(camera.password)).toContain('locked');
      await clock.sleep(1_600);
      expect(await attempt(camera.password)).toContain('Dahua');
    },
  );

  test.concurrent('gives a still to whom signs in, or a page where there should be one', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel });
    const url = `http://${camera.host}:${camera.port}/onvifsnapshot?channel=1`;
    expect((await fetch(url)).status).toBe(401);
    const signedIn = url.replace('//', `//${camera.username}:${camera.password}@`);
    const still = () => promisify(execFile)('ffmpeg', ['-v', 'error', '-i', signedIn, '-f', 'null', '-']);
    await expect(still()).resolves.toMatchObject({ stderr: '' });
    await camera.suffer({ snapshot: 'page' });
    await expect(still()).rejects.toThrow('Invalid data found');
  });
});

/** The squares along the upper edge, the lowest bit first; `picture` in gray. */
function numberIn(picture: Buffer): number {
  const row = (squareSize / 2) * 640;
  const bits = Array.from({ length: numberBits }, (_, n) =>
    picture[row + n * squareSize + squareSize / 2]! > 128 ? 2 ** n : 0,
  );
  return bits.reduce((sum, bit) => sum + bit, 0);
}
