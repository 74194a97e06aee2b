import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock/clock.ts';
import { dayMs } from '../core/village-time.ts';
import type { Sql } from '../storage/storage.ts';

/** A session not used for this long has ended. */
export const sessionLastsMs = 30 * dayMs;
const renewAfterMs = dayMs;

export interface SessionStore {
  /** Opens a session and gives its token: 256 random bits, of which only the SHA-256 is kept. */
  open(sql: Sql, userId: string): Promise<string>;
  /** The person of a token that is still good; once a day its 30 days start anew. */
  userIdOf(token: string): Promise<string | null>;
  close(token: string): Promise<void>;
  /** Ends a person's sessions but for that of `keepToken`. */
  closeOthers(sql: Sql, userId: string, keepToken: string): Promise<void>;
  removeExpired(): Promise<void>;
}

export function createSessionStore({ storage, clock }: { storage: Sql; clock: Clock }): SessionStore {
  const instant = (fromNowMs = 0) => new Date(clock.now() + fromNowMs).toISOString();

  return {
    async open(sql, userId) {
      const token = randomBytes(32).toString('base64url');
      await sql.run('insert into sessions (token_hash, user_id, renewed_at, expires_at) values (?, ?, ?, ?)', [
        hashOf(token),
        userId,
        instant(),
        instant(sessionLastsMs),
      ]);
      return token;
    },

    async userIdOf(token) {
      const found = await storage.get<{ user_id: string; renewed_at: string }>(
        'select user_id, renewed_at from sessions where token_hash = ? and expires_at > ?',
        [hashOf(token), instant()],
      );
      if (!found) return null;
      if (found.renewed_at < instant(-renewAfterMs)) {
        await storage.run('update sessions set renewed_at = ?, expires_at = ? where token_hash = ?', [
          instant(),
          instant(sessionLastsMs),
          hashOf(token),
        ]);
      }
      return found.user_id;
    },

    async close(token) {
      await storage.run('delete from sessions where token_hash = ?', [hashOf(token)]);
    },

    async closeOthers(sql, userId, keepToken) {
      await sql.run('delete from sessions where user_id = ? and token_hash <> ?', [userId, hashOf(keepToken)]);
    },

    async removeExpired() {
      await storage.run('delete from sessions where expires_at <= ?', [instant()]);
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
