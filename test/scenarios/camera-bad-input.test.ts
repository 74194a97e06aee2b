import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Camera, CameraTestResult } from '../../gateway/src/contract/index.ts';
import { makeFootage } from '../../gateway/src/simulator/cameras/rtsp/footage.ts';
import { makeReel, type Reel } from '../../gateway/src/simulator/cameras/reel.ts';
import { startCamera } from '../support/cameras.ts';
import { startWatchedVillage, type WatchedVillage } from '../support/watched-village.ts';

/** What somebody may type where a camera belongs, and what may be there: one gateway takes all of it, and its camera goes on. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 150_000 });

const undo: (() => Promise<void>)[] = [];
const atTheEnd = (one: () => Promise<void>) => void undo.unshift(one);
let reel: Reel;
let village: WatchedVillage;
let good: Camera;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-camera-bad-input-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  reel = await makeReel(4);
  village = await startWatchedVillage(atTheEnd, folder);
  const camera = await startCamera(atTheEnd, { reel, host: '127.0.0.60' });
  good = await village.add(camera, { name: 'Cổng thôn' });
  await village.shown(good.id, 'online', ({ status }) => status === 'online', 90_000);
});
afterAll(async () => {
  for (const one of undo) await one();
});

const ownAddress = () =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';

/** `[status, code]` of an answer that was refused, and that it repeats no password. */
async function refusal(asked: Promise<unknown>): Promise<readonly [number, string]> {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  const problem = (error as { problem?: { status: number; code: string } } | null)?.problem;
  if (!problem) throw new Error(`was not refused: ${String(error)}`);
  expect(JSON.stringify(problem)).not.toContain('mat-khau-bi-mat');
  return [problem.status, problem.code];
}

describe('an address', () => {
  const nowhere = [422, 'camera.address-forbidden'] as const;
  const notPlain = [422, 'camera.host-not-plain'] as const;
  const misfit = [400, 'request.invalid'] as const;

  it.each([
    ['the gateway itself', '127.0.0.1', nowhere],
    ['its name', 'localhost', nowhere],
    ['its address in the village', ownAddress(), nowhere],
    ['it in IPv6', '::1', nowhere],
    ['it in brackets', '[::1]', nowhere],
    ['it wrapped in IPv6', '::ffff:127.0.0.1', nowhere],
    ['it wrapped otherwise', '::ffff:7f00:1', nowhere],
    ['nobody’s', '0.0.0.0', nowhere],
    ['the metadata of a cloud', '169.254.169.254', nowhere],
    ['on the internet', '93.184.216.34', nowhere],
    ['everybody’s', '255.255.255.255', nowhere],
    ['a group', '239.255.255.250', nowhere],
    ['it as one number', '2130706433', notPlain],
    ['it as hexadecimals', '0x7f.0.0.1', notPlain],
    ['it shortened', '127.1', notPlain],
    ['a URL with a login', 'http://admin:mat-khau-bi-mat@192.168.1.64/onvif', notPlain],
    ['a login and a host', 'admin:mat-khau-bi-mat@192.168.1.64', notPlain],
    ['with a port', '192.168.1.64:80', notPlain],
    ['a file', 'file:///etc/passwd', notPlain],
    ['a scheme of ffmpeg', 'concat:/etc/passwd|/etc/shadow', notPlain],
    ['another of them', 'lavfi:testsrc', notPlain],
    ['the old web', 'gopher://192.168.1.64:6379/_FLUSHALL', notPlain],
    ['with a path', '192.168.1.64/../..', notPlain],
    ['an option', '-i', notPlain],
    ['in two lines', '192.168.1.64\r\nHost:gateway', misfit],
    ['nothing', '', misfit],
    ['ten thousand letters', 'a'.repeat(10_000), misfit],
  ])('that is %s is refused, to try as to keep', async (_what, host, wanted) => {
    const typed = { host, username: 'admin', password: 'mat-khau-bi-mat' };
    expect(await refusal(village.api.post('/api/cameras', { name: 'Camera lạ', ...typed }))).toEqual(wanted);
    expect(await refusal(village.api.patch(`/api/cameras/${good.id}`, typed))).toEqual(wanted);
    const tried = village.api.post<CameraTestResult>('/api/cameras/test', typed);
    if (wanted === nowhere) expect((await tried).problem?.code).toBe(wanted[1]);
    else expect(await refusal(tried)).toEqual(wanted);
  });

  it.each([
    ['a name of ten thousand letters', { name: 'Ổ'.repeat(10_000) }],
    ['a password of ten thousand letters', { username: 'admin', password: 'x'.repeat(10_000) }],
    ['a cabinet of ten thousand letters', { cabinet: 'x'.repeat(10_000) }],
    ['a path on another host', { path: 'http://192.168.1.1/onvif' }],
    ['a path with a line within', { path: '/onvif\r\nHost: gateway' }],
    ['no port that there is', { port: 70_000 }],
    ['a place beside the map', { place: { x: 1.5, y: 0 } }],
    ['a thousand zones', { zoneIds: Array.from({ length: 1_000 }, (_, n) => `z${n}`) }],
    ['a field that nobody knows', { rtspUri: 'file:///etc/passwd' }],
  ])('with %s is refused', async (_what, more) => {
    const input = { name: 'Camera lạ', host: '127.0.0.61', ...more };
    expect(await refusal(village.api.post('/api/cameras', input))).toEqual(misfit);
  });
});

