import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from './errors.ts';

/** Writes a whole file or nothing, over a power cut too. Rejects with `storage.full`. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const part = join(folder, `.${basename(path)}.part`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(part, 'w');
    await file
      .writeFile(content)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(part, path);
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    await rm(part, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new AppError('storage.full', 507, 'The disk is full: free some space and save again.', { cause: error });
  }
}
