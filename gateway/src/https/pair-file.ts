import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Pair } from './certificate.ts';

/** A key and its certificate in one file, so that a power cut leaves both or neither; null when there is no such file. */
export async function readPair(path: string): Promise<Pair | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw damaged(path, error);
  }
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  const pair = { key: text.slice(0, Math.max(0, at)), certificate: text.slice(Math.max(0, at)) };
  let fits: boolean;
  try {
    fits = new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key));
  } catch (error) {
    throw damaged(path, error);
  }
  if (!fits) throw damaged(path);
  return pair;
}

/** Writes the whole or nothing, over a power cut too; nobody but the gateway's own user may read it. */
export async function writePair(path: string, { key, certificate }: Pair): Promise<void> {
  const part = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(part, 'w', 0o600);
    try {
      // One that was left behind keeps the mode it had.
      await chmod(part, 0o600);
      await file.writeFile(`${key.trim()}\n${certificate.trim()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    throw new AppError('https.not-kept', 507, `${path} cannot be written: free some space, check its folder's owner.`, {
      cause: error,
    });
  }
}

function damaged(path: string, cause?: unknown): AppError {
  return new AppError(
    'https.files-damaged',
    500,
    `${path} is damaged: restore it from a backup, or renew the authority.`,
    {
      cause,
    },
  );
}
