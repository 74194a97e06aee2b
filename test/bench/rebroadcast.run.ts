import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createLimiter, lookaheadFrames } from '../../gateway/src/audio/limiter.ts';
import type { Broadcast } from '../../gateway/src/contract/index.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { createFetch } from '../../gateway/src/rebroadcast/fetch.ts';
import { listenToStation } from '../../gateway/src/rebroadcast/on-air.ts';
import { createReceiver } from '../../gateway/src/rebroadcast/receiver.ts';
import { setUpVillage } from '../support/api.ts';
import { startGateway } from '../support/gateway-process.ts';
import { listenInZone } from '../support/listened-zone.ts';
import { quietLog } from '../support/quiet-log.ts';
import { liveFrom, liveHls, openStation, toneFile, type Answer } from '../support/stations.ts';
import { shareOf } from '../support/tones.ts';
import { quietPlace } from '../support/village-on-the-wire.ts';
import { quantile } from './audio-figures.ts';
import { costOfProcess, watchTree } from './process-tree.ts';

const seconds = 55;
const tones = { first: 440, second: 660 };

/**
 * What one rebroadcast costs the whole gateway (fetched, decoded, levelled, mixed, sent to an output, recorded), over what it
 * costs when nothing airs; beside ffmpeg that decodes the same stream to nowhere at the same time.
 */
test.each<[string, string, () => Promise<Answer>]>([
  ['MP3, 64 kbit/s', '/live', async () => liveFrom(await toneFile(tones.first, 120))],
  ['HLS, AAC 64 kbit/s', '/radio/master.m3u8', () => liveHls(tones.first, 150)],
])('one rebroadcast of %s', async (name, path, answer) => {
  const gateway = await startGateway(await quietPlace(), {}, onTestFinished, 'gateway/dist/demo-gateway.js');
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  const station = await openStation(await answer());
  onTestFinished(() => station.stop());
  const zone = async () =>
    listenInZone({ api, gateway }, { name, urls: [`${station.url}${path}`] }, tones, onTestFinished);
  await delay(3_000);
  const idleMs = (await during(gateway.pid, 15))['gateway']?.cpuMs ?? 0;

  const onAir = await zone();
  await onAir.at(2_000);
  const peer = spawn('ffmpeg', ['-v', 'error', '-i', `${station.url}${path}`, '-f', 'null', '-'], { stdio: 'ignore' });
  onTestFinished(() => void peer.kill('SIGKILL'));
  const costs = await during(gateway.pid, seconds);
  const alone = await costOfProcess(peer.pid ?? 0);
  peer.kill('SIGKILL');
  for (const { id } of (await api.get<{ items: Broadcast[] }>('/api/broadcasts')).items) {
    await api.post(`/api/broadcasts/${id}/stop`);
  }
  const { heard } = await onAir.ended();
  expect(heard.filter((what) => what === 'first').length).toBeGreaterThan(0.9 * seconds);

  const percent = (cpuMs: number) => Math.round(cpuMs / seconds) / 10;
  const gatewayMs = (costs['gateway']?.cpuMs ?? 0) - (idleMs * seconds) / 15;
  const allMs = gatewayMs + (costs['decoder']?.cpuMs ?? 0) + (costs['recorder']?.cpuMs ?? 0);
  const peerMs = alone?.cpuMs ?? NaN;
  const row = (cpuMs: number, peakMiB: number) => ({
    '% of a core': percent(cpuMs),
    '× ffmpeg to null': Math.round((10 * cpuMs) / peerMs) / 10,
    'peak MiB': Math.round(peakMiB),
  });
  console.log(
    `\n${name}: ${seconds} s on air, ${cpus().length} cores; idle gateway ${percent((idleMs * seconds) / 15)} %`,
  );
  console.table({
    'ffmpeg to null': row(peerMs, alone?.peakMiB ?? NaN),
    'its decoder': row(costs['decoder']?.cpuMs ?? NaN, costs['decoder']?.peakMiB ?? NaN),
    'its recorder': row(costs['recorder']?.cpuMs ?? NaN, costs['recorder']?.peakMiB ?? NaN),
    'the gateway itself, over idle': row(gatewayMs, costs['gateway']?.peakMiB ?? NaN),
    'all of it': row(
      allMs,
      Object.values(costs).reduce((sum, { peakMiB }) => sum + peakMiB, 0),
    ),
  });
});

