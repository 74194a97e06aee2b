import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from './errors.ts';

/** Keeps what must be said again (a camera's password, the key of a signature) unreadable in the database and its copies. */
export interface SecretBox {
  seal(text: string): string;
  /** null: sealed with another key, or spoiled. Whoever knows it has to type it again. */
  open(sealed: string): string | null;
}

/** Says how it was sealed, so that another way can come later. */
const mark = 'v1.';
const keyBytes = 32;
/** NIST SP 800-38D §8.2.2: random, and far fewer than 2³² of them. */
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM. Pure but for its chance. */
export function createSecretBox(key: Buffer): SecretBox {
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return mark + Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url');
    },
    open(sealed) {
      if (!sealed.startsWith(mark)) return null;
      const bytes = Buffer.from(sealed.slice(mark.length), 'base64url');
      if (bytes.length < nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const shown = decipher.update(bytes.subarray(nonceBytes + tagBytes));
      try {
        return Buffer.concat([shown, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

/**
 * The box whose key is in this file, which nobody but the gateway's own user may read; made when missing. It lies beside the
 * database and not in it: a copy of the database alone tells no password. A file that holds no key is set aside: what it sealed is
 * lost either way, and the village goes on.
 */
export async function openSecretBox(file: string): Promise<SecretBox> {
  try {
    const kept = await read(file);
    if (kept?.length === keyBytes) return createSecretBox(kept);
    if (kept) await rename(file, `${file}.damaged`);
    const key = randomBytes(keyBytes);
    await write(file, key);
    return createSecretBox(key);
  } catch (cause) {
    throw new AppError(
      'secret-box.no-key',
      500,
      `${file} cannot be read or written: check who owns it and its folder, and that the disk has room.`,
      { cause },
    );
  }
}

async function read(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The whole or nothing, over a power cut too. */
async function write(file: string, key: Buffer): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    // One that was left behind keeps the mode it had.
    await chmod(part, 0o600);
    await handle.writeFile(key);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}
