import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStorage } from '../../gateway/src/storage/migrate.ts';
import type { Storage } from '../../gateway/src/storage/storage.ts';
import { quietLog } from './quiet-log.ts';

const migrations = new URL('../../gateway/migrations', import.meta.url).pathname;

/** A folder of the test's own, gone with it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A real, migrated database of the test's own. */
export async function temporaryStorage(): Promise<Storage> {
  const folder = await temporaryFolder();
  const storage = await openStorage(
    { file: join(folder, 'test.sqlite'), backups: join(folder, 'backups'), migrations },
    quietLog,
  );
  onTestFinished(() => storage.close());
  return storage;
}
