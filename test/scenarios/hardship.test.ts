import { readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type {
  AirLogEntry,
  Broadcast,
  PageOf,
  Playlist,
  Recording,
  Relay,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { createApi, head, type Api } from '../support/api.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { openMosquitto, passwordOf } from '../support/mqtt-brokers.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { tone, wavBytes } from '../support/sound.ts';
import {
  airLogOf,
  broadcastNow,
  quietPlace,
  recordTone,
  sounds,
  startVillage,
  wireZone,
} from '../support/village-on-the-wire.ts';

/** Signs in at a gateway that was set up before. */
async function signIn(url: string): Promise<Api> {
  const api = createApi(url);
  await api.post('/api/session', { login: head.login, password: head.password });
  return api;
}

async function onAir(api: Api, { id }: Broadcast): Promise<Broadcast> {
  return until('it is on air', async () => {
    const broadcast = await api.get<Broadcast>(`/api/broadcasts/${id}`);
    return broadcast.state === 'on-air' && broadcast;
  });
}

/** Two zones; the relay of the second obeys, but nobody ever hears of it. */
async function villageWithMuteRelay() {
  const { api, gateway } = await startVillage();
  const well = await wireZone({ api, gateway }, { name: 'Đầu thôn' });
  const mute = await wireZone({ api, gateway }, { name: 'Cuối thôn' });
  mute.relay.knobs.dropAnswers = Number.POSITIVE_INFINITY;
  return { api, well, mute };
}

it.each([
  ['never answers', 11, 'relay.unreachable'],
  ['has not answered when a short message is over', 2, 'zone.unconfirmed'],
])('a relay that %s is named, the other zone hears, and both amplifiers end up off', async (_what, seconds, cause) => {
  const { api, well, mute } = await villageWithMuteRelay();
  const recording = await recordTone(api, 'Lời nhắn', seconds);

  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [well, mute]);
  expect(await airLogOf(api, broadcast)).toMatchObject({
    outcome: { kind: 'aired-partly', code: 'broadcast.zone-fault', params: { zone: 'Cuối thôn', cause } },
    zones: [
      { name: 'Đầu thôn', confirmed: true, fault: null },
      { name: 'Cuối thôn', confirmed: false, airedMs: 0, fault: { code: cause } },
    ],
  });
  await until('both amplifiers are off', () => !well.relay.isOn(1) && !mute.relay.isOn(1));
  expect(mute.relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
  expect(well.sink.underruns).toBe(0);
});

it('a relay that says OFF when told ON: the broadcast failed, however much sound was sent', async () => {
  const { api, gateway } = await startVillage();
  const liar = await wireZone({ api, gateway }, { name: 'Xóm Đình', driver: 'tasmota' });
  const recording = await recordTone(api, 'Lời nhắn', 15);
  liar.relay.knobs.lie = 'says-off';

  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [liar]);
  expect(await airLogOf(api, broadcast)).toMatchObject({
    outcome: {
      kind: 'failed',
      code: 'broadcast.no-power',
      params: { zone: 'Xóm Đình', cause: 'relay.refused' },
    },
    zones: [{ confirmed: false, airedMs: 0, fault: { code: 'relay.refused' } }],
  });
  expect(liar.relay.isOn(1)).toBe(false);
  expect(await api.get<Zone>(`/api/zones/${liar.zone.id}`)).toMatchObject({
    power: 'fault',
    fault: { code: 'relay.refused' },
  });
});

it('nonsense on a relay’s topics changes neither the sound nor what is known of the relay', async () => {
  const { api, gateway } = await startVillage();
  const zones = [
    await wireZone({ api, gateway }, { name: 'Đầu thôn', driver: 'generic' }),
    await wireZone({ api, gateway }, { name: 'Cuối thôn', driver: 'tasmota' }),
  ];
  const recording = await recordTone(api, 'Lời nhắn', 4);
  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, zones);
  await onAir(api, broadcast);
  const known = async () =>
    (await api.get<PageOf<Relay>>('/api/relays')).items.map(({ availability, channels: [channel] }) => ({
      availability,
      state: channel?.state,
      wanted: channel?.wanted,
      fault: channel?.fault,
    }));
  const before = await known();
  expect(before).toEqual(Array(2).fill({ availability: 'online', state: 'on', wanted: 'on', fault: null }));

  for (let round = 0; round < 20; round++) for (const { relay } of zones) relay.talkNonsense();
  // Whoever spoke nonsense still answers: what the gateway knows of it now was said after that.
  await until('the nonsense has arrived', () => gateway.output.some((line) => line.includes('makes no sense')));
  expect(await known()).toEqual(before);

  expect(await airLogOf(api, broadcast)).toMatchObject({
    outcome: { kind: 'aired' },
    zones: [{ fault: null }, { fault: null }],
  });
  for (const { sink, relay } of zones) {
    await until('the sound is over', () => sink.story().some(({ kind }) => kind === 'end'));
    expect(sink.underruns).toBe(0);
    expect(sink.story().map(({ kind }) => kind)).toEqual(['onset', 'end']);
    await until('the amplifier is off', () => !relay.isOn(1));
    expect(relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
  }
});

it('asked to end while on air, the gateway goes with its amplifiers off and its outcome written', async () => {
  const { api, gateway, place } = await startVillage();
  const zone = await wireZone({ api, gateway }, { name: 'Xóm Đình' });
  const recording = await recordTone(api, 'Lời nhắn', 20);
  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [zone]);
  await onAir(api, broadcast);
  await until('it sounds', () => sounds(zone));

  const askedAt = Date.now();
  expect(await gateway.end('SIGTERM')).toBe(0);
  const off = zone.relay.story.find(({ state }) => state === 'off');
  expect(zone.relay.isOn(1)).toBe(false);
  expect((off?.at ?? Infinity) - askedAt).toBeLessThan(2_000);

  const again = await signIn((await startGateway(place)).url);
  expect((await again.get<PageOf<AirLogEntry>>('/api/air-log')).items).toMatchObject([
    { broadcastId: broadcast.id, outcome: { kind: 'aired-partly', code: 'broadcast.interrupted' } },
  ]);
});

