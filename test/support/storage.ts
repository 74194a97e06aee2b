import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { openStorage } from '../../gateway/src/storage/migrate.ts';
import type { Storage } from '../../gateway/src/storage/storage.ts';
import type { AtTheEnd } from './gateway-process.ts';
import { quietLog } from './quiet-log.ts';
import { tempFolder } from './temp-folder.ts';

const migrations = fileURLToPath(new URL('../../gateway/migrations', import.meta.url));
const fileIn = (folder: string) => join(folder, 'test.sqlite');

/** A storage that a fake clock can wait for. */
export interface WatchedStorage extends Storage {
  /** Resolves when nothing that was asked of it is under way. */
  settled(): Promise<void>;
}

/** A real, migrated database of the test's own. */
export async function temporaryStorage(atTheEnd: AtTheEnd = onTestFinished): Promise<WatchedStorage> {
  const folder = await tempFolder(atTheEnd);
  await writeFile(fileIn(folder), await empty());
  const storage = await openIn(folder);
  atTheEnd(() => storage.close());
  // The machine that runs the test does not lose its power: nobody waits for its disk.
  await storage.run('pragma synchronous = off');
  return watched(storage);
}

const kept: { empty?: Promise<Buffer> } = {};

/** The database of the newest version with nothing in it: migrated once in a process, and every test gets a copy. */
function empty(): Promise<Buffer> {
  return (kept.empty ??= migrate());
}

async function migrate(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-empty-'));
  const storage = await openIn(folder);
  await storage.close();
  const bytes = await readFile(fileIn(folder));
  await rm(folder, { recursive: true });
  return bytes;
}

function openIn(folder: string): Promise<Storage> {
  return openStorage({ file: fileIn(folder), backups: join(folder, 'backups'), migrations }, quietLog);
}

function watched(storage: Storage): WatchedStorage {
  const asked = new Set<Promise<unknown>>();
  const ask = async <T>(work: Promise<T>): Promise<T> => {
    asked.add(work);
    try {
      return await work;
    } finally {
      asked.delete(work);
    }
  };
  return {
    run: (sql, params) => ask(storage.run(sql, params)),
    get: <Row>(sql: string, params?: Parameters<Storage['get']>[1]) => ask(storage.get<Row>(sql, params)),
    all: <Row>(sql: string, params?: Parameters<Storage['all']>[1]) => ask(storage.all<Row>(sql, params)),
    script: (sql) => ask(storage.script(sql)),
    transaction: (work) => ask(storage.transaction(work)),
    close: () => storage.close(),
    async settled() {
      while (asked.size > 0) await Promise.allSettled(asked);
    },
  };
}
