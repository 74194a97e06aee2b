import { expect, it } from 'vitest';
import type { AirLogEntry, AiredSoundState, Broadcast, PageOf, Recording } from '../../gateway/src/contract/index.ts';
import { createApi, head, type Api } from '../support/api.ts';
import { compareSound } from '../support/compare-sound.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { melody, wavBytes } from '../support/sound.ts';
import { airLogOf, broadcastNow, quietPlace, startVillage, wireZone } from '../support/village-on-the-wire.ts';

async function record(api: Api, ms: number): Promise<Recording> {
  const { id } = await api.upload<Recording>('/api/recordings?fileName=loi-nhan.wav', wavBytes(melody(ms)));
  return until('it is ready', async () => {
    const recording = await api.get<Recording>(`/api/recordings/${id}`);
    return recording.state === 'ready' && recording;
  });
}

async function listen(url: string, { cookie }: Api, path: string, range?: string): Promise<Buffer> {
  const response = await fetch(`${url}${path}`, { headers: { cookie, ...(range && { range }) } });
  expect(response.status).toBe(range ? 206 : 200);
  return Buffer.from(await response.arrayBuffer());
}

const samplesOf = (wav: Buffer) => new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length));

it('what a broadcast sounded like is heard again from its line, output by output, from its first sample to its last', async () => {
  const { api, gateway } = await startVillage();
  const zones = [
    await wireZone({ api, gateway }, { name: 'Đầu thôn' }),
    await wireZone({ api, gateway }, { name: 'Xóm Đình' }),
  ];
  const recording = await record(api, 9_000);
  const source = samplesOf(await listen(gateway.url, api, `/api/recordings/${recording.id}/audio`));

  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, zones);
  const entry = await airLogOf(api, broadcast);
  expect(entry.airedSound.map(({ outputId }) => outputId)).toEqual(zones.map(({ output }) => output.id));
  for (const { outputId, heldMs } of entry.airedSound) {
    expect(heldMs).toBeGreaterThan(8_900);
    const path = `/api/air-log/${entry.id}/sound/${outputId}`;
    const wav = await until('its last page is on the disk', async () => {
      const heard = await listen(gateway.url, api, path);
      return samplesOf(heard).findLastIndex((sample) => Math.abs(sample) > 200) > 8.9 * 48_000 && heard;
    });
    const likeness = compareSound(source, samplesOf(wav));
    expect(likeness.correlation).toBeGreaterThan(0.97);
    expect(Math.abs(likeness.offsetMs)).toBeLessThan(30);
    expect(Math.abs(likeness.levelDb)).toBeLessThan(0.5);
    expect(Math.abs(likeness.durationMs.heard - likeness.durationMs.source)).toBeLessThan(60);
    expect((await listen(gateway.url, api, path, 'bytes=400000-499999')).equals(wav.subarray(400_000, 500_000))).toBe(
      true,
    );
  }
  expect(await api.get<AiredSoundState>('/api/aired-sound')).toMatchObject({ fault: null });
});

it('a power cut in the middle leaves the sound until then', async () => {
  const place = await quietPlace();
  const { api, gateway } = await startVillage(place);
  const zone = await wireZone({ api, gateway }, { name: 'Đầu thôn' });
  const recording = await record(api, 30_000);
  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [zone]);
  await until('it has been on air for a while', async () => {
    const { startedAt } = await api.get<Broadcast>(`/api/broadcasts/${broadcast.id}`);
    return startedAt !== null && Date.now() - Date.parse(startedAt) > 8_000;
  });
  await gateway.end('SIGKILL');

  const again = await startGateway(place);
  const back = createApi(again.url);
  await back.post('/api/session', { login: head.login, password: head.password });
  const entry = await until('its line is there', async () =>
    (await back.get<PageOf<AirLogEntry>>('/api/air-log')).items.find((line) => line.broadcastId === broadcast.id),
  );
  expect(entry.outcome.code).toBe('broadcast.interrupted');
  expect(entry.airedSound).toEqual([{ outputId: zone.output.id, heldMs: expect.any(Number) as number }]);
  const lengthMs = Date.parse(entry.endedAt) - Date.parse(entry.startedAt ?? '');
  expect(entry.airedSound[0]?.heldMs).toBeGreaterThan(lengthMs - 2_000);
});
