import type { Span } from '../../core/month.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Turn, Watch } from './turns.ts';

interface Row extends Omit<Turn, 'cameraId'> {
  readonly camera_id: string;
}

const columns = 'camera_id, name, at, state, cause';

/** How cameras were from when on, and when the gateway was there to see it. */
export function createTurnStore(storage: Storage) {
  return {
    async append(turns: readonly Turn[]): Promise<void> {
      await storage.transaction(async (tx) => {
        for (const { cameraId, name, at, state, cause } of turns) {
          await tx.run(`insert into camera_turns (${columns}) values (?, ?, ?, ?, ?)`, [
            cameraId,
            name,
            at,
            state,
            cause,
          ]);
        }
      });
    },

    /** Those of the span, and of each camera the last before it; in the order they were written. */
    async over({ from, to }: Span): Promise<Turn[]> {
      const rows = await storage.all<Row>(
        `select ${columns} from camera_turns where (at >= ? and at < ?) or id in (
           select max(id) from camera_turns where at < ? group by camera_id) order by id`,
        [from, to, from],
      );
      return rows.map(asTurn);
    },

    /** The last of each camera. */
    async last(): Promise<Turn[]> {
      const rows = await storage.all<Row>(
        `select ${columns} from camera_turns where id in (select max(id) from camera_turns group by camera_id)`,
      );
      return rows.map(asTurn);
    },

    async beginWatch(since: number): Promise<void> {
      await storage.run('insert into watched_spans (since, until) values (?, ?)', [since, since]);
    },

    async goOnWatching(until: number): Promise<void> {
      await storage.run('update watched_spans set until = ? where id = (select max(id) from watched_spans)', [until]);
    },

    async watched({ from, to }: Span): Promise<Watch[]> {
      return storage.all<Watch>('select since, until from watched_spans where until > ? and since < ? order by since', [
        from,
        to,
      ]);
    },

    /** Nobody asks for a month so old. */
    async forget(before: number): Promise<void> {
      await storage.run(
        `delete from camera_turns where at < ? and id not in (select max(id) from camera_turns group by camera_id)`,
        [before],
      );
      await storage.run('delete from watched_spans where until < ?', [before]);
    },
  };
}

export type TurnStore = ReturnType<typeof createTurnStore>;

function asTurn({ camera_id: cameraId, ...turn }: Row): Turn {
  return { ...turn, cameraId };
}
