import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { Reason } from '../contract/index.ts';

/** What a line of a playlist stands for. */
export type Target =
  | { readonly kind: 'recording'; readonly recordingId: string }
  | { readonly kind: 'file'; readonly path: string; readonly stamp: string; readonly sizeBytes: number }
  | { readonly kind: 'problem'; readonly problem: Reason };

/** `root` is the playlists folder with its own links resolved; `playlist` the absolute path of the M3U8. */
export async function resolveItem(uri: string, playlist: string, root: string): Promise<Target> {
  const recordingId = /^recording:([a-z0-9][a-z0-9-]{0,47})$/.exec(uri)?.[1];
  if (recordingId !== undefined) return { kind: 'recording', recordingId };
  // Two letters at least: `C:\` is a drive, and outside.
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri)) return problem('playlist.item-remote', uri);

  for (const spelling of spellings(uri)) {
    const named = resolve(dirname(playlist), spelling);
    // Before the disk is asked, so that nobody learns what exists elsewhere.
    if (!isInside(named, root)) return problem('playlist.item-outside', uri);
    const path = await realpath(named).catch(() => null);
    if (path === null) continue;
    if (!isInside(path, root)) return problem('playlist.item-outside', uri);
    const found = await stat(path);
    if (!found.isFile()) continue;
    return { kind: 'file', path, stamp: `${found.size}-${found.mtimeMs}`, sizeBytes: found.size };
  }
  return problem('playlist.item-missing', uri);
}

/**
 * The same name as different machines write it: with backslashes (Windows), with percent signs (some players), and with
 * Vietnamese letters composed or decomposed (macOS writes names decomposed).
 */
function spellings(uri: string): Set<string> {
  const path = /^[a-z]:/i.test(uri) ? '/outside' : uri.replaceAll('\\', '/');
  const all = [path, decoded(path)];
  return new Set([...all, ...all.map((one) => one.normalize('NFC')), ...all.map((one) => one.normalize('NFD'))]);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isInside(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function problem(code: string, uri: string): Target {
  return { kind: 'problem', problem: { code, params: { uri } } };
}
