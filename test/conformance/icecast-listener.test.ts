import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { compareSound } from '../support/compare-sound.ts';
import { until } from '../support/gateway-process.ts';
import { startIcecast } from '../support/icecast-server.ts';
import { openOutput } from '../support/output.ts';
import { ffmpegOnHttp } from '../support/receivers.ts';
import { melody, soundFolder } from '../support/sound.ts';

test('a listener of the Icecast server hears what was played, from the first word to the last', async () => {
  const server = await startIcecast();
  onTestFinished(() => server.stop());
  const folder = await soundFolder();
  onTestFinished(() => folder.remove());
  const source = melody(6_000);
  const { outputs, output } = await openOutput({ sink: server.sink(), password: server.password });
  await until('the server has it', async () => '/loa.mp3' in (await server.titles()));
  const receiver = await ffmpegOnHttp(server.url(), onTestFinished);
  const items = [{ title: 'a', path: await folder.write('melody.wav', source) }];
  const request = { title: 'a', startAt: Date.now() + 3_000, items, gainDb: 0, loops: false, endBy: null };
  const played = await outputs.play(output.id, request, () => undefined, new AbortController().signal);
  expect(played).toMatchObject({ ending: 'ended', airedMs: 6_000, fault: null });
  await delay(5_000);
  const likeness = compareSound(source, await receiver.heard());
  expect(likeness.correlation).toBeGreaterThan(0.97);
  expect(Math.abs(likeness.levelDb)).toBeLessThan(0.5);
  expect(Math.abs(likeness.durationMs.heard - likeness.durationMs.source)).toBeLessThan(80);
});
