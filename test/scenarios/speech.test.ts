import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type {
  AuditEntry,
  NoticeTemplate,
  PageOf,
  Recording,
  SpeechPreview,
  SpeechState,
} from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { findOnPath } from '../../gateway/src/speech/engines/program.ts';
import { createApi, Refused, type Api } from '../support/api.ts';
import { startGateway, until } from '../support/gateway-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { airLogOf, broadcastNow, quietPlace, sounds, startVillage, wireZone } from '../support/village-on-the-wire.ts';

/** A village without chimes to prepare, but with the notices that every village is given. */
async function placeWithNotices() {
  const place = await quietPlace();
  const notices = fileURLToPath(new URL('../../playlists/notices', import.meta.url));
  await cp(notices, join(place.playlistsFolder, 'notices'), { recursive: true });
  return place;
}

const ready = (api: Api, id: string) =>
  until('it has been read aloud', async () => {
    const recording = await api.get<Recording>(`/api/recordings/${id}`);
    if (recording.state === 'failed') throw new Error(JSON.stringify(recording.problem));
    return recording.state === 'ready' && recording;
  });

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error as Refused).problem.code,
  );

it('a notice is filled in, read first, spoken, brought to its level, and heard in the village', async () => {
  const village = await startVillage(await placeWithNotices());
  const { api } = village;
  const notices = (await api.get<PageOf<NoticeTemplate>>('/api/speech/notices')).items;
  expect(notices.map(({ title }) => title)).toContain('Mời họp');
  expect((await api.get<SpeechState>('/api/speech')).voices).toContainEqual({ engine: 'espeak-ng', problem: null });

  const blanks = { ai: 'bà con', viec: 'đường ngõ', ngay: '2026-11-24', gio: '19:30', noi: 'NVH thôn' };
  const words = { notice: { id: 'moi-hop', blanks }, twice: true };
  const preview = await api.post<SpeechPreview>('/api/speech/preview', words);
  expect(preview.spoken[1]).toBe(
    'Kính mời bà con đến dự buổi họp về đường ngõ, lúc mười chín giờ ba mươi phút, thứ Ba, ngày hai mươi tư tháng mười một, tại nhà văn hóa thôn.',
  );

  // Pressed twice, it is spoken once.
  const id = newId();
  const answers = await Promise.all([1, 2].map(() => api.post<Recording>('/api/speech', { id, ...words })));
  expect(answers.map((answer) => answer.id)).toEqual([id, id]);
  const recording = await ready(api, id);
  expect((await api.post<Recording>('/api/speech', { id, text: 'Khác.' })).text).toBe(recording.text);
  expect((await api.get<PageOf<Recording>>('/api/recordings')).items).toHaveLength(1);

  // Whoever approves it reads what was written.
  expect(recording).toMatchObject({ source: 'speech', title: 'Mời họp', text: preview.text, problem: null });
  expect(recording.text).toContain('lúc 19:30, thứ Ba, ngày 24/11, tại NVH thôn.');
  expect(Math.abs((recording.loudness?.outputLufs ?? 0) + 16)).toBeLessThanOrEqual(0.5);
  expect(recording.loudness?.outputTruePeakDb).toBeLessThanOrEqual(-1.5);
  expect((recording.durationMs ?? 0) / preview.durationMs).toBeGreaterThan(0.8);
  expect((recording.durationMs ?? 0) / preview.durationMs).toBeLessThan(1.2);
  const audit = (await api.get<PageOf<AuditEntry>>('/api/audit-log')).items;
  expect(audit.filter(({ action }) => action === 'createSpeech').map(({ subject }) => subject)).toEqual([id, id, id]);
  expect(audit.some(({ action }) => action === 'previewSpeech')).toBe(false);

  const zone = await wireZone(village, { name: 'Xóm Đình' });
  const short = await api.post<Recording>('/api/speech', { text: 'Xin chào bà con.' });
  await ready(api, short.id);
  const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: short.id }, [zone]);
  expect((await airLogOf(api, broadcast)).outcome.kind).toBe('aired');
  expect(sounds(zone)).toBe(true);
});

