import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openOutputs } from '../../support/output.ts';
import { soundFolder, tone } from '../../support/sound.ts';
import { startPulse } from '../../support/sound-pulse.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

test('the horn that is to speak 340 ms later does so, heard by one ear beside the other', async () => {
  const pulse = await startPulse();
  if (!pulse) throw new Error('PulseAudio is not on this machine');
  process.env.PULSE_SERVER = pulse.server; // a thread takes the environment of its start
  onTestFinished(async () => {
    delete process.env.PULSE_SERVER;
    await pulse.stop();
  });
  const outputs = await openOutputs();
  const sink = { kind: 'sound-card', system: 'pulse', device: 'horn' } as const;
  const near = await outputs.create({ name: 'Gần', sink, delayMs: 340 });
  const far = await outputs.create({ name: 'Xa', sink });
  const ear = await pulse.listen();
  onTestFinished(() => ear.stop());

  const items = [{ title: 'a', path: await folder.write('tone.wav', tone(120)) }];
  const startAt = Date.now() + 2_500;
  const request = { title: 'a', startAt, items, gainDb: 0, loops: false, endBy: null };
  const forever = new AbortController().signal;
  const playing = [near, far].map(({ id }) => outputs.play(id, request, () => undefined, forever));
  const first = (await ear.onset(startAt - 500, startAt + 2_000)) ?? NaN;
  const second = (await ear.onset(first + 200, first + 1_000)) ?? NaN;
  for (const played of await Promise.all(playing)) expect(played).toMatchObject({ airedMs: 120, fault: null });
  expect(Math.abs(second - first - 340)).toBeLessThan(5);
});
