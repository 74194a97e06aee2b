import { expect, it, onTestFinished } from 'vitest';
import type { Broadcast, LiveVoiceInput } from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { lanAddress } from '../../gateway/src/core/lan-address.ts';
import { openEar, type Ear } from '../support/ear.ts';
import { until } from '../support/gateway-process.ts';
import { signInOverTls } from '../support/secure-session.ts';
import { openSpeaker, toneOf } from '../support/speaker.ts';
import { airLogOf, powerZone, recordTone, startVillage } from '../support/village-on-the-wire.ts';

/** A village with one horn, an RTP loudspeaker behind a relay, and its head with a phone. */
async function villageWithASpeaker(order: Partial<LiveVoiceInput> = {}) {
  const village = await startVillage();
  const ear = await openEar();
  onTestFinished(() => ear.close());
  const sink = { kind: 'rtp', host: '127.0.0.1', port: ear.port, codec: 'L16', ttl: 1 } as const;
  const { zone, relay } = await powerZone(village, { name: 'Xóm Đình', sink });
  const input: LiveVoiceInput = {
    id: newId(),
    title: 'Ông Tư nói',
    zoneIds: [zone.id],
    priority: 'priority',
    ...order,
  };
  const begin = async () => {
    const begun = await village.api.post<Broadcast>('/api/live-voices', input);
    const speaker = await openSpeaker(village.gateway.url, village.api.cookie, input.id);
    onTestFinished(() => speaker.leave());
    return { begun, speaker };
  };
  return { ...village, ear, zone, relay, input, begin };
}

const now = () => performance.timeOrigin + performance.now();

/** How long it has been silent, ms. */
function silentFor(ear: Ear): number {
  return now() - (ear.heard().at(-1)?.to ?? 0);
}

it('who speaks into a phone is heard from the horns, and the amplifier is off after it', async () => {
  const { api, ear, relay, input, begin } = await villageWithASpeaker();
  const { begun, speaker } = await begin();
  expect(begun).toMatchObject({ live: true, endsAt: null, priority: 'priority', state: 'warming' });
  await speaker.told('prepare');
  speaker.speak(toneOf(700));
  const { at } = await speaker.told('on-air');
  expect(relay.isOn(1)).toBe(true);
  await until('the voice is heard', () => ear.heard().some(({ to }) => to > Date.parse(at) + 1_000));
  expect(await speaker.told('level')).toMatchObject({ rmsDb: expect.closeTo(-15.3, 0) as number });
  // Asked for twice, as by a panel whose answer was lost.
  expect((await api.post<Broadcast>('/api/live-voices', input)).id).toBe(input.id);
  await api.post(`/api/live-voices/${input.id}/finish`);
  const { reason } = await speaker.told('ended');
  expect(reason.code).toBe('broadcast.aired');
  const line = await airLogOf(api, input);
  expect(line).toMatchObject({ outcome: { kind: 'aired' }, startedBy: 'Ông Tư', title: 'Ông Tư nói' });
  expect(line.airedMs).toBeGreaterThan(1_000);
  await until('the amplifier is off', () => !relay.isOn(1));
  const audit = await api.get<{ items: { action: string; subject: string; result: string }[] }>('/api/audit-log');
  expect(audit.items.map(({ action, result }) => `${action} ${result}`)).toEqual(
    expect.arrayContaining([
      'startLiveVoice ok',
      'speakLiveVoice ok',
      'finishLiveVoice ok',
      'speakLiveVoice broadcast.aired',
    ]),
  );
});

