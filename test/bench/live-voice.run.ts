import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Broadcast } from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { preciseNow } from '../support/sound-pulse.ts';
import { startListeningProcess } from '../support/sound-listening.ts';
import { openSpeaker } from '../support/speaker.ts';
import { powerZone, startVillage } from '../support/village-on-the-wire.ts';
import { quantile } from './audio-figures.ts';

/**
 * A live voice through the whole gateway: from the moment a panel's frame is complete to its first sample at the sink. A
 * word is 200 ms, a pause 300 ms. `network`: what a frame is held up by, ms; in order, as TCP delivers.
 */
const words = 60;
const wordFrames = 10;
const pauseFrames = 15;

const networks: Record<string, (n: number) => number> = {
  'quiet loopback': () => 0,
  'Wi-Fi, jitter to 30 ms': (n) => (n * 7_919) % 31,
  'Wi-Fi, a 150 ms stall each two seconds': (n) => (n % 100 < 8 ? 150 - 20 * (n % 100) : 0),
};

test.each(Object.entries(networks))('frame sent → sink, %s', async (name, holdMs) => {
  const village = await startVillage();
  const sink = await startListeningProcess();
  onTestFinished(() => sink.stop());
  const target = { kind: 'listening', host: '127.0.0.1', port: sink.port } as const;
  const { zone } = await powerZone(village, { name: 'Loa', sink: target });
  const none = { opening: 'none', closing: 'none' } as const;
  const id = newId();
  const order = { id, title: 'Nói', zoneIds: [zone.id], priority: 'priority', chimes: none };
  await village.api.post<Broadcast>('/api/live-voices', order);
  const said: number[] = [];
  let speaking = false;
  const speaker = await openSpeaker(village.gateway.url, village.api.cookie, id, { holdMs });
  onTestFinished(() => speaker.leave());
  speaker.speak((at) => {
    const frame = at / 960;
    const word = speaking && frame % (wordFrames + pauseFrames) < wordFrames;
    if (word && frame % (wordFrames + pauseFrames) === 0) said.push(preciseNow());
    return word
      ? Int16Array.from({ length: 960 }, (_, i) => 9_000 * Math.cos((2 * Math.PI * 1_000 * i) / 48_000))
      : new Int16Array(960);
  });
  await speaker.told('on-air');
  await delay(1_000);
  speaking = true;
  while (said.length < words) await delay(100);
  await village.api.post(`/api/live-voices/${id}/finish`);
  await speaker.told('ended');
  const onsets = sink.story.filter(({ kind }) => kind === 'onset').map(({ at }) => at);
  const delays = said.flatMap((at) => {
    const heard = onsets.find((onset) => onset >= at - 5);
    return heard !== undefined && heard - at < 450 ? [heard - at] : [];
  });
  const ms = (q: number) => quantile(delays, q).toFixed(1);
  const missed = said.length - delays.length;
  console.log(
    `${name}: n ${delays.length}, missed ${missed}, p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)} ms; underruns ${await sink.underruns()}`,
  );
  expect(missed).toBeLessThan(words / 4);
});
