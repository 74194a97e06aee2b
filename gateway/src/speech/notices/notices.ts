import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NoticeTemplate } from '../../contract/index.ts';
import { AppError, messageOf, notFound } from '../../core/errors.ts';
import { freshSlug } from '../../core/ids.ts';
import type { ParseToml } from '../ports.ts';
import { broken, readNotice } from './notice-file.ts';

const mostNotices = 100;
const mostBytes = 64_000;

export interface Notices {
  /** By file name; a broken one says what is wrong with it, and keeps none of the others away. */
  list(): Promise<NoticeTemplate[]>;
  /** Rejects with `notice.not-found` or `notice.broken`. */
  get(id: string): Promise<NoticeTemplate>;
}

/** The notices of the playlists folder, read anew each time: a file that was just copied there is there. */
export function createNotices({ folder, parse }: { readonly folder: string; readonly parse: ParseToml }): Notices {
  async function list(): Promise<NoticeTemplate[]> {
    const entries = await readdir(join(folder, 'notices'), { withFileTypes: true }).catch(() => []);
    const names = entries
      .filter((entry) => entry.isFile() && /^[^.].*\.toml$/i.test(entry.name))
      .map(({ name }) => name)
      .sort();
    const taken = new Set<string>();
    const found: NoticeTemplate[] = [];
    for (const name of names.slice(0, mostNotices)) {
      const id = freshSlug(name.replace(/\.toml$/i, ''), taken, 'notice');
      taken.add(id);
      found.push(await read(id, `notices/${name}`));
    }
    return found;
  }

  async function read(id: string, file: string): Promise<NoticeTemplate> {
    try {
      const path = join(folder, file);
      if ((await stat(path)).size > mostBytes) throw broken(file, `> ${mostBytes / 1_000} kB`);
      return { id, file, ...readNotice(file, parseFile(file, await readFile(path, 'utf8'))), problem: null };
    } catch (error) {
      const { code, params } = error instanceof AppError ? error : broken(file, messageOf(error));
      return { id, file, title: file.replace(/^.*\//, ''), text: '', blanks: [], problem: { code, params } };
    }
  }

  function parseFile(file: string, text: string): Record<string, unknown> {
    try {
      return parse(text);
    } catch (error) {
      // Its first line says what, and at which line and column.
      throw broken(file, messageOf(error).split('\n')[0] ?? '', error);
    }
  }

  return {
    list,
    async get(id) {
      const found = (await list()).find((notice) => notice.id === id);
      if (!found) throw notFound('notice', id);
      if (found.problem) {
        throw new AppError(found.problem.code, 422, `The notice ${found.file} is broken.`, {
          params: found.problem.params,
        });
      }
      return found;
    },
  };
}
