import type { EmergencyButton } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { Storage } from '../storage/storage.ts';

/** What the database keeps of a button. */
export type ButtonRow = Omit<EmergencyButton, 'topic' | 'availability' | 'testingUntil' | 'lastPress' | 'problem'>;

type AllClear = NonNullable<ButtonRow['allClear']>;

interface StoredRow extends Pick<ButtonRow, 'id' | 'name' | 'driver' | 'gesture' | 'title'> {
  hold_seconds: number;
  siren: number;
  recording_id: string | null;
  zone_ids: string | null;
  drill: number;
  all_clear_by: AllClear['by'] | null;
  all_clear_title: string | null;
  maintenance: number;
  last_seen_at: string | null;
}

export interface ButtonStore {
  list(): Promise<ButtonRow[]>;
  /** Inserts, or replaces what was chosen. */
  put(row: ButtonRow): Promise<void>;
  seen(id: string, at: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createButtonStore(storage: Storage): ButtonStore {
  return {
    async list() {
      const rows = await storage.all<StoredRow>(
        `select id, name, driver, hold_seconds, gesture, title, siren, recording_id, zone_ids, drill, all_clear_by,
           all_clear_title, maintenance, last_seen_at from buttons order by id`,
      );
      return rows.map(read);
    },

    async put(row) {
      const { id, name, driver, holdSeconds, gesture, title, siren, recordingId, zoneIds, drill, allClear } = row;
      await storage.run(
        `insert into buttons (id, name, driver, hold_seconds, gesture, title, siren, recording_id, zone_ids, drill,
           all_clear_by, all_clear_title, maintenance) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set name = excluded.name, hold_seconds = excluded.hold_seconds,
           gesture = excluded.gesture, title = excluded.title, siren = excluded.siren,
           recording_id = excluded.recording_id, zone_ids = excluded.zone_ids, drill = excluded.drill,
           all_clear_by = excluded.all_clear_by, all_clear_title = excluded.all_clear_title,
           maintenance = excluded.maintenance`,
        [
          ...[id, name, driver, holdSeconds, gesture, title, Number(siren), recordingId],
          ...[zoneIds && JSON.stringify(zoneIds), Number(drill), allClear?.by ?? null, allClear?.title ?? null],
          Number(row.maintenance),
        ],
      );
    },

    async seen(id, at) {
      await storage.run('update buttons set last_seen_at = ? where id = ?', [at, id]);
    },

    async remove(id) {
      await storage.run('delete from buttons where id = ?', [id]);
    },
  };
}

function read(row: StoredRow): ButtonRow {
  const { id, name, driver, gesture, title } = row;
  const { all_clear_by: by, all_clear_title: allClearTitle } = row;
  return {
    id,
    name,
    driver,
    gesture,
    title,
    holdSeconds: row.hold_seconds,
    siren: row.siren === 1,
    recordingId: row.recording_id,
    // A spoiled list names no zone, rather than all of them: the press is refused, and says so.
    zoneIds: row.zone_ids === null ? null : readJson<string[]>(row.zone_ids, []),
    drill: row.drill === 1,
    allClear: by && allClearTitle !== null ? { by, title: allClearTitle } : null,
    maintenance: row.maintenance === 1,
    lastSeenAt: row.last_seen_at,
  };
}
