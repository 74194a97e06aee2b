import { createHash, timingSafeEqual } from 'node:crypto';
import type { Standing } from './access-rules.ts';

export interface BookEntry {
  readonly secretSha256: Buffer;
  readonly rights: Standing;
}

/** Who may come in, kept in memory: a storm of a thousand logins after a power cut reads no disk. */
export interface AccountBook {
  put(username: string, entry: BookEntry): void;
  delete(username: string): void;
  has(username: string): boolean;
  /** What that person or device may do, or null: unknown, or the wrong password. */
  signIn(username: string, password: Buffer): Standing | null;
  /** Somebody's password: typed into the wrong field it comes as a name, and must not be shown or written down. */
  isPassword(text: string): boolean;
  /** What `signIn` gave, as long as neither password nor rights were changed since; undefined: there is no such account. */
  rightsOf(username: string): Standing | undefined;
}

export function createAccountBook(): AccountBook {
  const entries = new Map<string, BookEntry>();
  const nobody = hashSecret('');
  return {
    put: (username, entry) => void entries.set(username, entry),
    delete: (username) => void entries.delete(username),
    has: (username) => entries.has(username),
    signIn(username, password) {
      const entry = entries.get(username);
      const matches = timingSafeEqual(hashSecret(password), entry?.secretSha256 ?? nobody);
      return entry && matches ? entry.rights : null;
    },
    isPassword(text) {
      const hash = hashSecret(text);
      return [...entries.values()].some(({ secretSha256 }) => secretSha256.equals(hash));
    },
    rightsOf: (username) => entries.get(username)?.rights,
  };
}

/**
 * SHA-256 is enough for random secrets of 128 bits, and is why 1,000 devices are back in seconds: a slow hash made
 * for people's passwords took 64 s, longer than a Tasmota waits for its CONNACK (4 s).
 */
export function hashSecret(secret: string | Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
