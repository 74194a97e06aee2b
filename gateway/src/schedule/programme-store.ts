import type { Content, Priority, Rule } from '../contract/index.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import { fromRrule, toRrule } from './rrule.ts';

/** A programme as stored: what recurs. `since`: its slots before that instant are not made up afterwards. */
export interface StoredProgramme {
  readonly id: string;
  readonly title: string;
  readonly content: Content;
  readonly zoneIds: readonly string[];
  readonly priority: Priority;
  readonly rule: Rule;
  readonly enabled: boolean;
  readonly since: number;
}

interface Row {
  id: string;
  title: string;
  content_kind: Content['kind'];
  content_id: string;
  priority: Priority;
  dtstart: string;
  rrule: string | null;
  exdate: string;
  enabled: number;
  since: number;
}

export function createProgrammeStore(storage: Storage, timeZone: string) {
  return {
    async all(): Promise<StoredProgramme[]> {
      const rows = await storage.all<Row>(
        `select id, title, content_kind, content_id, priority, dtstart, rrule, exdate, enabled, since
         from programmes order by substr(dtstart, 10), title`,
      );
      const zones = await storage.all<{ programme_id: string; zone_id: string }>(
        'select programme_id, zone_id from programme_zones order by rowid',
      );
      return rows.map((row) => ({
        id: row.id,
        title: row.title,
        content: contentOf(row),
        zoneIds: zones.filter((zone) => zone.programme_id === row.id).map((zone) => zone.zone_id),
        priority: row.priority,
        rule: fromRrule(row, timeZone),
        enabled: row.enabled === 1,
        since: row.since,
      }));
    },

    /** Inserts or replaces, inside the caller's transaction. */
    async put(tx: Sql, programme: StoredProgramme): Promise<void> {
      const { dtstart, rrule, exdate } = toRrule(programme.rule, timeZone);
      const contentId =
        programme.content.kind === 'recording' ? programme.content.recordingId : programme.content.playlistId;
      await tx.run(
        `insert into programmes (id, title, content_kind, content_id, priority, dtstart, rrule, exdate, enabled, since)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set title = excluded.title, content_kind = excluded.content_kind,
           content_id = excluded.content_id, priority = excluded.priority, dtstart = excluded.dtstart,
           rrule = excluded.rrule, exdate = excluded.exdate, enabled = excluded.enabled, since = excluded.since`,
        [
          programme.id,
          programme.title,
          programme.content.kind,
          contentId,
          programme.priority,
          dtstart,
          rrule,
          exdate,
          Number(programme.enabled),
          programme.since,
        ],
      );
      await tx.run('delete from programme_zones where programme_id = ?', [programme.id]);
      for (const zoneId of programme.zoneIds) {
        await tx.run('insert into programme_zones (programme_id, zone_id) values (?, ?)', [programme.id, zoneId]);
      }
    },

    async remove(tx: Sql, id: string): Promise<void> {
      await tx.run('delete from programmes where id = ?', [id]);
    },
  };
}

export type ProgrammeStore = ReturnType<typeof createProgrammeStore>;

function contentOf(row: Row): Content {
  return row.content_kind === 'recording'
    ? { kind: 'recording', recordingId: row.content_id }
    : { kind: 'playlist', playlistId: row.content_id };
}
