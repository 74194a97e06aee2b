import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AirLogEntry,
  AuditEntry,
  Broadcast,
  Health,
  PageOf,
  Playlist,
  Recording,
  SavedProgramme,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { createApi, head, setUpVillage, type Api } from '../support/api.ts';
import { startGateway, until, type GatewayPlace, type GatewayProcess } from '../support/gateway-process.ts';
import { askRaw } from '../support/raw-request.ts';
import { tone, wavBytes } from '../support/sound.ts';
import {
  airLogOf,
  broadcastNow,
  quietPlace,
  recordTone,
  sounds,
  wireZone,
  type WiredZone,
} from '../support/village-on-the-wire.ts';

// One gateway takes all of it, from before its set-up to the last look whether anything was lost.
const undo: (() => Promise<void>)[] = [];
const atTheEnd = (one: () => Promise<void>) => void undo.unshift(one);
let place: GatewayPlace;
let gateway: GatewayProcess;
let api: Api;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-bad-input-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  place = await quietPlace(folder);
  gateway = await startGateway(place, {}, atTheEnd);
});
afterAll(async () => {
  for (const one of undo) await one();
});

const refusedWith = (status: number, code: string) => ({ problem: { status, code } });

describe('before anybody has set it up', () => {
  it('a wrong set-up code makes no account', async () => {
    await expect(setUpVillage(gateway.url, 'aaaa-aaaa')).rejects.toMatchObject(
      refusedWith(403, 'identity.wrong-setup-code'),
    );
    expect(await createApi(gateway.url).get('/api/session')).toMatchObject({ setUp: false, user: null });
  });

  it('and the right one still makes the first', async () => {
    api = await setUpVillage(gateway.url, gateway.setUpCode);
    expect(await api.get('/api/session')).toMatchObject({ setUp: true, user: { login: head.login } });
  });
});

describe('a request that does not fit', () => {
  const zone = { name: 'Xóm Lạ', channels: [], outputId: null };

  it.each([
    ['has an unknown field', { ...zone, colour: 'red' }, '/colour'],
    ['has a number for a name', { ...zone, name: 7 }, '/name'],
    ['has text for a number', { ...zone, volumeDb: '-3' }, '/volumeDb'],
    ['lacks what is needed', { name: 'Xóm Lạ' }, 'channels'],
    ['has a time that no clock shows', { ...zone, quietHours: { from: '25:00', to: '05:00' } }, '/quietHours/from'],
  ])('because it %s is refused, and named', async (_what, body, names) => {
    const refused = await api.post('/api/zones', body).catch((error: unknown) => error);
    expect(refused).toMatchObject(refusedWith(400, 'request.invalid'));
    expect(JSON.stringify(refused)).toContain(names);
  });

  it('to an address that does not exist says so', async () => {
    await expect(api.get('/api/loudspeakers')).rejects.toMatchObject(refusedWith(404, 'http.not-found'));
    await expect(api.put('/api/zones', zone)).rejects.toMatchObject(refusedWith(405, 'http.method-not-allowed'));
  });

  it.each([
    ['is not JSON', 'application/json', '{"name": "Xóm', 400, 'request.malformed'],
    ['is empty', 'application/json', '', 400, 'request.malformed'],
    ['is a form', 'application/x-www-form-urlencoded', 'name=a', 415, 'request.media-type'],
  ])('because its body %s is refused', async (_what, type, body, status, code) => {
    const headers = { cookie: api.cookie, 'content-type': type };
    expect(await askRaw(`${gateway.url}/api/zones`, { method: 'POST', headers, body: [body] })).toMatchObject({
      status,
      problem: { status, code },
    });
  });

  it('left no zone behind', async () => {
    expect(await api.get('/api/zones')).toMatchObject({ items: [] });
  });
});

