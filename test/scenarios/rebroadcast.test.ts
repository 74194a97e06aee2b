import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Broadcast, Upstream } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { createListeningSink } from '../../gateway/src/simulator/listening-sink.ts';
import { setUpVillage } from '../support/api.ts';
import { startGateway } from '../support/gateway-process.ts';
import { liveFrom, liveHls, openStation, toneFile } from '../support/stations.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { toneIn } from '../support/tones.ts';
import { airLogOf, powerZone, quietPlace } from '../support/village-on-the-wire.ts';

const tones = { first: 440, second: 660 };

it('a station dies in the middle and returns: what a listener heard, second by second', async () => {
  const place = await quietPlace();
  const gateway = await startGateway(place, {}, onTestFinished, 'test/support/loopback-gateway.mjs');
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  const file = join(await tempFolder(), 'nghe.wav');
  const sink = createListeningSink({ clock: createSystemClock(), file });
  await sink.start();
  onTestFinished(() => sink.stop());
  const { zone, output } = await powerZone(
    { api, gateway },
    { name: 'Xóm Đình', sink: { kind: 'listening', host: '127.0.0.1', port: sink.port } },
  );

  const first = liveFrom(await toneFile(tones.first, 120));
  let main = await openStation(first);
  const spare = await openStation(await liveHls(tones.second, 120));
  onTestFinished(() => Promise.all([main.stop(), spare.stop()]).then(() => undefined));
  const urls = [`${main.url}/live`, `${spare.url}/radio/master.m3u8`];
  const upstream = await api.post<Upstream>('/api/upstreams', {
    name: 'VOV1',
    urls,
    fallback: null,
    lanAllowed: false,
  });

  const content = { kind: 'rebroadcast', upstreamId: upstream.id, minutes: 1 } as const;
  const order = { id: newId(), content, zoneIds: [zone.id], priority: 'normal' };
  const broadcast = await api.post<Broadcast>('/api/broadcasts', order);
  const startsAt = Date.parse(broadcast.startsAt);
  const at = (ms: number) => new Promise((resolve) => setTimeout(resolve, startsAt + ms - Date.now()));
  await at(12_000);
  await main.stop();
  await at(22_000);
  main = await openStation(first, main.port);
  await at(62_000);
  const entry = await airLogOf(api, broadcast);
  await sink.stop();

  const wav = await readFile(file);
  const sound = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)));
  const from = sound.findIndex((sample) => Math.abs(sample) > 33);
  const heard = Array.from({ length: Math.floor((sound.length - from) / 48_000) }, (_, i) =>
    toneIn(sound.subarray(from + i * 48_000, from + (i + 1) * 48_000), tones),
  );
  console.log(heard.map((what, second) => `${second}\t${what}`).join('\n'));
  console.log(JSON.stringify(entry.items, null, 1), JSON.stringify(entry.outcome));
  const story = heard.map((what) => ({ first: '1', second: '2', silence: '-' })[what] ?? '?').join('');
  // It is left when its line is heard to its end, and gone back to once it was there and had sounded for five seconds.
  expect(story).toMatch(/^1{8,20}[?-]{0,3}2{8,25}\??1{10,}[?-]*$/);
  expect(entry.outcome).toMatchObject({ kind: 'aired' });
  expect(
    entry.items.filter(({ problem }) => problem?.code !== 'rebroadcast.silence').map(({ title }) => title),
  ).toEqual([
    expect.stringContaining(String(main.port)),
    expect.stringContaining(String(spare.port)),
    expect.stringContaining(String(main.port)),
  ]);
  expect(entry.airedSound).toMatchObject([{ outputId: output.id }]);
}, 150_000);
