import { expect, it, onTestFinished } from 'vitest';
import type { Broadcast, LiveVoiceInput, Recording, Slot } from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { until } from '../support/gateway-process.ts';
import { listenToRtp } from '../support/rtp-listener.ts';
import { openSpeaker, toneOf } from '../support/speaker.ts';
import { chimesAndSiren, drawVillage, heardBy, keepPicture, sourcesIn } from '../support/village-graph.ts';
import { airLogOf, planAt, powerZone, recordTone, startVillage } from '../support/village-on-the-wire.ts';

/** What can be told apart at the horns. */
const tones = { music: 330, notice: 520, bulletin: 700, message: 1_500, voice: 1_100 };

async function villageOf(names: readonly string[]) {
  const village = await startVillage();
  const zones = [];
  for (const name of names) {
    const receiver = await listenToRtp();
    onTestFinished(() => receiver.close());
    const sink = { kind: 'rtp', host: '127.0.0.1', port: receiver.port, codec: 'L16', ttl: 1 } as const;
    zones.push({ ...(await powerZone(village, { name, sink })), name, receiver });
  }
  return { ...village, zones };
}

it('an hour of the village: music → notice → live voice → emergency → all-clear → the bulletin begins again', async () => {
  const { api, gateway, zones } = await villageOf(['Xóm Đình', 'Xóm Chợ']);
  const [dinh, cho] = zones;
  if (!dinh || !cho) throw new Error('two zones were wired');
  const [music, notice, bulletin, message] = await Promise.all([
    recordTone(api, 'Nhạc', 100, tones.music),
    recordTone(api, 'Thông báo', 5, tones.notice),
    recordTone(api, 'Bản tin sáng', 95, tones.bulletin),
    recordTone(api, 'Tin lũ', 2, tones.message),
  ]);
  await api.patch<Recording>(`/api/recordings/${message.id}`, { purpose: 'emergency' });
  const air = (recording: Recording, at: typeof zones, priority: 'normal' | 'priority') =>
    api.post<Broadcast>('/api/broadcasts', {
      id: newId(),
      content: { kind: 'recording', recordingId: recording.id },
      zoneIds: at.map(({ zone }) => zone.id),
      priority,
    });
  const onAir = (broadcast: Broadcast) =>
    until(
      `${broadcast.title} is on air`,
      async () => (await api.get<Broadcast>(`/api/broadcasts/${broadcast.id}`)).state === 'on-air',
    );
  const marks: { at: number; label: string }[] = [];
  const mark = (label: string, at = Date.now()) => void marks.push({ at, label });

  const bulletinAt = Date.now() + 30_000;
  const planned = await planAt(
    api,
    {
      title: 'Bản tin sáng',
      kind: 'bulletin',
      content: { kind: 'recording', recordingId: bulletin.id },
      zoneIds: [cho.zone.id],
      priority: 'priority',
    },
    bulletinAt,
  );

  // Music everywhere, half a minute before the bulletin.
  mark('music');
  const playing = await air(music, zones, 'normal');
  await onAir(playing);

  // A notice in one zone: its bus alone changes hands.
  await until('the music was heard for a while', () => bulletinAt - Date.now() < 24_000);
  mark('notice to Xóm Đình');
  const said = await air(notice, [dinh], 'priority');
  const saidLine = await airLogOf(api, said);

  // The village head speaks there, and goes on speaking.
  mark('live voice');
  const voice: LiveVoiceInput = { id: newId(), title: 'Ông Tư nói', zoneIds: [dinh.zone.id], priority: 'priority' };
  await api.post<Broadcast>('/api/live-voices', voice);
  const speaker = await openSpeaker(gateway.url, api.cookie, voice.id);
  onTestFinished(() => speaker.leave());
  speaker.speak(toneOf(tones.voice));
  await speaker.told('on-air');

  // The bulletin takes the other bus at its instant.
  mark('bulletin', bulletinAt);
  const slotNow = () => api.get<Slot>(`/api/slots/${planned.id}`);
  await until('the bulletin is on air', async () => (await slotNow()).state === 'on-air', 60_000);
  const musicLine = await airLogOf(api, playing);

  // An emergency takes all of it.
  await until('the bulletin was heard for a while', () => Date.now() - bulletinAt > 4_000);
  mark('emergency');
  const alarm = {
    id: newId(),
    title: 'Lũ',
    siren: true,
    recordingId: message.id,
    zoneIds: zones.map(({ zone }) => zone.id),
    drill: false,
  };
  await api.post<Broadcast>('/api/emergencies', alarm);
  const itemOf = async () => (await api.get<Broadcast>(`/api/broadcasts/${alarm.id}`)).item?.title;
  await until('the message is said', async () => (await itemOf()) === message.title, 30_000);
  await until('the siren begins again', async () => (await itemOf()) !== message.title, 10_000);
  mark('all-clear');
  await api.post<Broadcast>(`/api/emergencies/${alarm.id}/all-clear`, { id: newId(), title: 'Báo yên' });
  const alarmLine = await airLogOf(api, alarm);
  const voiceLine = await airLogOf(api, voice);

  // The bulletin begins again, and airs to its end.
  const over = await until(
    'the bulletin has its outcome',
    async () => {
      const { outcome, ...rest } = await slotNow();
      return outcome && { outcome, ...rest };
    },
    150_000,
  );
  await until('the amplifiers are off', () => zones.every(({ relay }) => !relay.isOn(1)), 30_000);

  expect(musicLine.outcome).toMatchObject({ kind: 'pre-empted' });
  expect(saidLine.outcome).toMatchObject({ kind: 'aired' });
  expect(voiceLine.outcome).toMatchObject({ code: 'broadcast.pre-empted-by-emergency', params: { by: 'Lũ' } });
  expect(alarmLine.outcome).toMatchObject({ kind: 'aired', code: 'broadcast.all-clear' });
  expect(over.outcome).toMatchObject({ kind: 'aired' });
  const graphed = zones.map(({ name, receiver, relay }) => ({
    name,
    cells: heardBy(receiver, tones),
    relay: relay.story,
  }));
  const picture = await keepPicture(
    'village-hour.svg',
    drawVillage('An hour of the village, in two minutes', graphed, marks),
  );
  console.info(picture);
  const told = graphed.map(({ name, cells }) => `${name}: ${sourcesIn(cells).join(' → ')}`);
  const lines = [musicLine, saidLine, voiceLine, alarmLine, { title: 'Bản tin sáng', outcome: over.outcome }];
  console.info(
    [...told, ...lines.map(({ title, outcome }) => `${title}: ${outcome.kind} (${outcome.code})`)].join('\n'),
  );
  const [atDinh, atCho] = graphed.map(({ cells }) => sourcesIn(cells).filter((source) => source !== chimesAndSiren));
  expect(atDinh).toEqual(['music', 'notice', 'voice', 'message']);
  expect(atCho).toEqual(['music', 'bulletin', 'message', 'bulletin']);
}, 300_000);
