import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import type { ChangeEvents, Role, VillageMap } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import type { Storage } from '../../../gateway/src/storage/storage.ts';
import { createSettingsStore } from '../../../gateway/src/village/settings-store.ts';
import { createVillageMap } from '../../../gateway/src/village-map/village-map.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { answerTo, ask } from '../../support/http-client.ts';
import { createTestServer, problemIn } from '../../support/http-server.ts';
import { plainPicture, plainPng } from '../../support/pictures.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { temporaryStorage } from '../../support/storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Place {
  readonly folder: string;
  readonly storage: Storage;
}

/** The map on a real disk and a real database. */
async function started({ folder, storage }: Place, changes = createChanges<ChangeEvents>()) {
  const settings = createSettingsStore(storage);
  const map = createVillageMap({ folder, settings, changes, clock: createFakeClock(), log: quietLog });
  await map.start();
  return map.commands;
}

/** The same, asked over HTTP. */
async function mapOn(place: Place) {
  const said: VillageMap[] = [];
  const changes = createChanges<ChangeEvents>();
  changes.on('village-map.changed', (now) => said.push(now));
  const server = createTestServer({ replaced: { villageMap: await started(place, changes) } });
  onTestFinished(() => server.http.stop());

  return {
    ...server,
    said,
    get: (id: string, headers: Record<string, string> = {}, as: Role | null = 'viewer') =>
      server.http.inject({
        url: `/api/village-map/pictures/${id}`,
        headers: { ...(as && { cookie: `loa_thon_session=${as}` }), ...headers },
      }),
    put: (bytes: Buffer, as: Role = 'technician') => server.as(as, 'POST', '/api/village-map/pictures', bytes),
    now: async () => (await server.as('viewer', 'GET', '/api/village-map')).json<VillageMap>().picture,
  };
}

const ground = async () => ({ folder: join(await tempFolder(), 'village-map'), storage: await temporaryStorage() });

it('a technician’s photo lies under the map for everybody who is signed in, and nobody else, also after a restart', async () => {
  const place = await ground();
  const map = await mapOn(place);
  expect(await map.now()).toBe(null);
  const photo = await plainPicture('mjpeg', 800, 600);
  expect((await map.put(photo)).statusCode).toBe(201);
  const picture = await map.now();
  expect(picture).toMatchObject({ kind: 'jpeg', width: 800, height: 600, bytes: photo.length, by: 'technician' });
  expect(map.said).toEqual([{ picture }]);
  expect(map.services.auditTrail).toEqual([`technician putMapPicture ${picture?.id} ok`]);

  const id = picture?.id ?? '';
  const seen = await map.get(id);
  expect(seen.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
  expect(seen.rawPayload.equals(photo)).toBe(true);
  // A browser asks each time, and is sent it once.
  expect(seen.headers['cache-control']).toBe('private, no-cache');
  const again = await map.get(id, { 'if-none-match': String(seen.headers.etag) });
  expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  expect((await map.get(id, { 'if-none-match': String(seen.headers.etag) }, null)).statusCode).toBe(401);
  expect(problemIn(await map.put(photo, 'viewer')).code).toBe('identity.not-allowed');

  expect((await started(place)).get()).toEqual({ picture });
});

it('another picture takes its place; taken away, nothing of it is left', async () => {
  const place = await ground();
  const map = await mapOn(place);
  await map.put(plainPng(300, 300));
  const former = await map.now();
  await map.put(await plainPicture('libwebp', 640, 480));
  const picture = await map.now();
  expect(picture).toMatchObject({ kind: 'webp', width: 640, height: 480 });
  expect(await readdir(place.folder)).toEqual([picture?.id]);
  // Whoever still looks at the former does not take this one away.
  const url = '/api/village-map/pictures';
  expect(problemIn(await map.as('technician', 'DELETE', `${url}/${former?.id}`)).code).toBe('map-picture.not-found');
  expect(problemIn(await map.get(former?.id ?? '')).code).toBe('map-picture.not-found');
  expect((await map.as('technician', 'DELETE', `${url}/${picture?.id}`)).statusCode).toBe(204);
  expect(await map.now()).toBe(null);
  expect(await readdir(place.folder)).toEqual([]);
  expect((await started(place)).get()).toEqual({ picture: null });
});

it('whatever is wrong with a picture is said, and the former stays', async () => {
  const place = await ground();
  const map = await mapOn(place);
  const good = plainPng(300, 300);
  await map.put(good);
  const picture = await map.now();
  const huge = plainPng(300, 300);
  huge.writeUInt32BE(30_000, 16);
  huge.writeUInt32BE(30_000, 20);
  const refused = [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'map-picture.kind'],
    [Buffer.from('<!doctype html><title>anh.png</title>'), 415, 'map-picture.kind'],
    [Buffer.alloc(0), 415, 'map-picture.kind'],
    [good.subarray(0, -20), 422, 'map-picture.broken'],
    [plainPng(1, 1), 422, 'map-picture.too-small'],
    [huge, 422, 'map-picture.too-many-dots'],
    [Buffer.concat([good, Buffer.alloc(6_000_000)]), 413, 'map-picture.too-large'],
  ] as const;
  for (const [bytes, status, code] of refused) {
    const answer = await map.put(bytes);
    expect([answer.statusCode, problemIn(answer).code]).toEqual([status, code]);
  }
  expect(await map.now()).toEqual(picture);
  expect(await readdir(place.folder)).toEqual([picture?.id]);
  expect((await map.get(picture?.id ?? '')).rawPayload.equals(good)).toBe(true);
});

it('one that never says how large it is is read no further than the limit, and is told so on the same connection', async () => {
  const map = await mapOn(await ground());
  const { port } = await map.http.start();
  const asked = ask({ port, method: 'POST', path: '/api/village-map/pictures', as: 'technician', headers: {} });
  for (let n = 0; n < 6; n++) asked.write(Buffer.alloc(1_000_000));
  asked.end();
  const { status, body } = await answerTo(asked);
  expect(status).toBe(413);
  expect(JSON.parse(body)).toMatchObject({ code: 'map-picture.too-large', params: { megabytes: 5 } });
});

it('a power cut between the file and the database leaves the former picture, and tidies up', async () => {
  const place = await ground();
  const map = await started(place);
  const { picture } = await map.put(Readable.from([plainPng(300, 300)]), null, 'Anh Nam');
  await writeFile(join(place.folder, 'abcdef'), plainPng(400, 400));
  await writeFile(join(place.folder, '.abcdee.part'), 'half');

  expect((await started(place)).get()).toEqual({ picture });
  expect(await readdir(place.folder)).toEqual([picture?.id]);

  // A database that was restored without its folder.
  const elsewhere = { ...place, folder: join(await tempFolder(), 'village-map') };
  expect((await started(elsewhere)).get()).toEqual({ picture: null });
});

it('a full disk keeps the former picture', async (context) => {
  const disk = await mountSmallDisk(4);
  if (!disk) return context.skip('only root may mount a small disk');
  const place = { folder: join(disk.folder, 'village-map'), storage: await temporaryStorage() };
  const map = await started(place);
  const { picture } = await map.put(Readable.from([plainPng(300, 300)]), null, 'Anh Nam');
  await disk.leave(0);
  const another = map.put(Readable.from([plainPng(3000, 3000)]), null, 'Anh Nam');
  await expect(another).rejects.toMatchObject({ code: 'storage.full', status: 507 });
  expect((await started(place)).get()).toEqual({ picture });
});
