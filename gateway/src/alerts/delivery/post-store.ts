import type { AlertMessage } from '../../contract/index.ts';
import type { Sql, Storage } from '../../storage/storage.ts';

export interface WaitingPost {
  readonly id: string;
  readonly message: string;
  readonly madeAt: number;
}

/** A village that is offline for long needs its newest alerts, not all of them. */
const most = 500;

/** Messages that were not taken yet, in order; over a power cut too. */
export function createPostStore(storage: Storage) {
  return {
    async add(tx: Sql, message: AlertMessage): Promise<void> {
      await tx.run('insert into alert_posts (id, message, made_at) values (?, ?, ?) on conflict (id) do nothing', [
        message.id,
        JSON.stringify(message),
        message.at,
      ]);
      await tx.run(
        'delete from alert_posts where position not in (select position from alert_posts order by position desc limit ?)',
        [most],
      );
    },

    async first(): Promise<WaitingPost | null> {
      const row = await storage.get<{ id: string; message: string; made_at: string }>(
        'select id, message, made_at from alert_posts order by position limit 1',
      );
      return row ? { id: row.id, message: row.message, madeAt: Date.parse(row.made_at) } : null;
    },

    async remove(id: string): Promise<void> {
      await storage.run('delete from alert_posts where id = ?', [id]);
    },

    async clear(): Promise<void> {
      await storage.run('delete from alert_posts');
    },

    async count(): Promise<number> {
      return (await storage.get<{ n: number }>('select count(*) as n from alert_posts'))?.n ?? 0;
    },
  };
}

export type PostStore = ReturnType<typeof createPostStore>;
