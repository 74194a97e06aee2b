import type {
  CameraEvent,
  CameraEventEnding,
  CameraEventKind,
  CameraEventQuery,
  Reason,
} from '../../contract/index.ts';
import { readJson } from '../../storage/json-column.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Medium } from './album.ts';
import type { Film } from './film.ts';
import type { Held } from './keeping.ts';

const columns = `id, camera_id, camera_name, kind, started_at, ended_at, ending, times, still_at, clip_state, clip_from,
  clip_to, clip_bytes, clip_why, during_broadcast, warning, kept, by, note, note_by`;
const media = 'still_bytes + clip_bytes';

/** An event as it begins. */
export type NewEvent = Pick<
  CameraEvent,
  'id' | 'cameraId' | 'cameraName' | 'kind' | 'duringBroadcast' | 'kept' | 'by' | 'note' | 'noteBy'
> & {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly clip: 'none' | 'recording';
  /** Why none is made. */
  readonly clipWhy: Reason | null;
};

export interface StillKept {
  readonly at: number;
  readonly bytes: number;
}

/** What cameras noticed, in the database. */
export function createEventStore(storage: Storage) {
  const setOn = (id: string, words: string, params: readonly (string | number | null)[]) =>
    storage.run(`update camera_events set ${words} where id = ?`, [...params, id]);

  return {
    async add(event: NewEvent): Promise<void> {
      await storage.run(
        `insert into camera_events (id, camera_id, camera_name, kind, started_at, ended_at, clip_state, clip_why,
           during_broadcast, kept, by, note, note_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          event.id,
          event.cameraId,
          event.cameraName,
          event.kind,
          event.startedAt,
          event.endedAt,
          event.clip,
          event.clipWhy && JSON.stringify(event.clipWhy),
          event.duringBroadcast,
          Number(event.kept),
          event.by,
          event.note,
          event.noteBy,
        ],
      );
    },

    end: (id: string, at: number, ending: CameraEventEnding, times: number) =>
      setOn(id, 'ended_at = ?, ending = ?, times = ?', [at, ending, times]),
    goOn: (id: string) => setOn(id, 'ended_at = null, ending = null', []),
    setStill: (id: string, { at, bytes }: StillKept) => setOn(id, 'still_at = ?, still_bytes = ?', [at, bytes]),
    setFilm: (id: string, { from, to, bytes, why }: Film) =>
      setOn(id, 'clip_state = ?, clip_from = ?, clip_to = ?, clip_bytes = ?, clip_why = ?', [
        bytes > 0 ? 'ready' : 'failed',
        from,
        to,
        bytes,
        why && JSON.stringify(why),
      ]),
    setWarning: (id: string, warning: CameraEvent['warning']) =>
      setOn(id, 'warning = ?', [warning && JSON.stringify(warning)]),
    setKept: (id: string, kept: boolean) => setOn(id, 'kept = ?', [Number(kept)]),
    setNote: (id: string, note: string | null, by: string) => setOn(id, 'note = ?, note_by = ?', [note, note && by]),

    /** Its picture and its film made room. */
    async dropMedia(id: string): Promise<void> {
      const gone = "case clip_state when 'ready' then 'gone' else clip_state end";
      await setOn(id, `still_at = null, still_bytes = 0, clip_bytes = 0, clip_state = ${gone}`, []);
    },
    remove: (id: string) => storage.run('delete from camera_events where id = ?', [id]),

    async get(id: string): Promise<CameraEvent | null> {
      const row = await storage.get<Row>(`select ${columns} from camera_events where id = ?`, [id]);
      return row ? asEvent(row) : null;
    },

    /** Newest first. The cursor names the last that was given. */
    async list({ limit = 100, cursor, from, to, cameraId, kind, kept }: CameraEventQuery) {
      const [, at = '', id = ''] = /^(\d{1,15})-([a-z0-9-]{1,48})$/.exec(cursor ?? '') ?? [];
      const wanted: (readonly [words: string, ...params: (string | number)[]])[] = [
        ...(at === '' ? [] : [['(started_at, id) < (?, ?)', Number(at), id] as const]),
        ...(from === undefined ? [] : [['coalesce(ended_at, ?) >= ?', forever, Date.parse(from)] as const]),
        ...(to === undefined ? [] : [['started_at < ?', Date.parse(to)] as const]),
        ...(cameraId === undefined ? [] : [['camera_id = ?', cameraId] as const]),
        ...(kind === undefined ? [] : [['kind = ?', kind] as const]),
        ...(kept === undefined ? [] : [['kept = ?', Number(kept)] as const]),
      ];
      const where = wanted.length > 0 ? `where ${wanted.map(([words]) => words).join(' and ')}` : '';
      const rows = await storage.all<Row>(
        `select ${columns} from camera_events ${where} order by started_at desc, id desc limit ?`,
        [...wanted.flatMap(([, ...params]) => params), limit + 1],
      );
      const last = rows[limit - 1];
      return {
        items: rows.slice(0, limit).map(asEvent),
        next: rows.length > limit && last ? `${last.started_at}-${last.id}` : null,
      };
    },

    /** What a gateway that went off left open is over when its camera was last heard; films that were not whole are none. */
    async closeAll(why: Reason): Promise<void> {
      await storage.run(
        `update camera_events set ending = 'restart', ended_at = max(started_at, coalesce(
           (select max(heard_to) from camera_coverage where camera_id = camera_events.camera_id), started_at))
         where ended_at is null`,
      );
      await storage.run("update camera_events set clip_state = 'failed', clip_why = ? where clip_state = 'recording'", [
        JSON.stringify(why),
      ]);
    },

    async held(): Promise<{ bytes: number; keptBytes: number; oldestAt: number | null }> {
      const row = await storage.get<{ bytes: number; kept: number; oldest: number | null }>(
        `select coalesce(sum(${media}), 0) as bytes, coalesce(sum((${media}) * kept), 0) as kept,
           min(case kept when 0 then started_at end) as oldest from camera_events`,
      );
      return { bytes: row?.bytes ?? 0, keptBytes: row?.kept ?? 0, oldestAt: row?.oldest ?? null };
    },

    /** Those that could go, the oldest first. */
    async oldest(limit: number): Promise<Held[]> {
      return storage.all<Held>(
        `select id, started_at as at, ${media} as bytes from camera_events
         where kept = 0 and clip_state <> 'recording' order by started_at limit ?`,
        [limit],
      );
    },

    /** What is in the album. */
    async inAlbum(): Promise<{ id: string; what: Medium }[]> {
      return storage.all<{ id: string; what: Medium }>(
        `select id, 'still' as what from camera_events where still_bytes > 0
         union all select id, 'film' from camera_events where clip_bytes > 0`,
      );
    },
  };
}

export type EventStore = ReturnType<typeof createEventStore>;

const forever = Number.MAX_SAFE_INTEGER;

interface Row {
  id: string;
  camera_id: string;
  camera_name: string;
  kind: CameraEventKind;
  started_at: number;
  ended_at: number | null;
  ending: CameraEventEnding | null;
  times: number;
  still_at: number | null;
  clip_state: CameraEvent['clip']['state'];
  clip_from: number | null;
  clip_to: number | null;
  clip_bytes: number;
  clip_why: string | null;
  during_broadcast: string | null;
  warning: string | null;
  kept: number;
  by: string | null;
  note: string | null;
  note_by: string | null;
}

function asEvent(row: Row): CameraEvent {
  return {
    id: row.id,
    cameraId: row.camera_id,
    cameraName: row.camera_name,
    kind: row.kind,
    startedAt: iso(row.started_at),
    endedAt: row.ended_at === null ? null : iso(row.ended_at),
    ending: row.ending,
    times: row.times,
    stillAt: row.still_at === null ? null : iso(row.still_at),
    clip: {
      state: row.clip_state,
      from: row.clip_from === null ? null : iso(row.clip_from),
      to: row.clip_to === null ? null : iso(row.clip_to),
      bytes: row.clip_bytes,
      why: row.clip_why === null ? null : readJson<Reason | null>(row.clip_why, null),
    },
    duringBroadcast: row.during_broadcast,
    warning: row.warning === null ? null : readJson<CameraEvent['warning']>(row.warning, null),
    kept: row.kept === 1,
    by: row.by,
    note: row.note,
    noteBy: row.note_by,
  };
}

const iso = (instant: number) => new Date(instant).toISOString();
