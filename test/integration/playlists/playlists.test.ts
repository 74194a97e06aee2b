import { copyFile, cp, mkdir, readFile, rename, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createReadStream } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Playlist } from '../../../gateway/src/contract/index.ts';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { createPlaylists, type Playlists } from '../../../gateway/src/playlists/playlists.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { createSupervisor } from '../../../gateway/src/core/supervise.ts';
import { announcer, openLibrary, type VillageLibrary } from '../library/village-library.ts';
import { makeSound, soundFolder } from '../media/sounds.ts';

let sounds: Awaited<ReturnType<typeof soundFolder>>;
let village: VillageLibrary;
let playlists: Playlists;
let clock: FakeClock;
let users: { kind: string; title: string }[];
let folder: string;
let stopLoops: () => Promise<void>;
const events: string[] = [];
/** Who was about to change a playlist, and what was in it then. */
const told: string[] = [];

beforeAll(async () => {
  sounds = await soundFolder();
  await makeSound(sounds.path('one.mp3'), 'sine=f=300:d=1');
  await makeSound(sounds.path('two.ogg'), 'sine=f=500:d=2', '-c:a', 'libvorbis');
});
afterAll(() => sounds.remove());

beforeEach(async () => {
  users = [];
  events.length = 0;
  told.length = 0;
  village = await openLibrary();
  await village.library.start();
  folder = join(village.home, 'playlists');
  await mkdir(folder);
  clock = createFakeClock();
  await open();
  village.changes.listen((name, payload) => {
    if (name.startsWith('playlist.')) events.push(`${name} ${(payload as { id: string }).id}`);
  });
});
afterEach(async () => {
  await playlists.stop();
  await stopLoops();
  await village.close();
  await village.remove();
});

async function open(): Promise<void> {
  const supervisor = createSupervisor({ clock, log: quietLog });
  stopLoops = supervisor.stop;
  const { library, changes } = village;
  playlists = createPlaylists({
    library,
    changes,
    clock,
    log: quietLog,
    supervisor,
    folder,
    usedBy: async () => users,
    beforeChange: async (id, { login }) => void told.push(`${login} ${id} ${await inFile(id)}`),
  });
  await playlists.start();
}

