import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import type { Media } from '../../../gateway/src/media/ports.ts';
import { makeSound, soundFolder } from '../media/sounds.ts';
import { announcer, openLibrary, type VillageLibrary } from './village-library.ts';

let sounds: Awaited<ReturnType<typeof soundFolder>>;
let village: VillageLibrary;

beforeAll(async () => {
  sounds = await soundFolder();
  await makeSound(sounds.path('a.mp3'), 'sine=f=440:d=3');
});
afterEach(async () => {
  await village.close();
  await village.remove();
});
afterAll(() => sounds.remove());

async function begin(settings: Parameters<typeof openLibrary>[0] = {}): Promise<void> {
  village = await openLibrary(settings);
  await village.library.start();
}

const upload = (body: Readable, size: number | null = null, query: { id?: string; title?: string } = {}) =>
  village.library.upload({ fileName: 'a.mp3', ...query }, body, size, announcer);
const sound = () => createReadStream(sounds.path('a.mp3'));

/** Nothing on disk, nothing in the list. */
async function expectNothingLeft(): Promise<void> {
  expect(await village.files()).toEqual([]);
  expect((await village.library.list({})).items).toEqual([]);
}

/** Zeroes without end of use, as many as asked for, never in memory at once. */
function zeroes(bytes: number): { body: Readable; sent: () => number } {
  const piece = Buffer.alloc(65_536);
  let sent = 0;
  const body = new Readable({
    read() {
      this.push(sent >= bytes ? null : piece);
      sent += piece.length;
    },
  });
  return { body, sent: () => sent };
}

/** A media door that never gets done. */
const endless: Media = {
  present: () => true,
  probe: (_, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }),
  measure: () => Promise.reject(new Error('not reached')),
  level: () => Promise.reject(new Error('not reached')),
  waveform: () => Promise.reject(new Error('not reached')),
};

describe('an upload', () => {
  it('is told step by step, then stands in the list with its length, waveform and level', async () => {
    await begin();
    const { size } = await stat(sounds.path('a.mp3'));
    const { id } = await upload(sound(), size, { title: ' Bản tin ' });
    const ready = await village.settled(id);
    expect(ready).toMatchObject({ title: 'Bản tin', fileName: 'a.mp3', sizeBytes: size, createdBy: 'Lan' });
    expect(village.said.map(({ step }) => step).filter((step, n, all) => step !== all[n - 1])).toEqual([
      ...['upload', null, 'probe', 'measure', 'normalise', null],
    ]);
    expect((await village.library.peaks(id)).peaks).toHaveLength(800);
    expect((await village.library.list({})).items).toEqual([ready]);
    expect(await village.library.cue(id)).toEqual({
      title: 'Bản tin',
      path: await village.library.audioFile(id),
      durationMs: ready.durationMs,
    });
  });

  it('sent twice under one id acts once', async () => {
    await begin();
    const id = 'lan-1';
    const [first, second] = await Promise.all([upload(sound(), null, { id }), upload(sound(), null, { id })]);
    expect(second.id).toBe(first.id);
    const later = await upload(sound(), null, { id });
    expect(later.id).toBe(id);
    expect((await village.library.list({})).items).toHaveLength(1);
  });

  it('of too many bytes is refused before the first, when their number is known', async () => {
    await begin();
    const { body, sent } = zeroes(600_000_000);
    expect(await upload(body, 600_000_000).catch(codeOf)).toBe('recording.too-large');
    expect(sent()).toBe(0);
    await expectNothingLeft();
  });

  it('of 600 MB that did not say so is refused at the limit, and costs no disk afterwards', async () => {
    await begin({ openNew: () => open('/dev/null', 'w') });
    const { body, sent } = zeroes(600_000_000);
    expect(await upload(body).catch(codeOf)).toBe('recording.too-large');
    expect(sent()).toBeLessThan(510_000_000);
    expect(body.destroyed).toBe(false);
    await expectNothingLeft();
  });

  it('over a small limit leaves nothing', async () => {
    await begin({ mostBytes: 10_000 });
    expect(await upload(sound()).catch(codeOf)).toBe('recording.too-large');
    await expectNothingLeft();
  });

  it('of nothing is refused', async () => {
    await begin();
    expect(await upload(Readable.from([])).catch(codeOf)).toBe('recording.empty');
    await expectNothingLeft();
  });

  it('whose connection is lost leaves nothing, and the next one of that id is taken', async () => {
    await begin();
    const lost = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    const half = Readable.from(
      (async function* () {
        yield await readFile(sounds.path('a.mp3'));
        throw lost;
      })(),
    );
    expect(await upload(half, null, { id: 'lan-2' }).catch(codeOf)).toBe('recording.upload-interrupted');
    await expectNothingLeft();
    await upload(sound(), null, { id: 'lan-2' });
    expect((await village.settled('lan-2')).state).toBe('ready');
  });

  it('that is shorter than announced was interrupted', async () => {
    await begin();
    expect(await upload(sound(), 1_000_000).catch(codeOf)).toBe('recording.upload-interrupted');
    await expectNothingLeft();
  });

  it('onto a full disk says so and leaves nothing', async () => {
    await begin({ openNew: () => open('/dev/full', 'w') });
    expect(await upload(sound()).catch(codeOf)).toBe('storage.full');
    await expectNothingLeft();
  });

  it('under way when the gateway stops leaves nothing', async () => {
    await begin();
    const body = new Readable({ read: () => undefined });
    body.push(Buffer.alloc(1000));
    const ended = upload(body, 5_000, { id: 'lan-3' }).catch(codeOf);
    await village.until('lan-3', ({ state }) => state === 'uploading');
    await village.library.stop();
    expect(await ended).toBe('recording.upload-interrupted');
    await expectNothingLeft();
  });
});

