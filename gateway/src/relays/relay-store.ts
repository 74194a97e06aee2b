import type { RelayDriver } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import type { Storage } from '../storage/storage.ts';

/** What the database keeps of a relay. */
export interface RelayRow {
  readonly id: string;
  readonly name: string;
  readonly driver: RelayDriver;
  readonly channels: number;
  readonly maintenance: boolean;
  readonly lastSeenAt: string | null;
  readonly minDrawW: number | null;
  readonly maxOnMinutes: number | null;
}

/** What a relay begins with; the database says the same. */
export const newRelay = { lastSeenAt: null, minDrawW: 5, maxOnMinutes: 240 } as const satisfies Partial<RelayRow>;

export interface RelayStore {
  list(): Promise<RelayRow[]>;
  insert(row: RelayRow): Promise<void>;
  update(row: Omit<RelayRow, 'driver' | 'channels' | 'lastSeenAt'>): Promise<void>;
  seen(sights: readonly { readonly id: string; readonly at: string }[]): Promise<void>;
  /** Refuses with `relay.in-use` while a zone is switched by it. */
  remove(row: Pick<RelayRow, 'id' | 'name'>): Promise<void>;
}

export function createRelayStore(storage: Storage): RelayStore {
  return {
    async list() {
      const rows = await storage.all<Omit<RelayRow, 'maintenance'> & { maintenance: number }>(
        'select id, name, driver, channels, maintenance, last_seen_at as lastSeenAt, min_draw_w as minDrawW, max_on_minutes as maxOnMinutes from relays order by id',
      );
      return rows.map((row) => ({ ...row, maintenance: row.maintenance === 1 }));
    },
    async insert(row) {
      await storage.run('insert into relays (id, name, driver, channels, maintenance) values (?, ?, ?, ?, ?)', [
        row.id,
        row.name,
        row.driver,
        row.channels,
        row.maintenance ? 1 : 0,
      ]);
    },
    async update({ id, name, maintenance, minDrawW, maxOnMinutes }) {
      await storage.run(
        'update relays set name = ?, maintenance = ?, min_draw_w = ?, max_on_minutes = ? where id = ?',
        [name, maintenance ? 1 : 0, minDrawW, maxOnMinutes, id],
      );
    },
    async seen(sights) {
      await storage.transaction(async (tx) => {
        for (const { id, at } of sights) await tx.run('update relays set last_seen_at = ? where id = ?', [at, id]);
      });
    },
    async remove({ id, name }) {
      try {
        await storage.run('delete from relays where id = ?', [id]);
      } catch (error) {
        if (!(error instanceof Error && error.message.includes('FOREIGN KEY'))) throw error;
        throw new AppError('relay.in-use', 409, `Relay '${name}' switches a zone: take it out of the zone first.`, {
          cause: error,
          params: { relay: name },
        });
      }
    },
  };
}
