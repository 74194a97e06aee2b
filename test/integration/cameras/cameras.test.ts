import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, vi } from 'vitest';
import { createCameras } from '../../../gateway/src/cameras/camera-service.ts';
import { createOnvif } from '../../../gateway/src/cameras/onvif/onvif.ts';
import { usualTiming } from '../../../gateway/src/cameras/onvif/timing.ts';
import type { CameraNotice } from '../../../gateway/src/cameras/onvif/notices.ts';
import type { ChangeEvents } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { openSecretBox } from '../../../gateway/src/core/secret-box.ts';
import { openStorage } from '../../../gateway/src/storage/migrate.ts';
import { startCamera } from '../../support/cameras.ts';
import { fakeStreams } from '../../support/fake-onvif.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

vi.setConfig({ maxConcurrency: 4 });
const clock = createSystemClock();
const migrations = join(import.meta.dirname, '../../../gateway/migrations');
type AtTheEnd = Parameters<typeof startCamera>[0];

/** The cameras of a village whose database and key are in a folder; cameras may be on this machine, but not at 127.0.0.1 itself. */
async function openCameras(atTheEnd: AtTheEnd, folder?: string) {
  const place = folder ?? (await tempFolder(atTheEnd));
  const file = join(place, 'village.sqlite');
  const storage = await openStorage({ file, backups: join(place, 'backups'), migrations }, quietLog);
  const changes = createChanges<ChangeEvents>();
  const notices: [cameraId: string, notice: CameraNotice][] = [];
  const silences: (string | null)[] = [];
  const { streams, watched } = fakeStreams();
  const cameras = createCameras({
    ...{ storage, changes, clock, log: quietLog, streams },
    box: await openSecretBox(join(place, 'secrets.key')),
    onvif: createOnvif({ clock, timing: { ...usualTiming, pullMs: 1_000 } }),
    mayBe: (address) => address.startsWith('127.0.0.') && address !== '127.0.0.1',
    noticed: (cameraId, notice) => notices.push([cameraId, notice]),
    silent: (_cameraId, why) => silences.push(why),
    timing: { askMs: 300 },
  });
  await cameras.start();
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= cameras.stop().then(() => storage.close()));
  atTheEnd(stop);
  return { ...cameras.commands, cameras, changes, notices, silences, watched, folder: place, file, stop };
}

const at = (camera: Awaited<ReturnType<typeof startCamera>>) => {
  const { host, port, username, password } = camera;
  return { host, port, username, password };
};

test.concurrent(
  'a technician tries a camera and saves it: what it is, its streams and a picture are known',
  async ({ onTestFinished, expect }) => {
    const camera = await startCamera(onTestFinished, { host: '127.0.0.21' });
    const village = await openCameras(onTestFinished);
    const tried = await village.test(at(camera));
    expect(tried).toMatchObject({
      problem: null,
      facts: { manufacturer: 'HIKVISION' },
      chosen: { monitorProfile: 'Profile_2', viewProfile: 'Profile_1' },
    });
    expect(tried.picture).toMatch(/^data:image\/jpeg;base64,/);

    const saved = await village.create({ name: 'Cổng thôn', ...at(camera) });
    expect(saved).toMatchObject({ id: 'cong-thon', hasPassword: true, status: 'unknown' });
    await vi.waitFor(() => expect(village.watched).toHaveLength(1), 5_000);
    expect(village.watched[0]?.source).toMatchObject({
      uri: `rtsp://127.0.0.21:${camera.rtspPort}/Streaming/Channels/102?transportmode=unicast&profile=1`,
    });
    expect(await village.get('cong-thon')).toMatchObject({ facts: { model: 'DS-2CD1023G0-IUF' }, profiles: [{}, {}] });
  },
);

