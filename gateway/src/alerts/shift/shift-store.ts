import type { PageOf, PageQuery, ShiftEntry } from '../../contract/index.ts';
import { readJson } from '../../storage/json-column.ts';
import type { Storage } from '../../storage/storage.ts';

interface Row extends Omit<ShiftEntry, 'id' | 'by' | 'open'> {
  readonly id: number;
  readonly name: string;
  readonly open: string;
}

const columns = 'id, at, kind, login, name, note, open';

/** The shift log; the table itself refuses changes. */
export function createShiftStore(storage: Storage) {
  return {
    async append({ at, kind, login, by, note, open }: Omit<ShiftEntry, 'id'>): Promise<void> {
      await storage.run('insert into shift_log (at, kind, login, name, note, open) values (?, ?, ?, ?, ?, ?)', [
        at,
        kind,
        login,
        by,
        note,
        JSON.stringify(open),
      ]);
    },

    /** What decides whose shift it is: from the last handing over on, or the last taking over if nobody ever handed over. */
    async current(): Promise<ShiftEntry[]> {
      const rows = await storage.all<Row>(
        `select ${columns} from shift_log where id >= coalesce(
           (select max(id) from shift_log where kind = 'handed-over'),
           (select max(id) from shift_log where kind = 'took-over'), 0)
         and kind <> 'note' order by id`,
      );
      return rows.map(asEntry);
    },

    /** Notes since then, oldest first; `most` of them. */
    async notesSince(at: string, most: number): Promise<ShiftEntry[]> {
      const rows = await storage.all<Row>(
        `select ${columns} from shift_log where at >= ? and kind = 'note' order by id limit ?`,
        [at, most],
      );
      return rows.map(asEntry);
    },

    /** Newest first. */
    async list({ limit = 100, cursor }: PageQuery): Promise<PageOf<ShiftEntry>> {
      const rows = await storage.all<Row>(`select ${columns} from shift_log where id < ? order by id desc limit ?`, [
        cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor) || 0,
        limit + 1,
      ]);
      const items = rows.slice(0, limit).map(asEntry);
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  };
}

export type ShiftStore = ReturnType<typeof createShiftStore>;

function asEntry({ id, name, open, ...row }: Row): ShiftEntry {
  return { ...row, id: String(id), by: name, open: readJson<ShiftEntry['open']>(open, []) };
}
