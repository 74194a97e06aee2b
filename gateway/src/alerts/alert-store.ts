import type { Alert, AlertCamera, AlertEnd, PageOf, PageQuery } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { Sql, Storage } from '../storage/storage.ts';

interface Row {
  readonly rowid: number;
  readonly id: string;
  readonly kind: Alert['kind'];
  readonly cameras: string;
  readonly cabinet: string | null;
  readonly since: string;
  readonly raised_at: string;
  readonly held: number;
  readonly relapses: number;
  readonly acknowledged: string | null;
  readonly ended_at: string | null;
  readonly ended_how: AlertEnd['how'] | null;
}

const columns =
  'rowid, id, kind, cameras, cabinet, since, raised_at, held, relapses, acknowledged, ended_at, ended_how';

/** Alerts, open and over. */
export function createAlertStore(storage: Storage) {
  return {
    async open(): Promise<Alert[]> {
      return (await storage.all<Row>(`select ${columns} from alerts where ended_at is null order by rowid`)).map(
        asAlert,
      );
    },

    async get(id: string): Promise<Alert | null> {
      const row = await storage.get<Row>(`select ${columns} from alerts where id = ?`, [id]);
      return row ? asAlert(row) : null;
    },

    /** Newest first. */
    async list({ limit = 100, cursor }: PageQuery): Promise<PageOf<Alert>> {
      const rows = await storage.all<Row>(
        `select ${columns} from alerts where ended_at is not null and rowid < ? order by rowid desc limit ?`,
        [cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor) || 0, limit + 1],
      );
      const items = rows.slice(0, limit);
      return { items: items.map(asAlert), next: rows.length > limit ? String(items.at(-1)?.rowid) : null };
    },

    /** Raised since then, oldest first; `most` of them. */
    async since(at: string, most: number): Promise<Alert[]> {
      const rows = await storage.all<Row>(`select ${columns} from alerts where raised_at >= ? order by rowid limit ?`, [
        at,
        most,
      ]);
      return rows.map(asAlert);
    },

    async save(tx: Sql, alert: Alert): Promise<void> {
      await tx.run(
        `insert into alerts (id, kind, cameras, cabinet, since, raised_at, held, relapses, acknowledged, ended_at, ended_how)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set kind = excluded.kind, cameras = excluded.cameras, held = excluded.held,
           relapses = excluded.relapses, acknowledged = excluded.acknowledged, ended_at = excluded.ended_at,
           ended_how = excluded.ended_how`,
        [
          alert.id,
          alert.kind,
          JSON.stringify(alert.cameras),
          alert.cabinet,
          alert.since,
          alert.raisedAt,
          Number(alert.held),
          alert.relapses,
          alert.acknowledged && JSON.stringify(alert.acknowledged),
          alert.ended?.at ?? null,
          alert.ended?.how ?? null,
        ],
      );
    },
  };
}

export type AlertStore = ReturnType<typeof createAlertStore>;

function asAlert(row: Row): Alert {
  return {
    id: row.id,
    kind: row.kind,
    // Of before that was told apart.
    cameras: readJson<AlertCamera[]>(row.cameras, []).map((camera) => ({
      ...camera,
      settled: camera.settled ?? false,
    })),
    cabinet: row.cabinet,
    since: row.since,
    raisedAt: row.raised_at,
    held: row.held === 1,
    relapses: row.relapses,
    acknowledged: row.acknowledged === null ? null : readJson<Alert['acknowledged']>(row.acknowledged, null),
    ended: row.ended_at === null ? null : { at: row.ended_at, how: row.ended_how ?? 'well' },
  };
}
