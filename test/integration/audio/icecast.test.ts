import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Played } from '../../../gateway/src/audio/bus.ts';
import type { Outputs } from '../../../gateway/src/audio/output-service.ts';
import type { Output } from '../../../gateway/src/contract/index.ts';
import { until } from '../../support/gateway-process.ts';
import { startIcecast, type IcecastProcess } from '../../support/icecast-server.ts';
import { openOutput, openOutputs } from '../../support/output.ts';
import { soundFolder, tone } from '../../support/sound.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

async function icecast(settings = {}): Promise<IcecastProcess> {
  const server = await startIcecast(settings);
  onTestFinished(() => server.stop());
  return server;
}

async function play(outputs: Outputs, { id }: Output, ms: number, title = 'Bản tin sáng'): Promise<Played> {
  const items = [{ title: 'a', path: await folder.write(`${ms}.wav`, tone(ms)) }];
  const request = { title, startAt: Date.now() + 1_000, items, gainDb: 0, loops: false, endBy: null };
  return outputs.play(id, request, () => undefined, new AbortController().signal);
}

const reaches = (outputs: Outputs, { id }: Output, fault: string | null) =>
  until(`its fault is ${fault}`, async () => ((await outputs.get(id)).fault?.code ?? null) === fault);
const isThere = (server: IcecastProcess, mount = '/loa.mp3') =>
  until('the server has it', async () => mount in (await server.titles()));

describe('an output that is the source of an Icecast server', () => {
  test('is there before anything airs, and shows what is on air', async () => {
    const server = await icecast();
    const { outputs, output } = await openOutput({ sink: server.sink(), password: server.password });
    await isThere(server);
    await until('its name is shown', async () => (await server.titles())['/loa.mp3'] === 'Loa');
    const playing = play(outputs, output, 2_500, 'Tin đầu giờ: lịch tiêm & họp xóm');
    await until('the title is shown', async () =>
      /lịch tiêm & họp xóm/.test((await server.titles())['/loa.mp3'] ?? ''),
    );
    expect(await playing).toMatchObject({ ending: 'ended', airedMs: 2_500, fault: null });
    await until('its name is shown again', async () => (await server.titles())['/loa.mp3'] === 'Loa');
    await outputs.remove(output.id);
    await until('it is gone', async () => !('/loa.mp3' in (await server.titles())));
  });

  test('with a wrong password says so, airs nothing, and is there as soon as that is put right', async () => {
    const server = await icecast();
    const { outputs, output } = await openOutput({ sink: server.sink(), password: 'doan-mo' });
    await reaches(outputs, output, 'icecast.password');
    expect(await play(outputs, output, 500)).toMatchObject({
      ending: 'failed',
      startedAt: null,
      airedMs: 0,
      fault: { code: 'icecast.password' },
    });
    await outputs.change(output.id, { password: server.password });
    await isThere(server);
    expect(await outputs.get(output.id)).toMatchObject({ state: 'idle', fault: null });
    expect(await play(outputs, output, 500)).toMatchObject({ ending: 'ended', airedMs: 500, fault: null });
  });

  test('whose mount somebody else uses says so, and is there when they have gone', async () => {
    const server = await icecast();
    const others = await openOutput({ sink: server.sink(), password: server.password });
    await isThere(server);
    const { outputs, output } = await openOutput({ sink: server.sink(), password: server.password });
    await reaches(outputs, output, 'icecast.mount-in-use');
    expect((await outputs.get(output.id)).fault?.params).toEqual({ mount: '/loa.mp3' });
    await others.outputs.remove(others.output.id);
    await reaches(outputs, output, null);
  });

  test('beyond what the server takes says so', async () => {
    const server = await icecast({ sources: 1 });
    await openOutput({ sink: server.sink('/mot.mp3'), password: server.password });
    await isThere(server, '/mot.mp3');
    const { outputs, output } = await openOutput({ sink: server.sink('/hai.mp3'), password: server.password });
    await reaches(outputs, output, 'icecast.full');
  });

  test('is lost with its server in the midst of a broadcast, which says so, and comes back with it', async () => {
    const server = await icecast();
    const { outputs, output } = await openOutput({ sink: server.sink(), password: server.password });
    await isThere(server);
    const playing = play(outputs, output, 9_000);
    await until('it plays', async () => (await outputs.get(output.id)).state === 'playing');
    await server.kill();
    await until('it is lost', async () => (await outputs.get(output.id)).state === 'fault');
    expect((await outputs.get(output.id)).fault?.code).toMatch(/^icecast\.(lost|unreachable)$/);
    await server.start();
    await until('it plays again', async () => (await outputs.get(output.id)).state === 'playing');
    const played = await playing;
    expect(played).toMatchObject({ ending: 'ended', fault: { code: expect.stringMatching(/^icecast\./) as string } });
    expect(played.airedMs).toBeGreaterThan(1_000);
    expect(played.airedMs).toBeLessThan(8_900);
    await isThere(server);
  });

  test('is asked for again and again where no server is', async () => {
    const server = await icecast();
    await server.kill();
    const seen: (string | null)[] = [];
    const outputs = await openOutputs(({ fault }) => seen.push(fault?.code ?? null));
    const output = await outputs.create({ name: 'Loa', sink: server.sink(), password: server.password });
    await reaches(outputs, output, 'icecast.unreachable');
    await server.start();
    await reaches(outputs, output, null);
    await isThere(server);
    expect(seen).not.toContain('icecast.connecting');
  });
});
