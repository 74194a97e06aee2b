import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { until } from '../../support/gateway-process.ts';
import { openOutput } from '../../support/output.ts';
import { soundFolder, tone } from '../../support/sound.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

/** The MP3 encoders that this process started. */
function encoders(): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      const parent = / (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) \S/, ''))?.[1];
      return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('libmp3lame');
    } catch {
      return false; // it has just ended
    }
  });
}

test('a stream whose encoder dies in a broadcast has not aired it all, says so, and goes on with another', async () => {
  const { outputs, output } = await openOutput({ sink: { kind: 'http-stream' } });
  const listener = outputs.stream(output.id);
  onTestFinished(() => void listener.destroy());
  let bytes = 0;
  listener.on('data', (data: Buffer) => (bytes += data.length));
  await until('it streams', () => bytes > 0);

  const items = [{ title: 'a', path: await folder.write('tone.wav', tone(9_000)) }];
  const request = { title: 'a', startAt: Date.now() + 1_000, items, gainDb: 0, loops: false, endBy: null };
  const playing = outputs.play(output.id, request, () => undefined, new AbortController().signal);
  const state = async () => (await outputs.get(output.id)).state;
  await until('it plays', async () => (await state()) === 'playing');
  const [encoder, ...others] = encoders();
  expect(others).toEqual([]);
  process.kill(encoder ?? NaN, 'SIGKILL');
  await until('the output is faulty', async () => (await state()) === 'fault');
  expect((await outputs.get(output.id)).fault?.code).toBe('media.encoder-ended');
  await until('it plays again', async () => (await state()) === 'playing');
  const before = bytes;
  await until('the same listener hears it', () => bytes > before);

  const played = await playing;
  expect(played).toMatchObject({ ending: 'ended', fault: { code: 'media.encoder-ended' } });
  expect(played.airedMs).toBeGreaterThan(3_000);
  expect(played.airedMs).toBeLessThan(8_500);
});
