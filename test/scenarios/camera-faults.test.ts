import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import type { Camera } from '../../gateway/src/contract/index.ts';
import { makeReel, type Reel } from '../../gateway/src/simulator/cameras/reel.ts';
import type { SimulatedCamera } from '../../gateway/src/simulator/cameras/simulated-camera.ts';
import { anyS, faultCases, type FaultCase } from '../support/camera-fault-cases.ts';
import { startCamera } from '../support/cameras.ts';
import { until } from '../support/gateway-process.ts';
import { startWatchedVillage, type WatchedVillage } from '../support/watched-village.ts';

/**
 * Everything that can be wrong with a camera, one camera each, all at the same time and before one gateway: what people are
 * told, and after how long. Since three quarters of them are ill at once, that none delays another is part of it.
 */
vi.setConfig({ maxConcurrency: 64, testTimeout: 240_000, hookTimeout: 60_000 });

const undo: (() => Promise<void>)[] = [];
let reel: Reel;
let village: WatchedVillage;
const rows: string[][] = [];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-camera-faults-'));
  undo.unshift(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  reel = await makeReel(6);
  village = await startWatchedVillage((one) => void undo.unshift(one), folder);
});

afterAll(async () => {
  for (const one of undo) await one();
  const head = ['fault', 'shown after s', 'status', 'cause', 'alert after s', 'well again after s'];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  const order = (row: readonly string[]) => faultCases.findIndex(({ fault }) => fault === row[0]);
  process.stdout.write(
    `\nFaults of cameras\n${line(head)}${rows
      .toSorted((a, b) => order(a) - order(b))
      .map(line)
      .join('')}`,
  );
});

const seconds = (ms: number) => (ms / 1_000).toFixed(1);
const isWell = ({ status, cause }: Camera) => status === 'online' && cause === null;
/** From its first picture to its events: on a machine that starts forty of them at once. */
const beginsMs = 90_000;

describe.concurrent('a camera', () => {
  it.for(faultCases)(
    'with this fault is named so in time, and well again once it is over: $fault',
    async (one, { expect, onTestFinished }) => {
      const n = faultCases.indexOf(one);
      const camera = await startCamera(onTestFinished, { reel, host: `127.0.0.${20 + n}`, ...one.parts });
      await camera.suffer(one.before ?? {});
      let since = Date.now();
      const { id } = await village.add(camera, {
        name: `Camera ${n + 1}`,
        ...(one.typedPassword === undefined ? {} : { password: one.typedPassword }),
      });
      if (one.suffers || one.happens) {
        await village.shown(id, 'online', isWell, beginsMs);
        await village.shown(id, 'heard', ({ events }) => events === 'heard', beginsMs);
        await camera.suffer(one.suffers ?? {});
        since = Date.now();
        await one.happens?.(camera);
      }
      const fits = ({ status, cause }: Camera) => status === one.status && one.causes.includes(cause);
      const shownAt = await village.shown(
        id,
        `${one.status} because ${one.causes.join(' or ')}`,
        fits,
        1_000 * one.withinS,
      );
      const { cause } = village.now(id);
      const row = [one.fault, seconds(shownAt - since), one.status, cause ?? '–'];

      if (one.status === 'online') {
        await village.shown(id, one.events ?? '', ({ events }) => events === one.events, 40_000);
        await delay(20_000);
        expect(village.standings(id).slice(-1)).toMatchObject([{ status: 'online', cause: null }]);
        expect(alertOf(id)).toBe(undefined);
        expect(camera.failedLogins).toBe(0);
        return void rows.push([...row, '–', '–']);
      }
      const raised = await until(`${one.fault}: an alert`, () => alertOf(id), 1_000 * anyS - (Date.now() - since));
      expect(raised.alert.kind).toBe(`camera-${one.status}`);
      if (one.oneTry) {
        // Whoever asked again meanwhile, over ONVIF or RTSP, would be on the way to lock the account.
        await delay(45_000);
        expect(camera.failedLogins).toBe(1);
      }

      const mendedAt = Date.now();
      await mend(one, camera, id);
      const wellAt = await village.shown(id, 'well again', isWell, 60_000);
      rows.push([...row, seconds(raised.at - since), seconds(wellAt - mendedAt)]);
    },
  );

  it('that answers with letters lost, doubled and changed is the end of nothing', async ({
    expect,
    onTestFinished,
  }) => {
    const camera = await startCamera(onTestFinished, { reel, host: '127.0.0.18' });
    await camera.suffer({ web: 'mangled' });
    const { id } = await village.add(camera, { name: 'Camera nói lắp' });
    await delay(60_000);
    await camera.recover();
    // It may have seemed to refuse the login.
    await village.api.post(`/api/cameras/${id}/check`);
    await village.shown(id, 'online', isWell, 60_000);
    expect(village.gateway.output.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });
});

describe.concurrent('the cameras of one cabinet', () => {
  it('whose power is gone are one alert with that cause', async ({ expect, onTestFinished }) => {
    const cameras: SimulatedCamera[] = [];
    const ids: string[] = [];
    for (const n of [1, 2, 3]) {
      const camera = await startCamera(onTestFinished, { reel, host: `127.0.0.${10 + n}` });
      cameras.push(camera);
      ids.push((await village.add(camera, { name: `Tủ A ${n}`, cabinet: 'Tủ điện khu A' })).id);
    }
    for (const id of ids) await village.shown(id, 'online', isWell, beginsMs);
    const since = Date.now();
    await Promise.all(cameras.map((camera) => camera.suffer({ web: 'refusing', rtsp: 'dead' })));
    const raised = await until('an alert', () => alertOf(ids[0] ?? ''), 100_000);
    expect(raised.alert).toMatchObject({ kind: 'cameras-together', cabinet: 'Tủ điện khu A' });
    expect(raised.alert.cameras.map(({ id }) => id).sort()).toEqual(ids);
    rows.push(['three of one cabinet dead', '–', 'offline', 'refused', seconds(raised.at - since), '–']);
  });
});

const alertOf = (id: string) =>
  [...village.alerts.values()].find(({ alert }) => alert.cameras.some((camera) => camera.id === id));

async function mend({ mended }: FaultCase, camera: SimulatedCamera, id: string): Promise<void> {
  const { api } = village;
  if (mended === 'clock-given') await api.post(`/api/cameras/${id}/clock`);
  else await camera.recover();
  if (mended === 'retyped') await api.patch(`/api/cameras/${id}`, { password: camera.password });
  // A lock lasts whatever a person says.
  const tried = () => api.post<Camera>(`/api/cameras/${id}/check`).then(({ status }) => status !== 'locked');
  if (mended === 'checked') await until(`${id} is not locked`, async () => (await tried()) || delay(5_000));
}
