import type {
  AirLogEntry,
  AirLogLine,
  ChangeEvents,
  OutcomeKind,
  PageOf,
  PageQuery,
  Priority,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import { notFound } from '../core/errors.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import type { AiredSound } from './aired-sound.ts';

const columns = `id, broadcast_id, slot_id, title, priority, planned_at, started_at, ended_at, aired_ms,
  outcome_kind, outcome_code, outcome_params, started_by, reason, zones, items, drill`;

export interface AirLogParts {
  readonly storage: Storage;
  readonly changes: Changes<ChangeEvents>;
  readonly airedSound: Pick<AiredSound, 'heldOf' | 'soundOf'>;
}

/** The as-run record: append-only, the database itself refuses anything else. */
export function createAirLog({ storage, changes, airedSound }: AirLogParts) {
  const asEntry = (line: AirLogLine): AirLogEntry => ({ ...line, airedSound: airedSound.heldOf(line) });

  return {
    /**
     * Writes a line inside the caller's transaction, together with the outcome of its slot. The same line again is
     * written once: who does not know whether the disk took it tries again.
     */
    async append(tx: Sql, entry: AirLogLine): Promise<void> {
      await tx.run(
        `insert into air_log (${columns})
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do nothing`,
        [
          entry.id,
          entry.broadcastId,
          entry.slotId,
          entry.title,
          entry.priority,
          Date.parse(entry.plannedAt),
          entry.startedAt && Date.parse(entry.startedAt),
          Date.parse(entry.endedAt),
          entry.airedMs,
          entry.outcome.kind,
          entry.outcome.code,
          JSON.stringify(entry.outcome.params),
          entry.startedBy,
          entry.reason,
          JSON.stringify(entry.zones),
          JSON.stringify(entry.items),
          Number(entry.drill),
        ],
      );
    },

    /** Tells the panels, once the transaction is in. */
    announce: (line: AirLogLine): void => changes.emit('air-log.added', asEntry(line)),

    /** Newest first; the cursor is the row after which to go on. */
    async list({ limit = 100, cursor }: PageQuery): Promise<PageOf<AirLogEntry>> {
      const rows = await storage.all<Row>(
        `select rowid, ${columns} from air_log where rowid < ? order by rowid desc limit ?`,
        [cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor) || 0, limit + 1],
      );
      const items = rows.slice(0, limit);
      return {
        items: items.map((row) => asEntry(asLine(row))),
        next: rows.length > limit ? String(items.at(-1)?.rowid) : null,
      };
    },

    /** What left an output during a line. */
    async sound(id: string, outputId: string) {
      const row = await storage.get<Row>(`select rowid, ${columns} from air_log where id = ?`, [id]);
      if (!row) throw notFound('air-log', id);
      return airedSound.soundOf(asLine(row), outputId);
    },

    /** What ended in `from`…`to` (instants, `to` excluded), oldest first. */
    async between(from: number, to: number): Promise<AirLogLine[]> {
      const rows = await storage.all<Row>(
        `select rowid, ${columns} from air_log where ended_at >= ? and ended_at < ? order by ended_at, rowid`,
        [from, to],
      );
      return rows.map(asLine);
    },

    /**
     * How much scheduled sound each zone heard of what began in `from`…`to` (instants, `to` excluded), ms by zone.
     */
    async airedMsByZone(from: number, to: number): Promise<Map<string, number>> {
      const rows = await storage.all<{ zone_id: string; aired_ms: number }>(
        `select zone.value ->> 'zoneId' as zone_id, sum(zone.value ->> 'airedMs') as aired_ms
         from air_log, json_each(air_log.zones) as zone
         where ended_at >= ? and started_at >= ? and started_at < ? and slot_id is not null
         group by 1`,
        [from, from, to],
      );
      return new Map(rows.map((row) => [row.zone_id, row.aired_ms]));
    },
  };
}

export type AirLog = ReturnType<typeof createAirLog>;

interface Row {
  rowid: number;
  id: string;
  broadcast_id: string | null;
  slot_id: string | null;
  title: string;
  priority: Priority;
  planned_at: number;
  started_at: number | null;
  ended_at: number;
  aired_ms: number;
  outcome_kind: OutcomeKind;
  outcome_code: string;
  outcome_params: string;
  started_by: string | null;
  reason: string | null;
  zones: string;
  items: string;
  drill: number;
}

function asLine(row: Row): AirLogLine {
  const at = iso(row.ended_at);
  return {
    id: row.id,
    broadcastId: row.broadcast_id,
    slotId: row.slot_id,
    title: row.title,
    priority: row.priority,
    drill: row.drill === 1,
    plannedAt: iso(row.planned_at),
    startedAt: row.started_at === null ? null : iso(row.started_at),
    endedAt: at,
    airedMs: row.aired_ms,
    outcome: {
      kind: row.outcome_kind,
      code: row.outcome_code,
      params: JSON.parse(row.outcome_params) as AirLogLine['outcome']['params'],
      at,
    },
    startedBy: row.started_by,
    reason: row.reason,
    // Older lines do not say what fed a zone.
    zones: (JSON.parse(row.zones) as AirLogLine['zones']).map((zone) => ({ ...zone, outputId: zone.outputId ?? null })),
    items: JSON.parse(row.items) as AirLogLine['items'],
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