const clock = createSystemClock();

/** From the moment the first address dies to the first sample of the second, as it is heard; and the silence in between. */
test.each<[string, (dead: () => boolean) => Answer]>([
  ['its line breaks', () => first],
  [
    'its line stands still',
    (dead) => (request, response) => {
      const write = response.write.bind(response);
      response.write = ((bytes: Buffer) => dead() || write(bytes)) as typeof response.write;
      first(request, response);
    },
  ],
])('the first address dies: %s', async (name, answer) => {
  const trials = 10;
  let diedAt: number | null = null;
  const good = await toneFile(tones.first, 120);
  first = liveFrom(good);
  const main = await openStation(answer(() => diedAt !== null));
  const spare = await openStation(liveFrom(await toneFile(tones.second, 120)));
  onTestFinished(() => Promise.all([main.stop(), spare.stop()]).then(() => undefined));
  const fetch = createFetch({ clock, mayReach: () => true });
  const media = createMedia({ clock, log: quietLog });
  const startAt = clock.now() + 6_000;
  const heard = Array.from({ length: trials }, (): Int16Array[] => []);
  const onAir = heard.map((blocks) =>
    listenToStation(
      { name: 'VOV1', urls: [`${main.url}/live`, `${spare.url}/live`], local: [] },
      {
        clock,
        log: quietLog,
        onChange: () => undefined,
        tune: (url) => createReceiver(url, false, { fetch, clock, log: quietLog, decoder: media }),
        ports: {
          media,
          limiters: { open: createLimiter, lookaheadFrames },
          openFeed: () => ({
            memory: new SharedArrayBuffer(8),
            write: (samples) => void blocks.push(samples.slice()),
            end: () => undefined,
          }),
        },
      },
    ),
  );
  for (const one of onAir)
    one.begin({ startAt, durationMs: 60_000, onHush: () => undefined, onSilent: () => undefined });
  await delay(startAt + 4_000 - clock.now());
  diedAt = clock.now();
  if (name === 'its line breaks') await main.stop();
  await delay(20_000);
  for (const one of onAir) one.close();

  const results = heard.map((blocks) => changeIn(blocks, startAt, diedAt ?? 0));
  const ms = (values: number[], q: number) => Math.round(quantile(values, q));
  const table = Object.fromEntries(
    (['deathToSecondMs', 'silentMs'] as const).map((figure) => {
      const values = results.map((result) => result[figure]);
      return [figure, { p50: ms(values, 0.5), p95: ms(values, 0.95), max: ms(values, 1) }];
    }),
  );
  console.log(`\nthe first address dies (${name}), n ${trials}; a listener of it had 4 s at once`);
  console.table(table);
  expect(results.every(({ deathToSecondMs }) => deathToSecondMs < 20_000)).toBe(true);
});

let first: Answer = () => undefined;

const windowFrames = 960;

function changeIn(blocks: readonly Int16Array[], startAt: number, diedAt: number) {
  const sound = Int16Array.from(blocks.flatMap((block) => [...block]));
  const windows = Array.from({ length: Math.floor(sound.length / windowFrames) }, (_, n) =>
    sound.subarray(n * windowFrames, (n + 1) * windowFrames),
  );
  const isSecond = (samples: Int16Array) => shareOf(samples, tones.second) > 0.6;
  const isFirst = (samples: Int16Array) => shareOf(samples, tones.first) > 0.6;
  const windowMs = windowFrames / 48;
  const second = windows.findIndex(isSecond);
  const last = windows.slice(0, second).findLastIndex(isFirst);
  return {
    deathToSecondMs: second < 0 ? Infinity : startAt + second * windowMs - diedAt,
    silentMs: (second - last - 1) * windowMs,
  };
}

/** What the gateway and its children cost while so many seconds pass. */
async function during(pid: number, forSeconds: number) {
  const stop = await watchTree(pid, (commandLine) => {
    if (commandLine.includes('libopus')) return 'recorder';
    return commandLine.includes('pipe:0') ? 'decoder' : 'gateway';
  });
  await delay(forSeconds * 1_000);
  return stop();
}