test.concurrent(
  'a password is nowhere to be read: not in an answer, not in the database',
  async ({ onTestFinished, expect }) => {
    // In the path of whose streams the password stands, too.
    const camera = await startCamera(onTestFinished, { host: '127.0.0.22', password: 'Rat-bi-mat-77', make: 'gsoap' });
    const village = await openCameras(onTestFinished);
    const answers = [await village.test(at(camera)), await village.create({ name: 'Đình', ...at(camera) })];
    answers.push(await village.change('dinh', { name: 'Đình làng' }));
    await vi.waitFor(() => expect(village.watched).toHaveLength(1), 5_000);
    expect(JSON.stringify([answers, await village.list()])).not.toContain('Rat-bi-mat-77');
    await village.stop();
    expect(village.watched[0]?.source.uri).toContain('Rat-bi-mat-77');
    expect((await readFile(village.file)).includes('Rat-bi-mat-77')).toBe(false);

    const again = await openCameras(onTestFinished, village.folder);
    expect(await again.get('dinh')).toMatchObject({ facts: { model: 'XM530_50X20-AI' } });
    await vi.waitFor(() => expect(again.watched[0]?.source.login?.password).toBe('Rat-bi-mat-77'), 5_000);
  },
);

test.concurrent(
  'a wrong password is tried exactly once by test, save and watch together',
  async ({ onTestFinished, expect }) => {
    const camera = await startCamera(onTestFinished, { host: '127.0.0.23' });
    const village = await openCameras(onTestFinished);
    const wrong = { ...at(camera), password: 'khong-phai' };
    expect((await village.test(wrong)).problem?.code).toBe('camera.wrong-password');
    await village.create({ name: 'Chợ', ...wrong });
    await vi.waitFor(
      async () => expect(await village.get('cho')).toMatchObject({ status: 'locked', cause: 'wrong-password' }),
      5_000,
    );
    await clock.sleep(1_500);
    expect(camera.failedLogins).toBe(1);

    // Put right in the panel: no restart, no half an hour.
    await village.change('cho', { password: camera.password });
    await vi.waitFor(() => expect(village.watched).toHaveLength(1), 5_000);
    expect(camera.failedLogins).toBe(1);
  },
);