describe('somebody who may not', () => {
  it('without a session learns nothing and moves nothing', async () => {
    const stranger = createApi(gateway.url);
    await expect(stranger.get('/api/zones')).rejects.toMatchObject(refusedWith(401, 'identity.sign-in-needed'));
    await expect(stranger.post('/api/broadcasts/stop-all')).rejects.toMatchObject(
      refusedWith(401, 'identity.sign-in-needed'),
    );
    await expect(stranger.upload('/api/recordings?fileName=a.wav', wavBytes(tone(1_000)))).rejects.toMatchObject(
      refusedWith(401, 'identity.sign-in-needed'),
    );
  });

  it('looks on, but may not command; the audit log has who tried what', async () => {
    const password = 'chi-xem-thoi';
    await api.post('/api/users', { login: 'nguoi-xem', name: 'Bà Sáu', roles: ['viewer'], password });
    const viewer = createApi(gateway.url);
    await viewer.post('/api/session', { login: 'nguoi-xem', password });
    expect(await viewer.get('/api/zones')).toMatchObject({ items: [] });
    await expect(viewer.post('/api/broadcasts/stop-all')).rejects.toMatchObject(
      refusedWith(403, 'identity.not-allowed'),
    );
    await expect(viewer.get('/api/audit-log')).rejects.toMatchObject(refusedWith(403, 'identity.not-allowed'));

    const { items } = await api.get<PageOf<AuditEntry>>('/api/audit-log');
    const lines = items.map(({ who, action, result }) => `${who} ${action} ${result}`);
    expect(lines.slice(0, 5)).toEqual([
      'nguoi-xem stopAllBroadcasts identity.not-allowed',
      'nguoi-xem signIn ok',
      `${head.login} createUser ok`,
      '- uploadRecording identity.sign-in-needed',
      '- stopAllBroadcasts identity.sign-in-needed',
    ]);
    expect(lines.slice(-2)).toEqual([`${head.login} setUp ok`, '- setUp identity.wrong-setup-code']);
    // What did not fit is there too: who tried to make a zone, and why there is none.
    expect(lines.slice(5, -2).every((line) => line.startsWith(`${head.login} createZone request.`))).toBe(true);
    expect(lines).toHaveLength(5 + 8 + 2);
  });
});

describe('an upload', () => {
  /** A flute of that many seconds, as a program on somebody's laptop would save it. */
  async function made(name: string, seconds: number): Promise<Buffer> {
    const folder = await mkdtemp(join(tmpdir(), 'loa-thon-made-'));
    atTheEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
    const flute = `aevalsrc='0.3*random(0)*sin(2*PI*300*t)':d=${seconds}:s=44100`;
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', flute, join(folder, name)]);
    return readFile(join(folder, name));
  }

  async function settled(fileName: string, bytes: Uint8Array): Promise<Recording> {
    const { id } = await api.upload<Recording>(`/api/recordings?fileName=${encodeURIComponent(fileName)}`, bytes);
    return until(`${fileName} is settled`, async () => {
      const recording = await api.get<Recording>(`/api/recordings/${id}`);
      return recording.state !== 'processing' && recording;
    });
  }

  it('of nothing is refused', async () => {
    await expect(api.upload('/api/recordings?fileName=trong.mp3', new Uint8Array())).rejects.toMatchObject(
      refusedWith(422, 'recording.empty'),
    );
  });

  const random = () => Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * n * 7) & 255));
  const text = () => Buffer.from('Kính thưa bà con, đây không phải là âm thanh. '.repeat(500));
  const noSeconds = () => wavBytes(new Int16Array(0));
  const cutM4a = async () => (await made('whole.m4a', 10)).subarray(0, 30_000);

  it.each([
    ['of an unknown format', 'la.xyz', random, 'recording.not-audio'],
    ['of text renamed .mp3', 'thu.mp3', text, 'recording.not-audio'],
    ['of no seconds', 'khong.wav', noSeconds, 'recording.empty'],
    ['without its end, and with it its table of contents,', 'cut.m4a', cutM4a, 'recording.truncated'],
  ])('%s fails with its cause, and cannot be aired', async (_what, fileName, bytes, code) => {
    const { id, state, problem } = await settled(fileName, await bytes());
    expect({ state, code: problem?.code }).toEqual({ state: 'failed', code });
    await expect(api.get(`/api/recordings/${id}/peaks`)).rejects.toMatchObject(refusedWith(409, 'recording.not-ready'));
    await api.delete(`/api/recordings/${id}`);
  });

  it('that was cut short is kept as far as it goes, and it is said', async () => {
    const flac = await made('whole.flac', 10);
    const recording = await settled('cut.flac', flac.subarray(0, flac.length / 2));
    expect(recording).toMatchObject({ state: 'ready', problem: { code: 'recording.truncated' } });
    expect(recording.durationMs).toBeGreaterThan(3_000);
    expect(recording.durationMs).toBeLessThan(7_000);
    await api.delete(`/api/recordings/${recording.id}`);
  });

  const piece = new Uint8Array(1_000_000);
  const upload = (fileName: string, headers: object, body: Iterable<Uint8Array>) =>
    askRaw(`${gateway.url}/api/recordings?fileName=${fileName}`, {
      method: 'POST',
      headers: { cookie: api.cookie, 'content-type': 'application/octet-stream', ...headers },
      body,
    });

  it('that announces 600 MB is refused before it has begun', async () => {
    const { problem, sentBytes } = await upload('dai.wav', { 'content-length': 600_000_000 }, []);
    expect(problem).toMatchObject({ status: 413, code: 'recording.too-large', params: { megabytes: 500 } });
    expect(sentBytes).toBe(0);
  });

  it('of 600 MB that does not say so is refused at the limit', async () => {
    const { problem, sentBytes } = await upload(
      'dai.wav',
      { 'transfer-encoding': 'chunked' },
      Array<Uint8Array>(600).fill(piece),
    );
    expect(problem).toMatchObject({ status: 413, code: 'recording.too-large' });
    expect(sentBytes).toBeGreaterThan(500_000_000);
    expect(sentBytes).toBeLessThan(560_000_000);
  });

  it('that was refused left neither a line nor a file', async () => {
    expect(await api.get('/api/recordings')).toMatchObject({ items: [] });
    for (const folder of ['incoming', 'originals', 'aired']) {
      expect(await readdir(join(place.stateFolder, 'recordings', folder))).toEqual([]);
    }
  });
});