/** A disk of 2 MB, where the machine lets us have one. */
const tinyDisk = mountTinyDisk();

function mountTinyDisk(): string | null {
  const place = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    execFileSync('rmdir', [place]);
    return null;
  }
}

describe.skipIf(tinyDisk === null)('on a real disk of 2 MB', () => {
  afterAll(() => {
    execFileSync('umount', [tinyDisk ?? '']);
    execFileSync('rmdir', [tinyDisk ?? '']);
  });

  it('an upload that does not fit leaves nothing; one whose canonical sound does not fit fails with that reason', async () => {
    village = await openLibrary();
    await rm(village.folder, { recursive: true, force: true });
    await village.close();
    execFileSync('ln', ['-s', tinyDisk ?? '', village.folder]);
    await begin({ home: village.home });
    expect(await upload(zeroes(5_000_000).body).catch(codeOf)).toBe('storage.full');
    await expectNothingLeft();

    await makeSound(sounds.path('long.mp3'), 'sine=d=60', '-b:a', '32k');
    const { id } = await upload(createReadStream(sounds.path('long.mp3')));
    expect(await village.settled(id)).toMatchObject({ state: 'failed', problem: { code: 'storage.full' } });
    expect(await village.files()).toEqual([id]);
    await village.library.remove(id);
    await expectNothingLeft();
  });
});

describe('a gateway that dies', () => {
  it('while it makes a recording airable takes it up again, and what was half done is gone', async () => {
    await begin({ media: endless });
    const { home } = village;
    const { id } = await upload(sound());
    await village.until(id, ({ step }) => step === 'probe');
    await writeFile(join(village.folder, 'incoming', `${id}.wav`), 'half a WAV');
    await writeFile(join(village.folder, 'incoming', 'other.part'), 'half an upload');
    await writeFile(join(village.folder, 'originals', 'norow'), 'whole, but the row was never written');
    await village.close();

    await begin({ home });
    expect((await village.settled(id)).state).toBe('ready');
    expect((await village.files()).sort()).toEqual([id, `${id}.wav`].sort());
  });

  it('and comes back without its canonical sounds makes them again', async () => {
    await begin();
    const { home } = village;
    const { id } = await upload(sound());
    await village.settled(id);
    await village.close();
    await rm(join(village.folder, 'aired'), { recursive: true });

    await begin({ home });
    expect((await village.settled(id)).state).toBe('ready');
    expect((await stat(await village.library.audioFile(id))).size).toBeGreaterThan(280_000);
  });
});