it('a full disk refuses what it cannot keep, lets the broadcast go on, and corrupts nothing', async ({ skip }) => {
  const disk = await mountSmallDisk(24);
  if (!disk) return skip('a file system of a few megabytes can only be mounted by root');
  const { api, gateway, place } = await startVillage(await quietPlace(disk.folder));
  const zone = await wireZone({ api, gateway }, { name: 'Xóm Đình' });
  const recording = await recordTone(api, 'Lời nhắn', 6);

  // During an upload.
  await disk.leave(2_000_000);
  const tooMuch = wavBytes(tone(60_000));
  await expect(api.upload('/api/recordings?fileName=dai.wav', tooMuch)).rejects.toMatchObject({
    problem: { status: 507, code: 'storage.full' },
  });
  expect((await api.get<PageOf<Recording>>('/api/recordings')).items.map(({ id }) => id)).toEqual([recording.id]);
  expect(await readdir(join(place.stateFolder, 'recordings/incoming'))).toEqual([]);

  // During a broadcast, to the last byte.
  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [zone]);
  await onAir(api, broadcast);
  await disk.leave(0);
  await expect(api.upload('/api/recordings?fileName=ngan.wav', wavBytes(tone(500)))).rejects.toMatchObject({
    problem: { status: 507, code: 'storage.full' },
  });
  await until('the sound is over', () => zone.sink.story().some(({ kind }) => kind === 'end'));
  await until('the amplifier is off', () => !zone.relay.isOn(1));
  expect(zone.sink.underruns).toBe(0);

  // Room again: the outcome that could not be written is not lost.
  await disk.leave(8_000_000);
  expect(await airLogOf(api, broadcast)).toMatchObject({ outcome: { kind: 'aired' } });

  expect(await gateway.end('SIGTERM')).toBe(0);
  const again = await signIn((await startGateway(place)).url);
  expect((await again.get<PageOf<AirLogEntry>>('/api/air-log')).items).toMatchObject([
    { broadcastId: broadcast.id, outcome: { kind: 'aired' } },
  ]);
  expect((await again.get<PageOf<Recording>>('/api/recordings')).items).toMatchObject([{ state: 'ready' }]);
});

it('on a broker of the village’s own, a broadcast airs with ON and OFF confirmed', async () => {
  const relayAccount = 'relay-am-ly-xom-dinh';
  const mosquitto = await openMosquitto({
    'loa-thon': { prefix: 'loa-thon/ngot', publishes: true },
    [relayAccount]: { prefix: 'loa-thon/ngot/relay/am-ly-xom-dinh', publishes: true },
  });
  onTestFinished(() => mosquitto.stop());
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  const { api, gateway } = await startVillage(await quietPlace(), {
    LOA_THON_MQTT_URL: url,
    LOA_THON_MQTT_USERNAME: 'loa-thon',
    LOA_THON_MQTT_PASSWORD: passwordOf('loa-thon'),
  });
  const zone = await wireZone({ api, gateway }, { name: 'Xóm Đình', driver: 'tasmota', broker: { url, passwordOf } });
  const recording = await recordTone(api, 'Lời nhắn', 2);

  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [zone]);
  const channel = async () => (await api.get<Relay>(`/api/relays/${zone.relay.id}`)).channels[0]?.state;
  await until('ON is confirmed', async () => (await channel()) === 'on');
  expect(await airLogOf(api, broadcast)).toMatchObject({
    outcome: { kind: 'aired' },
    zones: [{ confirmed: true, fault: null }],
  });
  await until('OFF is confirmed', async () => (await channel()) === 'off');
  expect(zone.relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
  expect(await gateway.end('SIGTERM')).toBe(0);
});

