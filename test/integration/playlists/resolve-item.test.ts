import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveItem } from '../../../gateway/src/playlists/resolve-item.ts';

let home: string;
let root: string;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'loa-thon-playlists-')));
  root = join(home, 'playlists');
  await mkdir(join(root, 'daily'), { recursive: true });
  await writeFile(join(root, 'daily', 'a.mp3'), 'x');
  // As a stick from a Mac has it.
  const decomposed = join(root, 'nhạc hay/Quê hương.mp3'.normalize('NFD'));
  await mkdir(dirname(decomposed));
  await writeFile(decomposed, 'x');
  await writeFile(join(home, 'secret.mp3'), 'x');
  await symlink(join(home, 'secret.mp3'), join(root, 'daily', 'link.mp3'));
  await symlink(home, join(root, 'daily', 'up'));
  await symlink(join(root, 'daily', 'a.mp3'), join(root, 'inside.mp3'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function meaning(uri: string): Promise<string> {
  const target = await resolveItem(uri, join(root, 'daily', 'sang.m3u8'), root);
  if (target.kind === 'problem') return target.problem.code;
  return target.kind === 'file'
    ? target.path.slice(root.length + 1).normalize('NFC')
    : `recording ${target.recordingId}`;
}

describe('a line of a playlist', () => {
  it('is a path beside its file, written as any machine writes it', async () => {
    expect(await meaning('a.mp3')).toBe('daily/a.mp3');
    expect(await meaning('./../daily/a.mp3')).toBe('daily/a.mp3');
    expect(await meaning('..\\daily\\a.mp3')).toBe('daily/a.mp3');
    expect(await meaning('../nhạc hay/Quê hương.mp3')).toBe('nhạc hay/Quê hương.mp3');
    expect(await meaning('../nh%E1%BA%A1c%20hay/Qu%C3%AA%20h%C6%B0%C6%A1ng.mp3')).toBe('nhạc hay/Quê hương.mp3');
    expect(await meaning('../inside.mp3')).toBe('daily/a.mp3');
    expect(await meaning(join(root, 'daily', 'a.mp3'))).toBe('daily/a.mp3');
  });

  it('or a recording', async () => {
    expect(await meaning('recording:0abc')).toBe('recording 0abc');
    expect(await meaning('recording:../../x')).toBe('playlist.item-remote');
  });

  it.each([
    '../../secret.mp3',
    '../../../../../../etc/passwd',
    '/etc/passwd',
    '..%2f..%2fsecret.mp3',
    '%2e%2e/%2e%2e/secret.mp3',
    '..\\..\\secret.mp3',
    'link.mp3',
    'up/secret.mp3',
    'C:\\nhac\\a.mp3',
    '..',
    '../../playlists-2/a.mp3',
  ])('never leaves the folder: %s', async (uri) => {
    expect(await meaning(uri)).toBe('playlist.item-outside');
  });

  it('does not tell whether a file elsewhere exists', async () => {
    expect(await meaning('../../nothing-here.mp3')).toBe('playlist.item-outside');
  });

  it.each(['http://vov.vn/live.mp3', 'file:///etc/passwd', 'rtsp://10.0.0.1/', 'HTTPS://x/'])(
    'is no address: %s',
    async (uri) => {
      expect(await meaning(uri)).toBe('playlist.item-remote');
    },
  );

  it.each(['gone.mp3', '.', 'a.mp3/x', 'x\0y', '%', 'a'.repeat(5000)])(
    'that names no file is missing: %#',
    async (uri) => {
      expect(await meaning(uri)).toBe('playlist.item-missing');
    },
  );
});