describe('in a village that works', () => {
  let recording: Recording;
  let dinh: WiredZone;

  beforeAll(async () => {
    dinh = await wireZone({ api, gateway }, { name: 'Xóm Đình', atTheEnd });
    recording = await recordTone(api, 'Lời nhắn', 4);
  });

  const nothingOnAir = async () => (await api.get<PageOf<Broadcast>>('/api/broadcasts')).items.length === 0;
  const content = () => ({ kind: 'recording', recordingId: recording.id }) as const;
  const programme = (title: string, rule: object) => ({
    title,
    kind: 'bulletin',
    content: content(),
    zoneIds: [dinh.zone.id],
    priority: 'normal',
    rule,
  });

  it('a playlist that names a missing file, a file outside or a station says which line, and the rest airs', async () => {
    await writeFile(join(place.playlistsFolder, 'co.wav'), wavBytes(tone(1_000)));
    const lines = ['co.wav', 'khong-co.mp3', '../../etc/passwd', '/etc/passwd', 'http://192.0.2.1/dai.mp3'];
    await writeFile(join(place.playlistsFolder, 'la.m3u8'), ['#EXTM3U', ...lines].join('\n'));
    await api.post('/api/playlists/rescan');
    const playlist = await until('its good file is ready', async () => {
      const now = await api.get<Playlist>('/api/playlists/la');
      return now.items[0]?.durationMs === 1_000 && now;
    });
    expect(playlist.items.map(({ uri, problem }) => [uri, problem?.code ?? null])).toEqual([
      ['co.wav', null],
      ['khong-co.mp3', 'playlist.item-missing'],
      ['../../etc/passwd', 'playlist.item-outside'],
      ['/etc/passwd', 'playlist.item-outside'],
      ['http://192.0.2.1/dai.mp3', 'playlist.item-remote'],
    ]);
    const broadcast = await broadcastNow(api, { kind: 'playlist', playlistId: 'la' }, [dinh]);
    expect(await airLogOf(api, broadcast)).toMatchObject({
      outcome: {
        kind: 'aired-partly',
        code: 'broadcast.item-skipped',
        params: { item: 'khong-co.mp3', cause: 'playlist.item-missing' },
      },
      airedMs: 1_000,
    });
    await until('the amplifier is off', () => !dinh.relay.isOn(1));
  });

  it.each([
    ['on a day that does not exist', { repeat: 'once', date: '2031-02-30', times: ['06:00'] }, 'schedule.invalid-rule'],
    ['on a day that is over', { repeat: 'once', date: '2020-01-01', times: ['06:00'] }, 'schedule.never'],
    [
      'weekly on no day',
      { repeat: 'weekly', date: '2031-01-01', times: ['06:00'], weekdays: [] },
      'schedule.no-weekday',
    ],
  ])('a programme %s is refused', async (_what, rule, code) => {
    await expect(api.post('/api/programmes', programme('Lạ', rule))).rejects.toMatchObject(refusedWith(422, code));
  });

  it('two programmes on one output at once are refused, and the first stays', async () => {
    const rule = { repeat: 'once', date: '2031-01-01', times: ['06:00'] };
    const first = await api.post<SavedProgramme>('/api/programmes', programme('Bản tin sáng', rule));
    await expect(api.post('/api/programmes', programme('Bản tin khác', rule))).rejects.toMatchObject({
      problem: { status: 409, code: 'schedule.conflict', params: { title: 'Bản tin sáng' } },
    });
    expect(await api.get('/api/programmes')).toMatchObject({ items: [{ id: first.programme.id }] });
    await api.delete(`/api/programmes/${first.programme.id}`);
  });

  it('a programme in the quiet hours is refused, however far ahead', async () => {
    const quiet = await api.post<Zone>('/api/zones', { name: 'Xóm Yên', channels: [], outputId: null });
    const night = {
      ...programme('Đêm', { repeat: 'once', date: '2031-01-01', times: ['03:15'] }),
      zoneIds: [quiet.id],
    };
    await expect(api.post('/api/programmes', night)).rejects.toMatchObject(refusedWith(422, 'schedule.quiet-hours'));
    await api.delete(`/api/zones/${quiet.id}`);
  });

  it('a broadcast of what is not there, or to where nobody is, switches nothing on', async () => {
    const order = { id: newId(), content: content(), zoneIds: [dinh.zone.id], priority: 'normal' };
    const before = dinh.relay.story.length;
    await expect(api.post('/api/broadcasts', { ...order, zoneIds: ['xom-la'] })).rejects.toMatchObject(
      refusedWith(404, 'zone.not-found'),
    );
    const nothing = { kind: 'recording', recordingId: 'khong-co' };
    await expect(api.post('/api/broadcasts', { ...order, content: nothing })).rejects.toMatchObject(
      refusedWith(404, 'recording.not-found'),
    );
    await expect(api.post('/api/broadcasts', { ...order, priority: 'loud' })).rejects.toMatchObject(
      refusedWith(400, 'request.invalid'),
    );
    expect(await api.get('/api/broadcasts')).toMatchObject({ items: [] });
    expect(dinh.relay.story.length).toBe(before);
  });

  it('nothing that a broadcast needs can be removed under it, nor a second one started on its output', async () => {
    const since = Date.now();
    const broadcast = await broadcastNow(api, content(), [dinh]);
    await until('it sounds', () => sounds(dinh, since));
    await expect(api.delete(`/api/relays/${dinh.relay.id}`)).rejects.toMatchObject(refusedWith(409, 'relay.on-air'));
    await expect(api.delete(`/api/zones/${dinh.zone.id}`)).rejects.toMatchObject(refusedWith(409, 'zone.on-air'));
    await expect(api.patch(`/api/zones/${dinh.zone.id}`, { channels: [] })).rejects.toMatchObject(
      refusedWith(409, 'zone.on-air'),
    );
    await api.patch(`/api/zones/${dinh.zone.id}`, { outputId: null });
    await expect(api.delete(`/api/outputs/${dinh.output.id}`)).rejects.toMatchObject(refusedWith(409, 'output.on-air'));
    await api.patch(`/api/zones/${dinh.zone.id}`, { outputId: dinh.output.id });
    await expect(broadcastNow(api, content(), [dinh])).rejects.toMatchObject(refusedWith(409, 'broadcast.busy'));
    expect(await airLogOf(api, broadcast)).toMatchObject({ outcome: { kind: 'aired' }, airedMs: 4_000 });
    expect(dinh.sink.underruns).toBe(0);
    await until('the amplifier is off', () => !dinh.relay.isOn(1));

    // Off air they are still in use: the zone needs them.
    await until('no broadcast is left', nothingOnAir);
    await expect(api.delete(`/api/relays/${dinh.relay.id}`)).rejects.toMatchObject(refusedWith(409, 'relay.in-use'));
    await expect(api.delete(`/api/outputs/${dinh.output.id}`)).rejects.toMatchObject(refusedWith(409, 'output.in-use'));
  });

  it('after all of it the gateway is well, knows its village, and nothing is on', async () => {
    expect(await api.get<Health>('/api/health')).toMatchObject({ status: 'ok' });
    expect(await nothingOnAir()).toBe(true);
    expect((await api.get<PageOf<AirLogEntry>>('/api/air-log')).items).toHaveLength(2);
    expect(await api.get('/api/relays')).toMatchObject({
      items: [{ id: dinh.relay.id, channels: [{ state: 'off', wanted: 'off', fault: null }] }],
    });
    expect(await api.get('/api/recordings')).toMatchObject({ items: [{ title: 'co' }, { id: recording.id }] });
    expect(gateway.output.filter((line) => line.includes('"level":50') || line.includes('"level":60'))).toEqual([]);
    expect(await gateway.end('SIGTERM')).toBe(0);
  });
});
