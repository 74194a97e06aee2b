import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { openStorage } from '../../gateway/src/storage/migrate.ts';
import type { Storage } from '../../gateway/src/storage/storage.ts';
import type { AtTheEnd } from './gateway-process.ts';
import { quietLog } from './quiet-log.ts';
import { tempFolder } from './temp-folder.ts';

const migrations = fileURLToPath(new URL('../../gateway/migrations', import.meta.url));

/** A real, migrated database of the test's own. */
export async function temporaryStorage(atTheEnd: AtTheEnd = onTestFinished): Promise<Storage> {
  const folder = await tempFolder(atTheEnd);
  const storage = await openStorage(
    { file: join(folder, 'test.sqlite'), backups: join(folder, 'backups'), migrations },
    quietLog,
  );
  atTheEnd(() => storage.close());
  return storage;
}
