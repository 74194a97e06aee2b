import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { openDatabase, type Storage } from './storage.ts';

export interface StoragePlace {
  /** The database file; made when missing. */
  readonly file: string;
  /** Where a copy goes before each migration. */
  readonly backups: string;
  /** Folder of `0001_story.sql`, `0002_….sql`: forward only, one transaction each. */
  readonly migrations: string;
}

/** Opens the database, checks it, and brings it to the newest version, keeping a copy of the old one. */
export async function openStorage(place: StoragePlace, log: Logger): Promise<Storage> {
  const storage = await openDatabase(place.file);
  try {
    await checkIntegrity(storage, place);
    await migrate(storage, place, log);
    return storage;
  } catch (error) {
    await storage.close().catch(() => undefined);
    throw error;
  }
}

async function checkIntegrity(storage: Storage, place: StoragePlace): Promise<void> {
  const rows = await storage.all<{ quick_check: string }>('pragma quick_check');
  if (rows.length === 1 && rows[0]?.quick_check === 'ok') return;
  throw new AppError(
    'storage.corrupt',
    500,
    `The database ${place.file} is damaged (${rows[0]?.quick_check ?? 'no answer'}). Put the newest file of ${place.backups} in its place and start again.`,
  );
}

async function migrate(storage: Storage, place: StoragePlace, log: Logger): Promise<void> {
  const files = (await readdir(place.migrations)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  const current = await version(storage);
  if (current > files.length) {
    throw new AppError(
      'storage.newer',
      500,
      `The database ${place.file} was written by a newer Loa Thôn (version ${current}, this one knows ${files.length}). Start the newer version, or restore a copy from ${place.backups}.`,
    );
  }
  if (current === files.length) return;
  if (current > 0) await backup(storage, place, current);
  for (const [index, name] of files.entries()) {
    const target = index + 1;
    if (target <= current) continue;
    const sql = await readFile(join(place.migrations, name), 'utf8');
    // `pragma user_version` is part of the transaction, so a half-done migration is none.
    try {
      await storage.script(`begin immediate;\n${sql}\npragma user_version = ${target};\ncommit;`);
    } catch (error) {
      await storage.run('rollback').catch(() => undefined);
      throw new AppError('storage.migration', 500, `Migration ${name} failed; the database is as it was before.`, {
        cause: error,
      });
    }
    log.info({ migration: name }, 'database migrated');
  }
}

async function version(storage: Storage): Promise<number> {
  return (await storage.get<{ user_version: number }>('pragma user_version'))?.user_version ?? 0;
}

async function backup(storage: Storage, place: StoragePlace, current: number): Promise<void> {
  await mkdir(place.backups, { recursive: true });
  const taken = new Set(await readdir(place.backups));
  for (let n = 1; ; n++) {
    const name = `before-version-${current + 1}-${n}.sqlite`;
    if (taken.has(name)) continue;
    await storage.run('vacuum into ?', [join(place.backups, name)]);
    return;
  }
}
