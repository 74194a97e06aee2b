import type { FailSafe, FailSafeWaiver, RelayDriver, RelayTemplate } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { readJson } from '../storage/json-column.ts';
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
  /** What trials of its channels found; a channel that was never tried is not in it. */
  readonly failSafe: ReadonlyMap<number, FailSafe>;
  readonly waiver: FailSafeWaiver | null;
  readonly offlineAfterSeconds: number;
  readonly site: string | null;
  /** How its board says and hears it; null: as its family does. */
  readonly template: RelayTemplate | null;
}

/** What a person may change of it. */
export type RelaySettings = Omit<RelayRow, 'driver' | 'channels' | 'lastSeenAt' | 'failSafe' | 'template'>;

/** What a relay begins with; the database says the same. */
export const newRelay = {
  lastSeenAt: null,
  minDrawW: 5,
  maxOnMinutes: 240,
  failSafe: new Map(),
  waiver: null,
  offlineAfterSeconds: 30,
  site: null,
  template: null,
} satisfies Partial<RelayRow>;

/** What its last trial found; a board that by its template does not go OFF by itself needs none. */
export function failSafeOf({ failSafe, template }: RelayRow, channel: number): FailSafe {
  const found = failSafe.get(channel);
  if (template?.lease.kind === 'none') return { state: 'absent', at: found?.state === 'absent' ? found.at : null };
  return found ?? { state: 'unproved', at: null };
}

/** It stays ON without the gateway, and nobody has taken that upon himself. */
export function lacksFailSafe(row: RelayRow, channel: number): boolean {
  return row.waiver === null && failSafeOf(row, channel).state === 'absent';
}

export interface RelayStore {
  list(): Promise<RelayRow[]>;
  insert(row: RelayRow): Promise<void>;
  update(row: RelaySettings): Promise<void>;
  keepProof(id: string, channel: number, state: FailSafe['state'], at: string): Promise<void>;
  /** It is another device now. */
  forgetProofs(id: string): Promise<void>;
  /** It speaks otherwise now: what its trials found says nothing any more. */
  changeTemplate(id: string, template: RelayTemplate | null): Promise<void>;
  seen(sights: readonly { readonly id: string; readonly at: string }[]): Promise<void>;
  /** Refuses with `relay.in-use` while a zone is switched by it. */
  remove(row: Pick<RelayRow, 'id' | 'name'>): Promise<void>;
}

type StoredRelay = Omit<RelayRow, 'maintenance' | 'waiver' | 'failSafe' | 'template'> & {
  readonly maintenance: number;
  readonly template: string | null;
  readonly waiver: string | null;
};

export function createRelayStore(storage: Storage): RelayStore {
  async function update(row: RelaySettings): Promise<void> {
    await storage.run(
      `update relays set name = ?, maintenance = ?, min_draw_w = ?, max_on_minutes = ?, waiver = ?,
         offline_after_seconds = ?, site = ? where id = ?`,
      [
        row.name,
        row.maintenance ? 1 : 0,
        row.minDrawW,
        row.maxOnMinutes,
        row.waiver === null ? null : JSON.stringify(row.waiver),
        row.offlineAfterSeconds,
        row.site,
        row.id,
      ],
    );
  }

  return {
    async list() {
      const rows = await storage.all<StoredRelay>(
        `select id, name, driver, channels, maintenance, last_seen_at as lastSeenAt, min_draw_w as minDrawW,
           max_on_minutes as maxOnMinutes, waiver, offline_after_seconds as offlineAfterSeconds, site, template
         from relays order by id`,
      );
      const proofs = await storage.all<{ id: string; channel: number; state: 'proved' | 'absent'; at: string }>(
        'select relay_id as id, channel, state, at from relay_lease_proofs',
      );
      return rows.map((row) => ({
        ...row,
        maintenance: row.maintenance === 1,
        waiver: row.waiver === null ? null : readJson<FailSafeWaiver | null>(row.waiver, null),
        template: row.template === null ? null : readJson<RelayTemplate | null>(row.template, null),
        failSafe: new Map(
          proofs.filter(({ id }) => id === row.id).map(({ channel, state, at }) => [channel, { state, at }]),
        ),
      }));
    },
    async insert(row) {
      await storage.run('insert into relays (id, name, driver, channels, template) values (?, ?, ?, ?, ?)', [
        row.id,
        row.name,
        row.driver,
        row.channels,
        templateText(row.template),
      ]);
      await update(row);
    },
    update,
    async keepProof(id, channel, state, at) {
      await storage.run(
        `insert into relay_lease_proofs (relay_id, channel, state, at) values (?, ?, ?, ?)
         on conflict (relay_id, channel) do update set state = excluded.state, at = excluded.at`,
        [id, channel, state, at],
      );
    },
    async forgetProofs(id) {
      await storage.run(deleteProofs, [id]);
    },
    async changeTemplate(id, template) {
      await storage.transaction(async (tx) => {
        await tx.run('update relays set template = ? where id = ?', [templateText(template), id]);
        await tx.run(deleteProofs, [id]);
      });
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

const deleteProofs = 'delete from relay_lease_proofs where relay_id = ?';
const templateText = (template: RelayTemplate | null) => (template === null ? null : JSON.stringify(template));
