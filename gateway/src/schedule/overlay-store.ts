import type { Overlay } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { Storage } from '../storage/storage.ts';

interface Row extends Pick<Overlay, 'id' | 'kind' | 'title' | 'mutes'> {
  first_day: string;
  last_day: string;
  zone_ids: string | null;
  made_by: string;
}

export function createOverlayStore(storage: Storage) {
  return {
    /** Those that are over too. */
    async all(): Promise<Overlay[]> {
      const rows = await storage.all<Row>(
        'select id, kind, title, first_day, last_day, zone_ids, mutes, made_by from overlays',
      );
      return rows.map(({ id, kind, title, mutes, ...row }) => ({
        id,
        kind,
        title,
        from: row.first_day,
        to: row.last_day,
        zoneIds: row.zone_ids === null ? null : readJson<string[] | null>(row.zone_ids, null),
        mutes,
        by: row.made_by,
      }));
    },

    /** Inserts or replaces. */
    async put({ id, kind, title, from, to, zoneIds, mutes, by }: Overlay): Promise<void> {
      await storage.run(
        `insert into overlays (id, kind, title, first_day, last_day, zone_ids, mutes, made_by)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set kind = excluded.kind, title = excluded.title, first_day = excluded.first_day,
           last_day = excluded.last_day, zone_ids = excluded.zone_ids, mutes = excluded.mutes, made_by = excluded.made_by`,
        [id, kind, title, from, to, zoneIds && JSON.stringify(zoneIds), mutes, by],
      );
    },

    async remove(id: string): Promise<void> {
      await storage.run('delete from overlays where id = ?', [id]);
    },
  };
}