test.concurrent('one camera that is mute delays no other', async ({ onTestFinished, expect }) => {
  const mute = await startCamera(onTestFinished, { host: '127.0.0.24' });
  const well = await startCamera(onTestFinished, { host: '127.0.0.25' });
  await mute.suffer({ web: 'mute' });
  const village = await openCameras(onTestFinished);
  await village.create({ name: 'Câm', ...at(mute) });
  const begun = performance.now();
  await village.create({ name: 'Tốt', ...at(well) });
  await vi.waitFor(() => expect(village.watched).toHaveLength(1), 5_000);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test.concurrent(
  'what the camera notices comes with its name, and where it is not heard that is said',
  async ({ onTestFinished, expect }) => {
    const camera = await startCamera(onTestFinished, { host: '127.0.0.26' });
    const village = await openCameras(onTestFinished);
    await village.create({ name: 'Cầu', ...at(camera) });
    await vi.waitFor(async () => expect((await village.get('cau')).events).toBe('heard'), 5_000);
    camera.motion(true);
    await vi.waitFor(
      () =>
        expect(
          village.notices.some(([id, { what, on, known }]) => id === 'cau' && what === 'motion' && on && !known),
        ).toBe(true),
      5_000,
    );
  },
  40_000,
);

test.concurrent('a clock that is off is said, and is set right by a tap', async ({ onTestFinished, expect }) => {
  const camera = await startCamera(onTestFinished, { host: '127.0.0.27' });
  await camera.suffer({ clockOffsetMs: 7 * 3_600_000 });
  const village = await openCameras(onTestFinished);
  await village.create({ name: 'Ao', ...at(camera) });
  await vi.waitFor(async () => expect((await village.get('ao')).driftMs).toBeGreaterThan(6 * 3_600_000), 5_000);
  const right = await village.setClock('ao');
  expect(Math.abs(right.driftMs ?? Infinity)).toBeLessThan(3_000);
});

test.concurrent(
  'addresses that are none, forbidden or taken are refused before anybody is asked',
  async ({ onTestFinished, expect }) => {
    const camera = await startCamera(onTestFinished, { host: '127.0.0.28' });
    const village = await openCameras(onTestFinished);
    const refused = (code: string) => expect.objectContaining({ code }) as Error;
    const add = (host: string, name = 'Lạ') => village.create({ ...at(camera), name, host });
    await expect(add('http://127.0.0.28')).rejects.toEqual(refused('camera.host-not-plain'));
    await expect(add('file:///etc/passwd')).rejects.toEqual(refused('camera.host-not-plain'));
    await expect(add('127.0.0.1')).rejects.toEqual(refused('camera.address-forbidden'));
    await expect(add('localhost')).rejects.toEqual(refused('camera.address-forbidden'));
    expect(await village.test({ host: '127.0.0.1', port: camera.port })).toMatchObject({
      problem: { code: 'camera.address-forbidden' },
    });
    expect(camera.asked).toEqual([]);

    await add('127.0.0.28', 'Thật');
    await expect(add('127.0.0.28')).rejects.toEqual(refused('camera.address-taken'));
    // Nobody has the password sent to another machine by changing the address alone.
    await expect(village.change('that', { host: '127.0.0.29' })).rejects.toEqual(refused('camera.password-needed'));
  },
);

test.concurrent(
  'a snapshot that is a page is no picture, and the camera is well without it',
  async ({ onTestFinished, expect }) => {
    const camera = await startCamera(onTestFinished, { host: '127.0.0.30' });
    await camera.suffer({ snapshot: 'page' });
    const village = await openCameras(onTestFinished);
    expect(await village.test(at(camera))).toMatchObject({ problem: null, picture: null });
  },
);

test.concurrent('a camera may be called as a place in the panel is', async ({ onTestFinished, expect }) => {
  const village = await openCameras(onTestFinished);
  expect(await village.create({ name: 'Wall', host: '127.0.0.32' })).toMatchObject({ id: 'wall-2', name: 'Wall' });
});

test.concurrent('a camera that is removed is asked no more', async ({ onTestFinished, expect }) => {
  const camera = await startCamera(onTestFinished, { host: '127.0.0.31' });
  const village = await openCameras(onTestFinished);
  await village.create({ name: 'Cũ', ...at(camera) });
  await vi.waitFor(() => expect(village.watched).toHaveLength(1), 5_000);
  await village.remove('cu');
  expect(village.watched[0]?.over).toBe(true);
  await clock.sleep(300); // what was on its way when it was broken off
  const asked = camera.asked.length;
  await clock.sleep(1_000);
  expect(camera.asked.length).toBe(asked);
  expect(await village.list()).toEqual([]);
});

test.concurrent(
  'a camera is in the list all the while it is changed, and nobody is said to have listened meanwhile',
  async ({ onTestFinished, expect }) => {
    const camera = await startCamera(onTestFinished, { host: '127.0.0.32' });
    const village = await openCameras(onTestFinished);
    await village.create({ name: 'Giếng', ...at(camera) });
    await vi.waitFor(() => expect(village.silences.at(-1)).toBeNull(), 5_000);
    let changing = true;
    const changed = village.change('gieng', { password: camera.password }).finally(() => (changing = false));
    while (changing) {
      expect(await village.list()).toHaveLength(1);
      await clock.sleep(1);
    }
    await changed;
    expect(village.silences).toContain('unreachable');
  },
);

test.concurrent(
  'a camera that got another address never shows the pictures of the one before, also after a restart',
  async ({ onTestFinished, expect }) => {
    const before = await startCamera(onTestFinished, { host: '127.0.0.33' });
    const village = await openCameras(onTestFinished);
    await village.create({ name: 'Bến', ...at(before) });
    await vi.waitFor(() => expect(village.watched).toHaveLength(1), 5_000);
    const { password } = before;
    await village.change('ben', { host: '127.0.0.34', password });
    await village.stop();

    const again = await openCameras(onTestFinished, village.folder);
    await clock.sleep(1_500);
    expect(again.watched).toEqual([]);
    expect(await again.get('ben')).toMatchObject({ facts: null, live: false });
  },
);
