import { cp } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { Camera } from '../../gateway/src/contract/index.ts';
import { makeReel } from '../../gateway/src/simulator/cameras/reel.ts';
import type { SimulatedCamera } from '../../gateway/src/simulator/cameras/simulated-camera.ts';
import { createApi, head, type Api } from '../support/api.ts';
import { expectAccessible, gone, openPanel, seen, type Page } from '../support/browser.ts';
import { startCamera } from '../support/cameras.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { seeTiles, type SeenTile } from '../support/seen-tiles.ts';
import { quietPlace } from '../support/village-on-the-wire.ts';
import { signIn } from './village.ts';

const wallScreen = { width: 1_920, height: 1_080 };
const names = ['Ao làng', 'Bãi xe', 'Chợ Chiều', 'Cổng thôn', 'Đình', 'Miếu', 'Ngã ba', 'Trạm bơm', 'Trường'];

/** Nine cameras of one footage; `frozen` stands still from the beginning. */
async function nineCameras(frozen: string): Promise<Map<string, SimulatedCamera>> {
  const reel = await makeReel(6);
  const cameras = new Map<string, SimulatedCamera>();
  for (const [n, name] of names.entries()) {
    const camera = await startCamera(onTestFinished, { name, reel, host: `127.0.0.${11 + n}` });
    if (name === frozen) await camera.suffer({ picture: 'frozen' });
    cameras.set(name, camera);
  }
  return cameras;
}

async function register(api: Api, cameras: ReadonlyMap<string, SimulatedCamera>): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [name, { host, port, username, password }] of cameras) {
    const { id } = await api.post<Camera>('/api/cameras', { name, host, port, username, password });
    ids.set(name, id);
  }
  return ids;
}

/** Sees the wall twice, half a second apart. */
async function watch(page: Page, ids: ReadonlyMap<string, string>) {
  const first = await seeTiles(page);
  await delay(500);
  const then = await seeTiles(page);
  const tileOf = (tiles: readonly SeenTile[], name: string) => tiles.find(({ id }) => id === ids.get(name));
  return names.map((name) => {
    const [before, now] = [tileOf(first, name), tileOf(then, name)];
    const moves = before?.number !== now?.number;
    return { name, moves, coloured: now?.coloured ?? false, words: now?.words ?? '' };
  });
}

test(
  'nobody before the wall is shown a picture as live that is not: cameras stall, die and freeze, the gateway dies, all come back',
  { timeout: 300_000 },
  async () => {
    const cameras = await nineCameras('Miếu');
    const { stateFolder } = inject('preparedVillage');
    const place = { ...(await quietPlace()), playlistsFolder: inject('preparedVillage').playlistsFolder };
    await cp(stateFolder, place.stateFolder, { recursive: true });
    // Its cameras are on this machine, where those of a village never are.
    const startVillage = () => startGateway(place, {}, onTestFinished, 'gateway/dist/demo-gateway.js');
    const gateway = await startVillage();
    const api = createApi(gateway.url);
    await api.post('/api/session', { login: head.login, password: head.password });
    const ids = await register(api, cameras);

    const page = await openPanel(gateway.url, wallScreen, '/camera/wall');
    await signIn(page);
    await page.goto('/wall');
    const wall = async () => Object.fromEntries((await watch(page, ids)).map((tile) => [tile.name, tile]));
    const live = { moves: true, coloured: true };
    const grey = { coloured: false };
    const others = names.filter((name) => name !== 'Miếu');

    await until(
      'all are live but the one that stands still',
      async () => {
        const tiles = await wall();
        return others.every((name) => tiles[name]?.moves && tiles[name].coloured) && !tiles['Miếu']?.coloured && tiles;
      },
      60_000,
    );
    const first = await wall();
    for (const name of others) expect(first[name], name).toMatchObject(live);
    expect(first['Miếu']).toMatchObject({ moves: false, ...grey });
    expect(first['Miếu']?.words).toMatch(/^Hình đứng yên từ \d\d:\d\d Miếu$/);
    expect(first['Đình']?.words).toMatch(/^Đình \d\d:\d\d:\d\d$/);
    await expectAccessible(page);

    await cameras.get('Đình')?.suffer({ rtsp: 'stalled' });
    await cameras.get('Trường')?.stop();
    await delay(4_500);
    const second = await wall();
    expect(second['Đình']).toMatchObject({ moves: false, ...grey });
    expect(second['Đình']?.words).toMatch(/^Hình lúc \d\d:\d\d · \d+ giây trước Đình$/);
    expect(second['Trường']).toMatchObject({ moves: false, ...grey });
    for (const name of ['Ao làng', 'Chợ Chiều', 'Ngã ba']) expect(second[name], name).toMatchObject(live);
    await until(
      'both say since when',
      async () => {
        const tiles = await wall();
        return ['Đình', 'Trường'].every((name) => /^Mất kết nối từ \d\d:\d\d/.test(tiles[name]?.words ?? ''));
      },
      60_000,
    );

    await cameras.get('Đình')?.recover();
    await until(
      'the stalled one is back',
      async () => {
        const { Đình: tile } = await wall();
        return tile?.moves && tile.coloured;
      },
      60_000,
    );

    await gateway.end('SIGKILL');
    await seen(page.getByText('MẤT LIÊN LẠC VỚI CỔNG PHÁT'), 10_000);
    for (const tile of await watch(page, ids)) expect(tile, tile.name).toMatchObject(grey);
    // What had come already is shown to its end: grey.
    await until('nothing moves any more', async () => (await watch(page, ids)).every(({ moves }) => !moves), 5_000);
    for (const tile of await watch(page, ids)) expect(tile, tile.name).toMatchObject({ moves: false, ...grey });

    await startVillage();
    await gone(page.getByText('MẤT LIÊN LẠC VỚI CỔNG PHÁT'), 30_000);
    await until(
      'the wall is back by itself',
      async () => {
        const tiles = await wall();
        return ['Ao làng', 'Đình', 'Ngã ba'].every((name) => tiles[name]?.moves && tiles[name].coloured);
      },
      60_000,
    );
  },
);