describe('a recording', () => {
  it('waits for ffmpeg when it is not installed, and says so', async () => {
    await begin({ media: { ...endless, present: () => false } });
    const { id } = await upload(sound());
    const waiting = await village.library.get(id);
    expect(waiting).toMatchObject({ state: 'processing', problem: { code: 'media.ffmpeg-missing' } });
    expect(await village.library.cue(id).catch(codeOf)).toBe('recording.not-ready');
  });

  it('in use is not removed; out of use it is, with its files', async () => {
    let users = [{ kind: 'programme', title: 'Chương trình sáng' }];
    await begin({ usedBy: async () => users });
    const { id } = await upload(sound());
    await village.settled(id);
    await expect(village.library.remove(id)).rejects.toMatchObject({
      code: 'recording.in-use',
      status: 409,
      params: { where: 'Chương trình sáng' },
    });
    users = [];
    await village.library.remove(id);
    await expectNothingLeft();
    expect(await village.library.get(id).catch(codeOf)).toBe('recording.not-found');
  });

  it('removed while it is being made airable is gone, and the next one gets its turn', async () => {
    let stuck = true;
    await begin({ media: { ...endless, probe: (path, signal) => (stuck ? endless.probe(path, signal) : refuse()) } });
    const first = await upload(sound());
    const second = await upload(sound());
    await village.until(first.id, ({ step }) => step === 'probe');
    stuck = false;
    await village.library.remove(first.id);
    expect((await village.settled(second.id)).state).toBe('failed');
  });

  it('can be renamed, and lists are paged newest first', async () => {
    await begin({ media: endless });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await upload(sound())).id);
    expect((await village.library.change(ids[0] ?? '', { title: ' Mới ' })).title).toBe('Mới');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await village.library.list({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen).toHaveLength(5);
  });
});

const refuse = () => Promise.reject(new Error('a bug'));

describe('a file of the playlists folder', () => {
  const stampOf = async (path: string) => {
    const { size, mtimeMs } = await stat(path);
    return { path, title: 'Nhạc', stamp: `${size}-${mtimeMs}`, sizeBytes: size };
  };

  it('is taken once, stays where it is, and is prepared again under its id when it changes', async () => {
    await begin();
    const stick = join(village.home, 'stick');
    await mkdir(stick);
    const path = join(stick, 'nhac.wav');
    await makeSound(path, 'sine=d=1');
    const id = await village.library.adopt(await stampOf(path));
    expect((await village.settled(id)).durationMs).toBe(1000);
    expect(await village.library.adopt(await stampOf(path))).toBe(id);
    expect(await village.files()).toEqual([`${id}.wav`]);

    await makeSound(path, 'sine=d=2');
    expect(await village.library.adopt(await stampOf(path))).toBe(id);
    expect((await village.until(id, ({ durationMs, state }) => state === 'ready' && durationMs === 2000)).id).toBe(id);
    expect(await village.library.durations([id, 'gone'])).toEqual(new Map([[id, 2000]]));
  });

  it('that is gone before its turn fails with that reason', async () => {
    await begin();
    const path = join(village.home, 'away.wav');
    const id = await village.library.adopt({ path, title: 'Đi rồi', stamp: '1', sizeBytes: 1 });
    expect((await village.settled(id)).problem?.code).toBe('recording.file-missing');
  });
});
