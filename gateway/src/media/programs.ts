import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Program = 'ffmpeg' | 'ffprobe';

/** The absolute path of a program on `searchPath` (as `$PATH`), or null. */
export function findProgram(program: Program, searchPath: string): string | null {
  const places = searchPath.split(delimiter).filter((folder) => folder.startsWith('/'));
  return places.map((folder) => join(folder, program)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
