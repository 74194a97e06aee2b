import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, codeOf, messageOf } from '../core/errors.ts';
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
  let storage: Storage | null = null;
  try {
    storage = await openDatabase(place.file);
    await checkIntegrity(storage);
    await migrate(storage, place, log);
    return storage;
  } catch (error) {
    await storage?.close().catch(() => undefined);
    if (codeOf(error) !== 'storage.corrupt') throw error;
    throw new AppError(
      'storage.corrupt',
      500,
      `The database ${place.file} is damaged. Put the newest file of ${place.backups} in its place and start again.`,
      { cause: error },
    );
  }
}

async function checkIntegrity(storage: Storage): Promise<void> {
  const rows = await storage.all<{ quick_check: string }>('pragma quick_check');
  if (rows.length === 1 && rows[0]?.quick_check === 'ok') return;
  throw new AppError('storage.corrupt', 500, rows.map((row) => row.quick_check).join('; '));
}

async function migrate(storage: Storage, place: StoragePlace, log: Logger): Promise<void> {
  const stories = (await readdir(place.migrations))
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ name, version: Number(name.slice(0, 4)) }));
  const newest = stories.at(-1)?.version ?? 0;
  const current = (await storage.get<{ user_version: number }>('pragma user_version'))?.user_version ?? 0;
  if (current > newest) {
    throw new AppError(
      'storage.newer',
      500,
      `The database ${place.file} was written by a newer Loa Thôn (version ${current}, this one knows ${newest}). Start the newer version, or restore a copy from ${place.backups}.`,
    );
  }
  const missing = stories.filter(({ version }) => version > current);
  if (current > 0 && missing.length > 0) await backUp(storage, place, current);
  for (const { name, version } of missing) {
    const sql = await readFile(join(place.migrations, name), 'utf8');
    // `pragma user_version` is part of the transaction, so a half-done migration is none.
    try {
      await storage.script(`begin immediate;\n${sql}\n;pragma user_version = ${version};\ncommit;`);
    } catch (error) {
      await storage.run('rollback').catch(() => undefined);
      if (error instanceof AppError) throw error;
      throw new AppError(
        'storage.migration',
        500,
        `Migration ${name} failed (${messageOf(error)}); the database is as it was before it.`,
        { cause: error },
      );
    }
    log.info({ migration: name }, 'database migrated');
  }
}

/** Copies the database to `backups`: under its name only when it is whole, for people will look for the newest. */
async function backUp(storage: Storage, place: StoragePlace, current: number): Promise<void> {
  await mkdir(place.backups, { recursive: true });
  const unfinished = join(place.backups, 'unfinished.part');
  await rm(unfinished, { force: true });
  await storage.run('vacuum into ?', [unfinished]);
  const taken = new Set(await readdir(place.backups));
  let n = 1;
  while (taken.has(backupName(current, n))) n++;
  await rename(unfinished, join(place.backups, backupName(current, n)));
}

const backupName = (version: number, n: number) => `version-${version}-${n}.sqlite`;
