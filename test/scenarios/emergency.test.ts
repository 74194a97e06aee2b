import { expect, it, onTestFinished } from 'vitest';
import type { AirLogEntry, Broadcast, PageOf, Recording } from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { openEar } from '../support/ear.ts';
import { until } from '../support/gateway-process.ts';
import { airLogOf, powerZone, recordTone, startVillage } from '../support/village-on-the-wire.ts';

/** A village with one horn per name, each an RTP loudspeaker behind a relay of its own. */
async function villageOf(names: readonly string[]) {
  const village = await startVillage();
  const zones = [];
  for (const name of names) {
    const ear = await openEar();
    onTestFinished(() => ear.close());
    const sink = { kind: 'rtp', host: '127.0.0.1', port: ear.port, codec: 'L16', ttl: 1 } as const;
    zones.push({ ...(await powerZone(village, { name, sink })), ear });
  }
  return { ...village, zones };
}

const now = () => performance.timeOrigin + performance.now();

it('music → emergency → all-clear: heard at once, the amplifiers on all the while, each with its outcome', async () => {
  const { api, zones } = await villageOf(['Xóm Đình', 'Xóm Chợ']);
  const [dinh, cho] = zones;
  if (!dinh || !cho) throw new Error('two zones were wired');
  const music = await recordTone(api, 'Nhạc', 60);
  const message = await recordTone(api, 'Tin lũ', 2);
  await api.patch<Recording>(`/api/recordings/${message.id}`, { purpose: 'emergency' });
  const zoneIds = zones.map(({ zone }) => zone.id);
  const content = { kind: 'recording', recordingId: music.id } as const;
  const played = await api.post<Broadcast>('/api/broadcasts', { id: newId(), content, zoneIds, priority: 'normal' });
  await until('the music is heard in both', () => zones.every(({ ear }) => ear.heard().length > 0));
  await until(
    'it is on air',
    async () => (await api.get<Broadcast>(`/api/broadcasts/${played.id}`)).state === 'on-air',
  );

  // Asked for three times at once, as by a person who presses again and again.
  const alarm = { id: newId(), title: 'Lũ', siren: true, recordingId: message.id, zoneIds, drill: false };
  const askedAt = now();
  const answers = await Promise.all([1, 2, 3].map(() => api.post<Broadcast>('/api/emergencies', alarm)));
  expect(answers.map(({ id }) => id)).toEqual([alarm.id, alarm.id, alarm.id]);
  const cut = await airLogOf(api, played);
  expect(cut.outcome).toMatchObject({ kind: 'pre-empted', code: 'broadcast.pre-empted-by-emergency' });
  expect(Date.parse(cut.endedAt) - askedAt).toBeLessThan(1_500);

  // The siren is ten seconds and the message two: it has begun again.
  await until(
    'it repeats',
    async () => {
      const { item } = await api.get<Broadcast>(`/api/broadcasts/${alarm.id}`);
      return now() - askedAt > 13_000 && item?.title === 'siren';
    },
    30_000,
  );
  await expect(api.post('/api/emergencies', { ...alarm, id: newId() })).rejects.toMatchObject({
    problem: { code: 'broadcast.behind-emergency', params: { title: 'Lũ' } },
  });
  const over = await api.post<Broadcast>(`/api/emergencies/${alarm.id}/all-clear`, { id: newId(), title: 'Báo yên' });
  const [ended, said] = [await airLogOf(api, alarm), await airLogOf(api, over)];
  expect(ended).toMatchObject({ outcome: { kind: 'aired', code: 'broadcast.all-clear' }, drill: false });
  expect(ended.items.map(({ title, problem }) => [title, problem])).toEqual([
    ['siren', null],
    ['Tin lũ', null],
  ]);
  expect(said).toMatchObject({ outcome: { kind: 'aired' }, airedMs: 9_000 });

  await until('the amplifiers are off', () => zones.every(({ relay }) => !relay.isOn(1)));
  for (const { relay, ear } of zones) {
    expect(relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
    // One stretch of sound from the music's first sample to the last of the all-clear: no hole where they meet.
    expect(ear.heard()).toHaveLength(1);
  }
});

it('a drill says so in every line of the log and begins with its chime; "stop now" silences it', async () => {
  const { api, zones } = await villageOf(['Xóm Đình']);
  const alarm = { id: newId(), title: 'Tập chống lũ', siren: true, drill: true };
  const askedAt = now();
  const sounding = await api.post<Broadcast>('/api/emergencies', {
    ...alarm,
    zoneIds: zones.map(({ zone }) => zone.id),
  });
  expect(sounding).toMatchObject({ drill: true, endsAt: null, priority: 'emergency' });
  await until('the relay is on', () => zones.every(({ relay }) => relay.isOn(1)));
  expect(now() - askedAt).toBeLessThan(3_000);
  await until('it is heard', () => zones.every(({ ear }) => ear.heard().length > 0));
  await api.post('/api/broadcasts/stop-all');
  const { items } = await until('it is in the log', async () => {
    const page = await api.get<PageOf<AirLogEntry>>('/api/air-log');
    return page.items.length > 0 && page;
  });
  expect(items).toMatchObject([{ drill: true, outcome: { kind: 'stopped' } }]);
  expect(items[0]?.items[0]?.title).toBe('drill');
});