async function inFile(id: string): Promise<number> {
  const { file } = await playlists.get(id);
  return (await readFile(join(folder, file), 'utf8')).match(/^recording:/gm)?.length ?? 0;
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

const copySound = async (from: string, to: string) => {
  await mkdir(dirname(join(folder, to)), { recursive: true });
  await copyFile(sounds.path(from), join(folder, to));
};

/** The playlist once every recording in it is ready or has failed. */
async function settled(id: string): Promise<Playlist> {
  for (const { recordingId } of (await playlists.get(id)).items) if (recordingId) await village.settled(recordingId);
  return playlists.get(id);
}

async function upload(title: string): Promise<string> {
  const { id } = await village.library.upload(
    { fileName: 'one.mp3', title },
    createReadStream(sounds.path('one.mp3')),
    null,
    announcer,
  );
  await village.settled(id);
  return id;
}

describe('a stick copied into the folder', () => {
  it('is found, its sounds made airable, its faults named in their places', async () => {
    await copySound('one.mp3', 'usb/nhac/Một.mp3');
    await copySound('two.ogg', 'usb/hai.ogg');
    await put('usb/chữ.mp3', 'không phải âm thanh');
    await put(
      'usb/Chương trình.m3u8',
      [
        '\uFEFF#EXTM3U',
        '#PLAYLIST:Chương trình chiều',
        '#EXTINF:1,Bài một',
        'nhac\\Một.mp3',
        'hai.ogg',
        'không có.mp3',
        '../../etc/passwd',
        'http://vov.vn/live',
        'chữ.mp3',
      ].join('\r\n'),
    );
    const [found] = await playlists.rescan();
    expect(found).toMatchObject({ id: 'usb-chuong-trinh', title: 'Chương trình chiều', editable: false });
    const ready = await settled('usb-chuong-trinh');
    expect(ready.items.map(({ title, problem }) => [title, problem?.code ?? 'fine'])).toEqual([
      ['Bài một', 'fine'],
      ['hai', 'fine'],
      ['không có.mp3', 'playlist.item-missing'],
      ['passwd', 'playlist.item-outside'],
      ['live', 'playlist.item-remote'],
      ['chữ', 'recording.not-audio'],
    ]);
    expect(ready.durationMs).toBe(ready.items.reduce((sum, item) => sum + (item.durationMs ?? 0), 0));
    expect(ready.durationMs).toBeGreaterThanOrEqual(3_000);

    const cued = await playlists.cue('usb-chuong-trinh');
    expect(cued.items).toHaveLength(6);
    expect(cued.items.map((item) => ('path' in item ? 'sound' : item.problem.code))).toEqual(
      ready.items.map(({ problem }) => problem?.code ?? 'sound'),
    );
    expect(cued.durationMs).toBe(ready.durationMs);
    for (const item of cued.items) if ('path' in item) expect((await stat(item.path)).size).toBeGreaterThan(90_000);
    expect(await playlists.describe('usb-chuong-trinh')).toMatchObject({ durationMs: ready.durationMs, problem: null });
  });

  it('is found by itself within half a minute, and forgotten when it is taken away', async () => {
    await put('loa.m3u8', 'gone.mp3');
    await clock.advance(31_000);
    await expect.poll(() => playlists.list()).toHaveLength(1);
    expect(events).toContain('playlist.changed loa');
    expect(await playlists.describe('loa')).toMatchObject({ problem: { code: 'playlist.nothing-to-air' } });
    await unlink(join(folder, 'loa.m3u8'));
    await clock.advance(31_000);
    await expect.poll(() => playlists.list()).toHaveLength(0);
    expect(events.at(-1)).toBe('playlist.removed loa');
    expect(await playlists.get('loa').catch(codeOf)).toBe('playlist.not-found');
  });

  it('looked at again is not taken in again; a file that changed is', async () => {
    await copySound('one.mp3', 'a.mp3');
    await put('a.m3u8', 'a.mp3\na.mp3\n');
    await playlists.rescan();
    const before = await settled('a');
    const seen = events.length;
    await playlists.rescan();
    expect((await village.library.list({})).items).toHaveLength(1);
    expect(events.slice(seen)).toEqual([]);
    expect(before.items[0]?.recordingId).toBe(before.items[1]?.recordingId);

    await copySound('two.ogg', 'a.mp3');
    await playlists.rescan();
    const after = await settled('a');
    expect(after.items[0]?.recordingId).toBe(before.items[0]?.recordingId);
    expect(after.items[0]?.durationMs).toBeGreaterThan(1_900);
  });

  it('with a link out of the folder, a huge list, deep and hidden folders harms nobody', async () => {
    await symlink('/etc', join(folder, 'etc'));
    await symlink(sounds.path('one.mp3'), join(folder, 'link.mp3'));
    await put('links.m3u8', 'etc/passwd\nlink.mp3\n');
    await put('huge.m3u8', 'a.mp3\n'.repeat(3_000));
    await put('.Trashes/old.m3u8', 'a.mp3');
    await put('1/2/3/4/5/6/7/8/deep.m3u8', 'a.mp3');
    const found = await playlists.rescan();
    expect(found.map(({ id }) => id)).toEqual(['huge', 'links']);
    expect(found[1]?.items.map(({ problem }) => problem?.code)).toEqual([
      'playlist.item-outside',
      'playlist.item-outside',
    ]);
    expect(await playlists.describe('huge')).toMatchObject({ problem: { code: 'playlist.unreadable' } });
  });

  it('keeps a playlist on the list while its recording is not ready, and says when it is', async () => {
    await copySound('one.mp3', 'b.mp3');
    await put('b.m3u8', 'b.mp3\n');
    await playlists.rescan();
    await settled('b');
    await expect.poll(() => events.filter((event) => event === 'playlist.changed b').length).toBeGreaterThanOrEqual(2);
  });
});

describe('a playlist made in the panel', () => {
  it('is a file that any player reads, and stays over a restart', async () => {
    const ids = [await upload('Bản tin'), await upload('Nhạc')];
    const made = await playlists.create({ title: 'Sáng thứ Hai', recordingIds: ids });
    expect(made).toMatchObject({ id: 'panel-sang-thu-hai', file: 'panel/sang-thu-hai.m3u8', editable: true });
    expect(made.items.map(({ title }) => title)).toEqual(['Bản tin', 'Nhạc']);
    expect(await readFile(join(folder, made.file), 'utf8')).toBe(
      `#EXTM3U\n#PLAYLIST:Sáng thứ Hai\n#EXTINF:1,Bản tin\nrecording:${ids[0]}\n#EXTINF:1,Nhạc\nrecording:${ids[1]}\n`,
    );
    await playlists.stop();
    await stopLoops();
    await open();
    expect(await playlists.list()).toEqual([made]);
  });

  it('is changed and renamed under its id, and shows its recordings by their names of today', async () => {
    const id = await upload('Bản tin');
    const made = await playlists.create({ title: 'Sáng', recordingIds: [id] });
    const changed = await playlists.change(made.id, { title: 'Chiều', recordingIds: [id, id] }, announcer);
    expect(changed).toMatchObject({ id: made.id, title: 'Chiều' });
    await village.library.change(id, { title: 'Bản tin mới' });
    expect((await playlists.get(made.id)).items.map(({ title }) => title)).toEqual(['Bản tin mới', 'Bản tin mới']);
  });

  it('says who is about to put something else into it, before it does; a new title, or what is refused, is nothing', async () => {
    const [one, other] = [await upload('Bản tin'), await upload('Nhạc')];
    const { id } = await playlists.create({ title: 'Sáng', recordingIds: [one, other] });
    await playlists.change(id, { title: 'Sáng sớm', recordingIds: [one, other] }, announcer);
    const gone = playlists.change(id, { title: 'Sáng', recordingIds: ['nothere'] }, announcer);
    expect(await gone.catch(codeOf)).toBe('recording.not-found');
    expect(told).toEqual([]);
    await playlists.change(id, { title: 'Sáng', recordingIds: [other] }, announcer);
    await playlists.change(id, { title: 'Sáng', recordingIds: [one, other] }, announcer);
    await playlists.change(id, { title: 'Sáng', recordingIds: [other, one] }, announcer);
    expect(told).toEqual([2, 1, 2].map((before) => `${announcer.login} ${id} ${before}`));
  });

  it('with a title taken already gets a file of its own', async () => {
    const id = await upload('Bản tin');
    const one = await playlists.create({ title: 'Sáng', recordingIds: [id] });
    const two = await playlists.create({ title: 'Sáng', recordingIds: [id] });
    expect([one.id, two.id]).toEqual(['panel-sang', 'panel-sang-2']);
  });

  it('in use is not removed, out of use it is', async () => {
    const made = await playlists.create({ title: 'Sáng', recordingIds: [await upload('Bản tin')] });
    users = [{ kind: 'programme', title: 'Phát thanh sáng' }];
    expect(await playlists.remove(made.id).catch(codeOf)).toBe('playlist.in-use');
    users = [];
    await playlists.remove(made.id);
    expect(await playlists.list()).toEqual([]);
    expect(events.at(-1)).toBe(`playlist.removed ${made.id}`);
  });

  it('of a recording that does not exist is refused and leaves no file', async () => {
    expect(await playlists.create({ title: 'X', recordingIds: ['nothere'] }).catch(codeOf)).toBe('recording.not-found');
    expect(await playlists.rescan()).toEqual([]);
  });

  it('names a recording that was removed since, in its place', async () => {
    const ids = [await upload('Bản tin'), await upload('Nhạc')];
    const made = await playlists.create({ title: 'Sáng', recordingIds: ids });
    expect(await playlists.usedBy(ids[0] ?? '')).toEqual([{ kind: 'playlist', title: 'Sáng' }]);
    await village.library.remove(ids[0] ?? '');
    const cued = await playlists.cue(made.id);
    expect(cued.items.map((item) => ('path' in item ? item.title : item.problem.code))).toEqual([
      'recording.not-found',
      'Nhạc',
    ]);
  });

  it('is the only kind the panel changes: a file of the village is not touched', async () => {
    await put('daily/sang.m3u8', 'a.mp3');
    await playlists.rescan();
    const input = { title: 'X', recordingIds: [await upload('Bản tin')] };
    expect(await playlists.change('daily-sang', input, announcer).catch(codeOf)).toBe('playlist.read-only');
    expect(await playlists.remove('daily-sang').catch(codeOf)).toBe('playlist.read-only');
    expect(await readFile(join(folder, 'daily/sang.m3u8'), 'utf8')).toBe('a.mp3');
  });
});

it('a folder that disappears while the gateway runs is a fault of its loop, not its end', async () => {
  await rename(folder, `${folder}-away`);
  expect(await playlists.rescan().catch(codeOf)).toBe('internal');
  await rename(`${folder}-away`, folder);
  expect(await playlists.rescan()).toEqual([]);
  await rm(folder, { recursive: true });
});

it('the daily programmes that come with the gateway can be aired as they are', async () => {
  for (const part of ['daily', 'chimes']) await cp(join('playlists', part), join(folder, part), { recursive: true });
  await playlists.rescan();
  for (const [id, title] of [
    ['daily-sang', 'Chương trình sáng'],
    ['daily-chieu', 'Chương trình chiều'],
  ] as const) {
    const ready = await settled(id);
    expect(ready).toMatchObject({ title, editable: false });
    expect(ready.items.map(({ problem }) => problem)).toEqual([null, null, null]);
    expect(ready.durationMs).toBeGreaterThan(30_000);
  }
});
