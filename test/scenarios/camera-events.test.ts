import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { CameraEvent, CameraGap, PageOf } from '../../gateway/src/contract/index.ts';
import { makeReel } from '../../gateway/src/simulator/cameras/reel.ts';
import { startCamera } from '../support/cameras.ts';
import { until } from '../support/gateway-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { startWatchedVillage } from '../support/watched-village.ts';

it('somebody walks by a camera: the event, its picture and its film are there, and what nobody heard is told as unknown', async () => {
  const camera = await startCamera(onTestFinished, { reel: await makeReel(6), host: '127.0.0.19' });
  const { gateway, api, add, shown } = await startWatchedVillage(onTestFinished);
  const { id } = await add(camera, { name: 'Cổng thôn' });
  await shown(id, 'seen and heard', ({ live, events }) => live && events === 'heard', 60_000);
  camera.motion(true);
  const newest = async () => (await api.get<PageOf<CameraEvent>>(`/api/camera-events?cameraId=${id}`)).items[0];
  await until('it is told', async () => (await newest()) !== undefined, 20_000);
  camera.motion(false);
  const event = await until(
    'it is over, and filmed',
    async () => {
      const told = await newest();
      return told?.clip.state === 'ready' && told.endedAt !== null && told;
    },
    60_000,
  );
  expect(event).toMatchObject({ kind: 'motion', cameraName: 'Cổng thôn', ending: 'said', times: 1 });
  expect(Math.abs(Date.parse(event.stillAt ?? '') - Date.parse(event.startedAt))).toBeLessThan(5_000);

  const bytesOf = async (what: string) => {
    const response = await fetch(`${gateway.url}/api/camera-events/${event.id}/${what}`, {
      headers: { cookie: api.cookie },
    });
    return Buffer.from(await response.arrayBuffer());
  };
  const still = await bytesOf('still');
  expect([...still.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  const film = join(await tempFolder(), 'film.mp4');
  await writeFile(film, await bytesOf('clip'));
  const asked = ['-v', 'error', '-show_entries', 'format=start_time,duration', '-of', 'csv=p=0', film];
  const { stdout } = await promisify(execFile)('ffprobe', asked);
  const [begins, lasts] = stdout.trim().split(',').map(Number);
  expect(begins).toBe(0);
  expect(lasts).toBeGreaterThan(19);

  // Before the camera was there, nobody heard it.
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date()].map((at) => at.toISOString());
  const gaps = (await api.get<PageOf<CameraGap>>(`/api/camera-gaps?from=${from}&to=${to}`)).items;
  expect(gaps).toMatchObject([{ cameraId: id, from, why: null }]);
  expect(gaps[0]?.to).not.toBeNull();
});
