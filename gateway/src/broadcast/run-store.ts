import type { Priority } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import type { Span } from './score.ts';

/** A run as the disk remembers it, so that a power cut leaves a trace of what was on air. */
export interface RunTrace {
  readonly id: string;
  readonly slotId: string | null;
  readonly title: string;
  readonly priority: Priority;
  readonly drill: boolean;
  readonly zoneIds: readonly string[];
  /** When each zone is heard, of a broadcast whose zones speak in turn; null: as long as it plays. */
  readonly heard: Readonly<Record<string, readonly Span[]>> | null;
  readonly plannedAt: number;
  readonly startedAt: number | null;
  /** The last moment at which it was known to be going on. */
  readonly aliveAt: number;
  readonly startedBy: string | null;
  readonly reason: string | null;
}

interface Row {
  id: string;
  slot_id: string | null;
  title: string;
  priority: Priority;
  drill: number;
  zone_ids: string;
  planned_at: number;
  started_at: number | null;
  alive_at: number;
  started_by: string | null;
  reason: string | null;
  heard: string | null;
}

export function createRunStore(storage: Storage) {
  return {
    async begin(run: RunTrace): Promise<void> {
      await storage.run(
        `insert into runs (id, slot_id, title, priority, drill, zone_ids, planned_at, started_at, alive_at, started_by, reason,
           heard)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          run.id,
          run.slotId,
          run.title,
          run.priority,
          Number(run.drill),
          JSON.stringify(run.zoneIds),
          run.plannedAt,
          run.startedAt,
          run.aliveAt,
          run.startedBy,
          run.reason,
          run.heard && JSON.stringify(run.heard),
        ],
      );
    },
    async started(id: string, at: number): Promise<void> {
      await storage.run('update runs set started_at = ?, alive_at = ? where id = ?', [
        Math.round(at),
        Math.round(at),
        id,
      ]);
    },
    async alive(ids: readonly string[], at: number): Promise<void> {
      const marks = ids.map(() => '?').join(', ');
      await storage.run(`update runs set alive_at = ? where id in (${marks})`, [at, ...ids]);
    },
    /** Ended runs stay a while, so that a command repeated by its client finds that it was done. */
    async end(sql: Sql, id: string, before: number): Promise<void> {
      await sql.run('update runs set ended = 1 where id = ?', [id]);
      await sql.run('delete from runs where ended = 1 and alive_at < ?', [before]);
    },
    async exists(id: string): Promise<boolean> {
      return (await storage.get('select 1 as found from runs where id = ?', [id])) !== undefined;
    },
    async open(): Promise<RunTrace[]> {
      const rows = await storage.all<Row>(
        `select id, slot_id, title, priority, drill, zone_ids, planned_at, started_at, alive_at, started_by, reason,
           heard
         from runs where ended = 0`,
      );
      return rows.map((row) => ({
        id: row.id,
        slotId: row.slot_id,
        title: row.title,
        priority: row.priority,
        drill: row.drill === 1,
        zoneIds: readJson<string[]>(row.zone_ids, []),
        plannedAt: row.planned_at,
        startedAt: row.started_at,
        aliveAt: row.alive_at,
        startedBy: row.started_by,
        reason: row.reason,
        heard: row.heard === null ? null : readJson<RunTrace['heard']>(row.heard, null),
      }));
    },
  };
}

export type RunStore = ReturnType<typeof createRunStore>;