it('a phone that trusts the village’s own authority, and nothing else, speaks over the safe connection', async () => {
  const village = await villageWithASpeaker();
  const { api, ear, input } = village;
  const { url, cookie, trusting } = await signInOverTls(village, lanAddress());
  await expect(openSpeaker(url, cookie, input.id)).rejects.toThrow(/certificate/);
  await api.post<Broadcast>('/api/live-voices', input);
  const speaker = await openSpeaker(url, cookie, input.id, { trusting });
  onTestFinished(() => speaker.leave());
  speaker.speak(toneOf(700));
  const { at } = await speaker.told('on-air');
  await until('the voice is heard', () => ear.heard().some(({ to }) => to > Date.parse(at) + 1_000));
  await speaker.loseNetwork(1_000);
  const back = now();
  await until('the voice is heard again', () => ear.heard().some(({ to }) => to > back + 500));
  await api.post(`/api/live-voices/${input.id}/finish`);
  expect((await speaker.told('ended')).reason.code).toBe('broadcast.aired');
  expect((await airLogOf(api, input)).outcome).toMatchObject({ kind: 'aired', code: 'broadcast.aired' });
});

it('a network that is gone for a second and a half is a pause, and the same voice goes on after it', async () => {
  const { api, ear, input, begin } = await villageWithASpeaker();
  const { speaker } = await begin();
  speaker.speak(toneOf(700));
  await speaker.told('on-air');
  await until('the voice is heard', () => ear.heard().length > 0);
  await speaker.loseNetwork(1_500);
  const back = now();
  await until('the voice is heard again', () => ear.heard().some(({ to }) => to > back + 500));
  expect((await api.get<Broadcast>(`/api/broadcasts/${input.id}`)).state).toBe('on-air');
  await api.post(`/api/live-voices/${input.id}/finish`);
  expect((await airLogOf(api, input)).outcome).toMatchObject({ kind: 'aired', code: 'broadcast.aired' });
});

it('a network that is gone for three seconds ends the voice, says so, and switches the amplifier off', async () => {
  const { api, ear, relay, input, begin } = await villageWithASpeaker();
  const { speaker } = await begin();
  speaker.speak(toneOf(700));
  await speaker.told('on-air');
  await until('the voice is heard', () => ear.heard().length > 0);
  await speaker.loseNetwork(3_000);
  const line = await airLogOf(api, input);
  expect(line.outcome).toMatchObject({ kind: 'aired-partly', code: 'live.connection-lost' });
  expect((await speaker.told('ended')).reason.code).toBe('live.connection-lost');
  await until('the amplifier is off', () => !relay.isOn(1));
  expect(silentFor(ear)).toBeGreaterThan(0);
});

it('an emergency cuts in at once, and the speaker is told by whom', async () => {
  const { api, relay, zone, input, begin } = await villageWithASpeaker();
  const { speaker } = await begin();
  speaker.speak(toneOf(700));
  await speaker.told('on-air');
  const alarm = { id: newId(), title: 'Lũ', siren: true, zoneIds: [zone.id], drill: false };
  await api.post<Broadcast>('/api/emergencies', alarm);
  expect((await speaker.told('ended')).reason).toMatchObject({
    code: 'broadcast.pre-empted-by-emergency',
    params: { by: 'Lũ' },
  });
  expect((await airLogOf(api, input)).outcome.kind).toBe('pre-empted');
  expect(relay.isOn(1)).toBe(true);
  await api.post('/api/broadcasts/stop-all');
});

it('a voice goes before music, waits for another voice, and is stopped by whoever may', async () => {
  const { api, zone, input, begin } = await villageWithASpeaker();
  const { id: recordingId } = await recordTone(api, 'Nhạc', 30);
  const content = { kind: 'recording', recordingId } as const;
  const music = { id: newId(), content, zoneIds: [zone.id], priority: 'normal' };
  await api.post<Broadcast>('/api/broadcasts', music);
  const { speaker } = await begin();
  expect((await airLogOf(api, music)).outcome).toMatchObject({ kind: 'pre-empted', params: { by: 'Ông Tư nói' } });
  await expect(api.post('/api/live-voices', { ...input, id: newId() })).rejects.toMatchObject({
    problem: { code: 'broadcast.behind-live', params: { title: 'Ông Tư nói' } },
  });
  speaker.speak(toneOf(700));
  await speaker.told('on-air');
  await api.post('/api/broadcasts/stop-all');
  expect((await speaker.told('ended')).reason.code).toBe('broadcast.stopped');
});
