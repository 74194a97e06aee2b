import type { Camera, CameraCause, CameraProfile, CameraStatus } from '../contract/index.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { readJson } from '../storage/json-column.ts';
import type { Storage } from '../storage/storage.ts';

/** What a person chose. */
export type CameraChoices = Pick<
  Camera,
  | 'id'
  | 'name'
  | 'host'
  | 'port'
  | 'path'
  | 'username'
  | 'monitorProfile'
  | 'viewProfile'
  | 'place'
  | 'zoneIds'
  | 'cabinet'
  | 'maintenance'
>;

/** What it said of itself when it was reached last; addresses as reached from here, without a login. */
export interface Learnt {
  readonly facts: NonNullable<Camera['facts']>;
  readonly profiles: CameraProfile[];
  readonly turns: boolean;
  readonly monitorUri: string;
  readonly viewUri: string;
}

/** A password that was sealed with a key that is gone. */
export const unreadable = Symbol('unreadable');

/** How it stood. */
export interface Stood {
  readonly status: CameraStatus;
  readonly cause: CameraCause | null;
  readonly since: string;
}

export interface CameraRow extends CameraChoices {
  /** null: it has none. */
  readonly password: string | typeof unreadable | null;
  readonly learnt: Learnt | null;
  readonly stood: Stood | null;
}

interface StoredRow extends Pick<CameraRow, 'id' | 'name' | 'host' | 'port' | 'path' | 'username' | 'cabinet'> {
  password_sealed: string | null;
  monitor_profile: string | null;
  view_profile: string | null;
  place_x: number | null;
  place_y: number | null;
  zone_ids: string;
  maintenance: number;
  learnt: string | null;
  status: CameraStatus | null;
  cause: CameraCause | null;
  status_since: string | null;
}

export function createCameraStore(storage: Storage, box: SecretBox) {
  /** Some makers' streams have the password in their path (Xiongmai: `/user=admin&password=…`). */
  const sealed = (learnt: Learnt) => box.seal(JSON.stringify(learnt));

  function read(row: StoredRow): CameraRow {
    const { id, name, host, port, path, username, cabinet, place_x: x, place_y: y, password_sealed: password } = row;
    return {
      ...{ id, name, host, port, path, username, cabinet },
      monitorProfile: row.monitor_profile,
      viewProfile: row.view_profile,
      place: x === null || y === null ? null : { x, y },
      zoneIds: readJson<string[]>(row.zone_ids, []),
      maintenance: row.maintenance === 1,
      password: password === null ? null : (box.open(password) ?? unreadable),
      learnt: row.learnt === null ? null : readJson<Learnt | null>(box.open(row.learnt) ?? 'null', null),
      stood:
        row.status === null || row.status_since === null
          ? null
          : { status: row.status, cause: row.cause, since: row.status_since },
    };
  }

  return {
    async list(): Promise<CameraRow[]> {
      const rows = await storage.all<StoredRow>(
        `select id, name, host, port, path, username, password_sealed, monitor_profile, view_profile, place_x, place_y, zone_ids,
           cabinet, maintenance, learnt, status, cause, status_since from cameras order by id`,
      );
      return rows.map(read);
    },

    /** Inserts, or replaces what was chosen. `password`: undefined keeps what there is. */
    async put(row: CameraChoices, password: string | null | undefined): Promise<void> {
      await storage.run(
        `insert into cameras (id, name, host, port, path, username, password_sealed, monitor_profile, view_profile, place_x,
           place_y, zone_ids, cabinet, maintenance) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set name = excluded.name, host = excluded.host, port = excluded.port,
           path = excluded.path, username = excluded.username,
           password_sealed = ${password === undefined ? 'password_sealed' : 'excluded.password_sealed'},
           monitor_profile = excluded.monitor_profile, view_profile = excluded.view_profile,
           place_x = excluded.place_x, place_y = excluded.place_y, zone_ids = excluded.zone_ids,
           cabinet = excluded.cabinet, maintenance = excluded.maintenance`,
        [
          ...[row.id, row.name, row.host, row.port, row.path, row.username],
          typeof password === 'string' ? box.seal(password) : null,
          ...[row.monitorProfile, row.viewProfile, row.place?.x ?? null, row.place?.y ?? null],
          ...[JSON.stringify(row.zoneIds), row.cabinet, Number(row.maintenance)],
        ],
      );
    },

    async learnt(id: string, learnt: Learnt): Promise<void> {
      await storage.run('update cameras set learnt = ? where id = ?', [sealed(learnt), id]);
    },

    /** Both anew: what was known of another camera, or came of another login, is not known of this one. */
    async known(id: string, { learnt, stood }: Pick<CameraRow, 'learnt' | 'stood'>): Promise<void> {
      await storage.run('update cameras set learnt = ?, status = ?, cause = ?, status_since = ? where id = ?', [
        learnt && sealed(learnt),
        ...[stood?.status ?? null, stood?.cause ?? null, stood?.since ?? null],
        id,
      ]);
    },

    async stood(id: string, { status, cause, since }: Stood): Promise<void> {
      await storage.run('update cameras set status = ?, cause = ?, status_since = ? where id = ?', [
        ...[status, cause, since],
        id,
      ]);
    },

    async remove(id: string): Promise<void> {
      await storage.run('delete from cameras where id = ?', [id]);
    },
  };
}
export type CameraStore = ReturnType<typeof createCameraStore>;