describe('what answers there', () => {
  it.each([
    ['a gigabyte', { web: 'huge' }, 'camera.broken-reply'],
    ['entities within entities', { web: 'bomb' }, 'camera.broken-reply'],
    ['a million elements deep', { web: 'deep' }, 'camera.broken-reply'],
    ['another protocol', { web: 'garbage' }, 'camera.not-onvif'],
    ['a page', { web: 'page' }, 'camera.not-onvif'],
    ['nothing', { web: 'mute' }, 'camera.timed-out'],
    ['a letter every 2 s', { web: 'dripping' }, 'camera.timed-out'],
  ] as const)('with %s is named in time, and costs little memory', async (_what, faults, code) => {
    const camera = await startCamera(atTheEnd, { host: '127.0.0.62' });
    await camera.suffer(faults);
    const { host, port, username, password } = camera;
    const before = await memoryMb(village.gateway.pid);
    const begun = Date.now();
    const result = await village.api.post<CameraTestResult>('/api/cameras/test', { host, port, username, password });
    expect(result.problem?.code).toBe(code);
    expect(Date.now() - begun).toBeLessThan(25_000);
    expect((await memoryMb(village.gateway.pid)) - before).toBeLessThan(150);
  });

  it('with a page for a snapshot is well, and shows no picture', async () => {
    const camera = await startCamera(atTheEnd, { reel, host: '127.0.0.63' });
    await camera.suffer({ snapshot: 'page' });
    const { host, port, username, password } = camera;
    expect(await village.api.post('/api/cameras/test', { host, port, username, password })).toMatchObject({
      problem: null,
      picture: null,
    });
  });

  it('with 8K in H.265 is not fetched, is warned of, and costs little memory', async () => {
    const order = { width: 7_680, height: 4_320, fps: 15, kbps: 2_000, seconds: 1 / 15, encoding: 'H265' } as const;
    const eight = await makeFootage({ ...order, picture: 'black' });
    const camera = await startCamera(atTheEnd, {
      reel: { ...reel, live: eight, frozen: eight, black: eight },
      ...{ host: '127.0.0.64', media2: true },
    });
    const before = await memoryMb(village.gateway.pid);
    const { id } = await village.add(camera, { name: 'Camera 8K' });
    // It is not fetched at all, and its page says what to change.
    await village.shown(id, 'not shown', ({ cause }) => cause === 'stream-silent', 45_000);
    expect(village.now(id)).toMatchObject({ status: 'degraded', live: false, stream: null });
    expect(village.now(id).warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['camera.warning-codec', 'camera.warning-size']),
    );
    expect((await memoryMb(village.gateway.pid)) - before).toBeLessThan(150);
    await village.api.delete(`/api/cameras/${id}`);
  });
});

it('after all of it the good camera was never troubled, and nothing else was kept', async () => {
  expect(village.standings(good.id).map(({ status }) => status)).toEqual(['unknown', 'online']);
  const { items } = await village.api.get<{ items: Camera[] }>('/api/cameras');
  expect(items.map(({ name }) => name)).toEqual(['Cổng thôn']);
  expect(village.gateway.output.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  expect(village.gateway.output.join('\n')).not.toContain('mat-khau-bi-mat');
});

/** Resident, in MB. */
async function memoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}
