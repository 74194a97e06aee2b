import type { OutcomeKind, Priority, Slot, SlotState } from '../contract/index.ts';
import type { Sql, SqlValue, Storage } from '../storage/storage.ts';
import type { OutcomeWords } from './ports.ts';

/** A slot as the schedule works with it: instants in ms. */
export interface StoredSlot {
  readonly id: string;
  readonly programmeId: string | null;
  readonly title: string;
  readonly priority: Priority;
  readonly zoneIds: readonly string[];
  readonly startsAt: number;
  readonly durationMs: number;
  readonly state: SlotState;
  readonly skippedBy: string | null;
  readonly outcome: (OutcomeWords & { readonly at: number }) | null;
}

/** What a slot copies from its programme. */
export interface SlotForm {
  readonly programmeId: string;
  readonly title: string;
  readonly priority: Priority;
  readonly zoneIds: readonly string[];
  readonly durationMs: number;
}

const columns = `id, programme_id, title, priority, zone_ids, starts_at, duration_ms, state, skipped_by,
  outcome_kind, outcome_code, outcome_params, outcome_at`;

interface Row {
  id: string;
  programme_id: string | null;
  title: string;
  priority: Priority;
  zone_ids: string;
  starts_at: number;
  duration_ms: number;
  state: SlotState;
  skipped_by: string | null;
  outcome_kind: OutcomeKind | null;
  outcome_code: string | null;
  outcome_params: string | null;
  outcome_at: number | null;
}

export function createSlotStore(storage: Storage) {
  const select = async (where: string, params: SqlValue[]): Promise<StoredSlot[]> =>
    (await storage.all<Row>(`select ${columns} from slots where ${where} order by starts_at, title`, params)).map(
      asSlot,
    );

  return {
    between: (from: number, to: number) => select('starts_at >= ? and starts_at < ?', [from, to]),
    get: async (id: string): Promise<StoredSlot | undefined> => (await select('id = ?', [id]))[0],
    /** Every slot without an outcome. */
    open: () => select("state <> 'ended'", []),

    /** The slots of programmes from an instant on, inside the caller's transaction. */
    async ofProgrammes(
      tx: Sql,
      from: number,
    ): Promise<{ id: string; programmeId: string; zoneIds: readonly string[]; startsAt: number; state: SlotState }[]> {
      const rows = await tx.all<Pick<Row, 'id' | 'zone_ids' | 'starts_at' | 'state'> & { programme_id: string }>(
        'select id, programme_id, zone_ids, starts_at, state from slots where starts_at >= ? and programme_id is not null',
        [from],
      );
      return rows.map((row) => ({
        id: row.id,
        programmeId: row.programme_id,
        zoneIds: JSON.parse(row.zone_ids) as string[],
        startsAt: row.starts_at,
        state: row.state,
      }));
    },

    async add(tx: Sql, slot: SlotForm & { readonly id: string; readonly startsAt: number }): Promise<void> {
      await tx.run(
        `insert into slots (id, programme_id, title, priority, zone_ids, starts_at, duration_ms, state)
         values (?, ?, ?, ?, ?, ?, ?, 'planned')`,
        [
          slot.id,
          slot.programmeId,
          slot.title,
          slot.priority,
          JSON.stringify(slot.zoneIds),
          slot.startsAt,
          slot.durationMs,
        ],
      );
    },

    /** Planned slots follow their programme; what is on air or over does not change any more. Returns which did change. */
    async follow(tx: Sql, form: SlotForm): Promise<string[]> {
      const values = [form.title, form.priority, JSON.stringify(form.zoneIds), form.durationMs];
      const rows = await tx.all<{ id: string }>(
        `update slots set title = ?, priority = ?, zone_ids = ?, duration_ms = ?
         where programme_id = ? and state = 'planned'
           and (title <> ? or priority <> ? or zone_ids <> ? or duration_ms <> ?)
         returning id`,
        [...values, form.programmeId, ...values],
      );
      return rows.map((row) => row.id);
    },

    async remove(tx: Sql, id: string): Promise<void> {
      await tx.run(`delete from slots where id = ? and state = 'planned'`, [id]);
    },

    async setSkipped(sql: Sql, id: string, by: string | null): Promise<boolean> {
      const { changes } = await sql.run(`update slots set skipped_by = ? where id = ? and state = 'planned'`, [by, id]);
      return changes === 1;
    },

    async setOnAir(id: string): Promise<void> {
      await storage.run(`update slots set state = 'on-air' where id = ? and state = 'planned'`, [id]);
    },

    /** The one outcome; a second one is refused by the database. */
    async end(tx: Sql, id: string, words: OutcomeWords, at: number): Promise<void> {
      await tx.run(
        `update slots set state = 'ended', outcome_kind = ?, outcome_code = ?, outcome_params = ?, outcome_at = ? where id = ?`,
        [words.kind, words.code, JSON.stringify(words.params), at, id],
      );
    },
  };
}

export type SlotStore = ReturnType<typeof createSlotStore>;

function asSlot(row: Row): StoredSlot {
  const { outcome_kind: kind, outcome_code: code, outcome_params: params, outcome_at: at } = row;
  return {
    id: row.id,
    programmeId: row.programme_id,
    title: row.title,
    priority: row.priority,
    zoneIds: JSON.parse(row.zone_ids) as string[],
    startsAt: row.starts_at,
    durationMs: row.duration_ms,
    state: row.state,
    skippedBy: row.skipped_by,
    outcome:
      kind && code && params && at !== null
        ? { kind, code, params: JSON.parse(params) as OutcomeWords['params'], at }
        : null,
  };
}

/** As it goes over the wire. */
export function toWire(slot: StoredSlot): Slot {
  const iso = (instant: number) => new Date(instant).toISOString();
  return {
    id: slot.id,
    programmeId: slot.programmeId,
    title: slot.title,
    priority: slot.priority,
    zoneIds: [...slot.zoneIds],
    startsAt: iso(slot.startsAt),
    endsAt: iso(slot.startsAt + slot.durationMs),
    state: slot.state,
    skipped: slot.skippedBy !== null,
    outcome: slot.outcome && { ...slot.outcome, at: iso(slot.outcome.at) },
  };
}
