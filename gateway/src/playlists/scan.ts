import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { freshSlug } from '../core/ids.ts';
import { parseM3u8, type M3u8 } from './m3u8.ts';

/** The one folder the panel writes to. */
export const panelFolder = 'panel';

export interface FoundPlaylist {
  /** From its path: `daily/sang.m3u8` → `daily-sang`. */
  readonly id: string;
  /** Path below the playlists folder. */
  readonly file: string;
  readonly path: string;
  readonly editable: boolean;
  /** Null: the file cannot be read, or is no playlist of sensible size. */
  readonly content: M3u8 | null;
}

const deepest = 6;
const mostPlaylists = 500;
const mostLines = 2_000;
const mostBytes = 1_000_000;

/** Every M3U8 below `root`, by path. Hidden files and links are passed over, so it ends on any stick. */
export async function scan(root: string): Promise<FoundPlaylist[]> {
  const files = (await playlistFiles(root, 0)).map((path) => ({ path, file: relative(root, path) }));
  files.sort((one, other) => (one.file < other.file ? -1 : 1));
  const taken = new Set<string>();
  const found: FoundPlaylist[] = [];
  for (const { path, file } of files.slice(0, mostPlaylists)) {
    const id = freshSlug(file.replace(/\.m3u8?$/i, ''), taken, 'playlist');
    taken.add(id);
    found.push({ id, file, path, editable: file.startsWith(`${panelFolder}/`), content: await read(path) });
  }
  return found;
}

async function playlistFiles(folder: string, depth: number): Promise<string[]> {
  // A stick pulled out in the middle is an empty folder.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile() && /\.m3u8?$/i.test(entry.name)) files.push(path);
    else if (entry.isDirectory() && depth < deepest) files.push(...(await playlistFiles(path, depth + 1)));
    if (files.length >= mostPlaylists) break;
  }
  return files;
}

async function read(path: string): Promise<M3u8 | null> {
  try {
    if ((await stat(path)).size > mostBytes) return null;
    const content = parseM3u8(await readFile(path, 'utf8'));
    return content.lines.length > mostLines ? null : content;
  } catch {
    return null;
  }
}
