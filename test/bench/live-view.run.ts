import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Camera } from '../../gateway/src/contract/index.ts';
import { makeReel } from '../../gateway/src/simulator/cameras/reel.ts';
import { numberBits, squareSize } from '../../gateway/src/simulator/cameras/rtsp/footage.ts';
import { head, setUpVillage } from '../support/api.ts';
import { openPanel } from '../support/browser.ts';
import { startCamera } from '../support/cameras.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { quietPlace } from '../support/village-on-the-wire.ts';
import { signIn } from '../e2e/village.ts';
import { quantile } from './audio-figures.ts';
import { watchTree } from './process-tree.ts';

/**
 * Live view in a real browser, nine simulated cameras: from the tap on a camera to its first picture, from the moment at which a
 * camera sends a picture to that at which the browser shows it (by the number burnt into it), and what nine viewers cost the gateway.
 */
const taps = 30;
const watchedSeconds = 30;
const count = 9;

test('a wall of nine cameras', async () => {
  const reel = await makeReel();
  const { fps, pictures } = reel.live;
  const gateway = await startGateway(await quietPlace(), {}, onTestFinished, 'gateway/dist/demo-gateway.js');
  const api = await setUpVillage(gateway.url, gateway.setUpCode);
  /** When each camera sent its picture 0, epoch ms. */
  const epochs = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const epoch = performance.timeOrigin + performance.now();
    const camera = await startCamera(onTestFinished, { name: `Góc ${n + 1}`, reel, host: `127.0.0.${11 + n}` });
    const { host, port, username, password } = camera;
    const { id } = await api.post<Camera>('/api/cameras', { name: `Góc ${n + 1}`, host, port, username, password });
    epochs.set(id, epoch);
  }
  await until('all are live', async () => {
    const { items } = await api.get<{ items: Camera[] }>('/api/cameras');
    return items.filter(({ live }) => live).length === count;
  });
  const unwatched = await costOfGateway(gateway.pid);

  const page = await openPanel(gateway.url, { width: 1_920, height: 1_080 }, '/camera/wall');
  await signIn(page, head);
  await page.evaluate(noteFirstPictures);
  const firsts: number[] = [];
  for (let tap = 0; tap < taps; tap++) {
    await until('the wall stands', () =>
      page
        .locator('[data-shown="live"]')
        .count()
        .then((live) => live === count),
    );
    firsts.push(await page.evaluate(tapAndWait, `[data-camera]:nth-child(1)`));
    await page.goBack();
  }

  await page.goto('/wall');
  await until('the wall stands', () =>
    page
      .locator('[data-shown="live"]')
      .count()
      .then((live) => live === count),
  );
  await delay(5_000);
  const costing = costOfGateway(gateway.pid);
  const [watchedId = ''] = epochs.keys();
  const shown = await page.evaluate(noteNumbers, {
    ...{ id: watchedId, ms: watchedSeconds * 1_000, bits: numberBits, square: squareSize },
  });
  const watched = await costing;
  const latencies = shown.map(({ number, at }) => at - sentAt(number, at, epochs.get(watchedId) ?? 0));

  /** The newest picture of that number that can have been sent; the footage is shown over and over. */
  function sentAt(number: number, at: number, epoch: number): number {
    const newest = Math.floor(((at - epoch) * fps) / 1_000);
    const { length } = pictures;
    const n = newest - ((((newest - number) % length) + length) % length);
    return epoch + (n * 1_000) / fps;
  }

  const ms = (values: readonly number[], q: number) => Math.round(quantile(values, q));
  console.table({
    'tap → first picture, ms': { n: firsts.length, p50: ms(firsts, 0.5), p95: ms(firsts, 0.95) },
    'sent → shown, ms': { n: latencies.length, p50: ms(latencies, 0.5), p95: ms(latencies, 0.95) },
  });
  console.table({ 'nobody looks': unwatched, 'nine viewers': watched });
  expect(latencies.length).toBeGreaterThan(watchedSeconds * fps * 0.5);
});

/** % of a core of the gateway and of what it started. */
async function costOfGateway(pid: number): Promise<Record<string, number>> {
  const stop = await watchTree(pid, (line) => (line.includes('ffmpeg') ? 'ffmpeg' : 'gateway'));
  await delay(watchedSeconds * 1_000);
  const costs = await stop();
  return Object.fromEntries(
    Object.entries(costs).map(([name, { cpuMs }]) => [name, Math.round(cpuMs / watchedSeconds) / 10]),
  );
}

type Noted = { firstPicture?: (at: number) => void };

/** In the page: whoever waits is told when a new video shows its first picture. */
function noteFirstPictures(): void {
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (!(node instanceof Element)) continue;
      for (const video of node.querySelectorAll('video')) {
        video.requestVideoFrameCallback(() => (globalThis as Noted).firstPicture?.(performance.now()));
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
}

/** In the page: taps a camera; ms until its own screen shows a picture. */
function tapAndWait(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    (globalThis as Noted).firstPicture = (at) => resolve(at - began);
    document.querySelector<HTMLElement>(selector)?.click();
  });
}

/** In the page: the number of each picture as it is shown, and when; epoch ms. */
function noteNumbers(order: { id: string; ms: number; bits: number; square: number }) {
  const video = document.querySelector<HTMLVideoElement>(`[data-camera="${order.id}"] video`);
  const canvas = new OffscreenCanvas(order.bits * order.square, order.square);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const shown: { number: number; at: number }[] = [];
  return new Promise<typeof shown>((resolve) => {
    const until = performance.now() + order.ms;
    const look = () => {
      const at = performance.timeOrigin + performance.now();
      if (!video || !context || performance.now() > until) return resolve(shown);
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, order.square / 2, canvas.width, 1);
      let number = 0;
      for (let bit = 0; bit < order.bits; bit++) {
        if ((data[4 * Math.floor((bit + 0.5) * order.square)] ?? 0) > 127) number += 2 ** bit;
      }
      shown.push({ number, at });
      video.requestVideoFrameCallback(look);
    };
    video?.requestVideoFrameCallback(look);
  });
}