it('what cannot be read is refused with its reason, and nothing of it stays', async () => {
  const { api, gateway } = await startVillage(await placeWithNotices());
  const speak = (body: object) => refusal(api.post('/api/speech', body));
  for (const path of ['/api/speech', '/api/speech/preview']) {
    const ask = (body: object) => refusal(api.post(path, body));
    expect(await ask({ text: 'à'.repeat(100_000) })).toBe('speech.too-long');
    expect(await ask({ text: '😀👍🏽\u0000\u0007<b></b>' })).toBe('speech.empty');
    expect(await ask({ notice: { id: 'moi-hop', blanks: { ai: 'bà con' } } })).toBe('notice.blank-empty');
    expect(await ask({ notice: { id: 'khong-co', blanks: {} } })).toBe('notice.not-found');
    for (const body of [{}, { text: 1 }, { text: 'x', speed: 9 }, { text: 'x', notice: {} }]) {
      expect(await ask(body)).toBe('request.invalid');
    }
  }
  const viewer = { login: 'xem', name: 'Xem', password: 'mat-khau-cua-xem', roles: ['viewer'] };
  await api.post('/api/users', viewer);
  const watching = createApi(gateway.url);
  await watching.post('/api/session', { login: viewer.login, password: viewer.password });
  expect(await refusal(watching.post('/api/speech', { text: 'x' }))).toBe('identity.not-allowed');

  // English, markup and control characters among the words are no reason to refuse.
  const { id } = await api.post<Recording>('/api/speech', {
    text: '<p>Hello **everyone**\u0007, welcome 😀 to [[Facebook]] && $(reboot) `id`</p>\n-f /etc/passwd',
  });
  await ready(api, id);
  expect((await api.get<PageOf<Recording>>('/api/recordings')).items).toHaveLength(1);
  expect(await speak({ text: 'Một.' })).toBe('none');
});

it('a power cut in the middle of a long text: it is read again from its beginning, once', async () => {
  const place = await quietPlace();
  const first = await startVillage(place);
  const text = 'Kính mời bà con đến nhà văn hóa. '.repeat(100);
  const { id } = await first.api.post<Recording>('/api/speech', { text });
  await until('it is being read', async () => {
    const { step, progress } = await first.api.get<Recording>(`/api/recordings/${id}`);
    return step === 'speak' && progress > 0.05;
  });
  await first.gateway.end('SIGKILL');
  const again = await startGateway(place);
  const api = createApi(again.url);
  await api.post('/api/session', { login: 'truong-thon', password: 'mat-khau-cua-thon' });
  const recording = await ready(api, id);
  expect(recording).toMatchObject({ source: 'speech', text: text.trim() });
  expect(recording.durationMs).toBeGreaterThan(150_000);
});

it('a machine without a voice says which line installs one, at once, and everything else works', async () => {
  const place = await quietPlace();
  const bin = join(await tempFolder(), 'bin');
  await mkdir(bin);
  for (const program of ['ffmpeg', 'ffprobe', 'nice']) {
    await symlink(findOnPath(program, process.env.PATH ?? '') ?? '', join(bin, program));
  }
  const { api } = await startVillage(place, { PATH: bin });
  const state = await api.get<SpeechState>('/api/speech');
  expect(state.voices.map(({ engine, problem }) => [engine, problem?.code])).toEqual([
    ['piper', 'speech.no-model'],
    ['espeak-ng', 'speech.engine-missing'],
  ]);
  expect(state.modelsFolder).toBe(join(place.stateFolder, 'voices'));
  const refused = await api.post('/api/speech', { text: 'Một.' }).catch((error: unknown) => error as Refused);
  expect(refused).toMatchObject({ problem: { code: 'speech.engine-missing', status: 503 } });
  expect((refused as Refused).problem.detail).toContain('apt-get install -y espeak-ng');
  expect((await api.get<PageOf<Recording>>('/api/recordings')).items).toEqual([]);
  // What would be said can be read all the same.
  expect((await api.post<SpeechPreview>('/api/speech/preview', { text: '19h30' })).spoken).toEqual([
    'Mười chín giờ ba mươi phút.',
  ]);
  // Installed, it speaks without a restart.
  await writeFile(join(bin, 'espeak-ng'), `#!/bin/sh\nexec ${findOnPath('espeak-ng', process.env.PATH ?? '')} "$@"\n`, {
    mode: 0o755,
  });
  await ready(api, (await api.post<Recording>('/api/speech', { text: 'Một.' })).id);
}, 60_000);