it('“Dừng ngay” silences every zone within half a second and switches their amplifiers off', async () => {
  const { api, gateway } = await startVillage();
  const zones = [
    await wireZone({ api, gateway }, { name: 'Đầu thôn' }),
    await wireZone({ api, gateway }, { name: 'Cuối thôn', driver: 'tasmota' }),
  ];
  const recording = await recordTone(api, 'Lời nhắn', 20);
  const content = { kind: 'recording', recordingId: recording.id } as const;
  const broadcasts = [];
  for (const zone of zones) broadcasts.push(await broadcastNow(api, content, [zone]));
  for (const broadcast of broadcasts) await onAir(api, broadcast);
  await until('both sound', () => zones.every((zone) => sounds(zone)));

  const pressedAt = Date.now();
  await api.post('/api/broadcasts/stop-all');
  for (const { sink, relay } of zones) {
    const end = await until('silence', () => sink.story().find(({ kind }) => kind === 'end'));
    expect(end.at - pressedAt).toBeLessThan(500);
    const off = await until('the amplifier is off', () => relay.story.find(({ state }) => state === 'off'));
    expect(off.at - pressedAt).toBeLessThan(1_000);
  }
  for (const broadcast of broadcasts) {
    expect(await airLogOf(api, broadcast)).toMatchObject({
      outcome: { kind: 'stopped', code: 'broadcast.stopped', params: { by: head.name } },
    });
  }
});

it('broken files are passed over and named, and when all are broken nothing is called aired', async () => {
  const { api, gateway, place } = await startVillage();
  const zone = await wireZone({ api, gateway }, { name: 'Xóm Đình' });
  const recordings = [];
  for (const title of ['Một', 'Hai', 'Ba', 'Bốn']) recordings.push(await recordTone(api, title, 1));
  const recordingIds = recordings.map(({ id }) => id);
  const playlist = await api.post<Playlist>('/api/playlists', { title: 'Bản tin sáng', recordingIds });
  const content = { kind: 'playlist', playlistId: playlist.id } as const;
  const soundOf = (index: number) => join(place.stateFolder, 'recordings/aired', `${recordingIds[index]}.wav`);
  await truncate(soundOf(1), 10);
  await rm(soundOf(2));

  const broadcast = await broadcastNow(api, content, [zone]);
  const entry = await airLogOf(api, broadcast);
  expect(entry).toMatchObject({
    outcome: { kind: 'aired-partly', code: 'broadcast.item-skipped' },
    items: [
      { title: 'Một', problem: null },
      { title: 'Hai', airedMs: 0, problem: { code: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/) as string } },
      { title: 'Ba', airedMs: 0, problem: { code: 'recording.file-missing' } },
      { title: 'Bốn', problem: null },
    ],
  });
  expect(['Hai', 'Ba']).toContain(entry.outcome.params.item);
  expect(entry.airedMs).toBeGreaterThan(1_900);
  expect(entry.airedMs).toBeLessThan(2_100);
  expect(zone.sink.underruns).toBe(0);

  // What is left is broken too, and only found out when it is opened.
  for (const index of [0, 3]) await truncate(soundOf(index), 10);
  const silent = await airLogOf(api, await broadcastNow(api, content, [zone]));
  expect(silent).toMatchObject({
    outcome: { kind: 'failed', code: 'broadcast.nothing-to-air' },
    startedAt: null,
    airedMs: 0,
  });
  await until('the amplifier is off', () => !zone.relay.isOn(1));

  // Nothing is left on disk at all: refused before any amplifier is touched.
  for (const index of [0, 1, 3]) await rm(soundOf(index));
  const switched = zone.relay.story.length;
  await expect(broadcastNow(api, content, [zone])).rejects.toMatchObject({
    problem: { status: 422, code: 'broadcast.nothing-to-air' },
  });
  expect(zone.relay.story.length).toBe(switched);
});
