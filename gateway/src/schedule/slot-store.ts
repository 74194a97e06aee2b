import type { Content, OutcomeKind, Priority, ProgrammeKind, SlotState, WhyStep } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { Sql, SqlValue, Storage } from '../storage/storage.ts';
import { contentIdOf, contentOf } from './content-columns.ts';
import type { OutcomeWords } from './ports.ts';

/** `preEmptedBy`: the emergency that broke it off; null: a power cut did. */
export interface BrokenOff {
  readonly airedMs: number;
  readonly resumeAtMs: number;
  readonly preEmptedBy: string | null;
}

/** A slot as the schedule works with it: instants in ms. */
export interface StoredSlot {
  readonly id: string;
  readonly programmeId: string | null;
  readonly title: string;
  readonly kind: ProgrammeKind;
  readonly priority: Priority;
  readonly zoneIds: readonly string[];
  /** The instant its rule gave it; `startsAt` is another one when it was moved. */
  readonly occursAt: number;
  readonly startsAt: number;
  readonly durationMs: number;
  readonly state: SlotState;
  readonly skippedBy: string | null;
  /** Aired in this slot instead of the programme's content. */
  readonly content: Content | null;
  readonly contentApproved: boolean;
  readonly changedBy: string | null;
  /** What was heard of it before it was broken off, and where it goes on; null: it was never broken off. */
  readonly brokenOff: BrokenOff | null;
  readonly decided: { readonly steps: WhyStep[]; readonly at: number } | null;
  readonly outcome: (OutcomeWords & { readonly at: number }) | null;
}

/** What a slot copies from its programme. */
export interface SlotForm {
  readonly programmeId: string;
  readonly title: string;
  readonly kind: ProgrammeKind;
  readonly priority: Priority;
  readonly zoneIds: readonly string[];
  readonly durationMs: number;
}

/** What somebody changed on one slot. */
export type SlotChange = Pick<
  StoredSlot,
  'startsAt' | 'durationMs' | 'skippedBy' | 'content' | 'contentApproved' | 'changedBy'
>;

const columns = `id, programme_id, title, kind, priority, zone_ids, occurs_at, starts_at, duration_ms, state, skipped_by,
  content_kind, content_id, content_approved, changed_by, aired_before_ms, resume_at_ms, pre_empted_by, decided, decided_at,
  outcome_kind, outcome_code, outcome_params, outcome_at`;

interface Row {
  id: string;
  programme_id: string | null;
  title: string;
  kind: ProgrammeKind;
  priority: Priority;
  zone_ids: string;
  occurs_at: number;
  starts_at: number;
  duration_ms: number;
  state: SlotState;
  skipped_by: string | null;
  content_kind: Content['kind'] | null;
  content_id: string | null;
  content_approved: number;
  changed_by: string | null;
  aired_before_ms: number | null;
  resume_at_ms: number | null;
  pre_empted_by: string | null;
  decided: string | null;
  decided_at: number | null;
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
    /** By programme and the instant of its rule, whatever its id. */
    ofRule: async (programmeId: string, occursAt: number): Promise<StoredSlot | undefined> =>
      (await select('programme_id = ? and occurs_at = ?', [programmeId, occursAt]))[0],
    /** Which slots of the rules are rows, moved away or not. */
    async keysBetween(from: number, to: number): Promise<{ programmeId: string; occursAt: number }[]> {
      const rows = await storage.all<{ programme_id: string; occurs_at: number }>(
        'select programme_id, occurs_at from slots where occurs_at >= ? and occurs_at < ? and programme_id is not null',
        [from, to],
      );
      return rows.map((row) => ({ programmeId: row.programme_id, occursAt: row.occurs_at }));
    },
    /** When the newest outcome was written: the gateway was alive then; null: there is none. */
    async lastOutcomeAt(): Promise<number | null> {
      const row = await storage.get<{ at: number | null }>('select max(outcome_at) as at from slots');
      return row?.at ?? null;
    },
    /** Every slot without an outcome. */
    open: () => select("state <> 'ended'", []),
    /** The same of those that start before `until`. */
    openBefore: (until: number) => select("state <> 'ended' and starts_at < ?", [until]),

    /** What somebody changed of them: skipped, moved, or given another content. */
    openChanged: () =>
      select("state <> 'ended' and (skipped_by is not null or starts_at <> occurs_at or content_id is not null)", []),

    /** The slots of programmes from an instant on, inside the caller's transaction. */
    async ofProgrammes(
      tx: Sql,
      from: number,
    ): Promise<
      {
        id: string;
        programmeId: string;
        zoneIds: readonly string[];
        occursAt: number;
        startsAt: number;
        state: SlotState;
        /** Somebody changed this one. */
        changed: boolean;
      }[]
    > {
      const rows = await tx.all<
        Pick<Row, 'id' | 'zone_ids' | 'occurs_at' | 'starts_at' | 'state' | 'changed_by'> & { programme_id: string }
      >(
        `select id, programme_id, zone_ids, occurs_at, starts_at, state, changed_by from slots
         where (starts_at >= ? or occurs_at >= ?) and programme_id is not null`,
        [from, from],
      );
      return rows.map((row) => ({
        id: row.id,
        programmeId: row.programme_id,
        zoneIds: readJson<string[]>(row.zone_ids, []),
        occursAt: row.occurs_at,
        startsAt: row.starts_at,
        state: row.state,
        changed: row.changed_by !== null,
      }));
    },

    /** Once for each programme and instant: what is there already stays as it is. */
    async add(tx: Sql, slot: SlotForm & { readonly id: string; readonly occursAt: number }): Promise<void> {
      await tx.run(
        `insert into slots (id, programme_id, title, kind, priority, zone_ids, occurs_at, starts_at, duration_ms, state)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned') on conflict do nothing`,
        [
          slot.id,
          slot.programmeId,
          slot.title,
          slot.kind,
          slot.priority,
          JSON.stringify(slot.zoneIds),
          slot.occursAt,
          slot.occursAt,
          slot.durationMs,
        ],
      );
    },

    /** Planned slots follow their programme; what is on air or over does not change any more. Returns which did change. */
    async follow(tx: Sql, form: SlotForm): Promise<string[]> {
      const values = [form.title, form.kind, form.priority, JSON.stringify(form.zoneIds), form.durationMs];
      const rows = await tx.all<{ id: string }>(
        `update slots set title = ?, kind = ?, priority = ?, zone_ids = ?,
           duration_ms = case when content_id is null then ? else duration_ms end
         where programme_id = ? and state = 'planned'
           and (title <> ? or kind <> ? or priority <> ? or zone_ids <> ? or (content_id is null and duration_ms <> ?))
         returning id`,
        [...values, form.programmeId, ...values],
      );
      return rows.map((row) => row.id);
    },

    /** What somebody changed on one slot is changed on another that takes its place. */
    async inherit(tx: Sql, id: string, fromId: string): Promise<void> {
      await tx.run(
        `update slots set skipped_by = old.skipped_by, changed_by = old.changed_by, content_kind = old.content_kind,
           content_id = old.content_id, content_approved = old.content_approved,
           duration_ms = case when old.content_id is null then slots.duration_ms else old.duration_ms end,
           starts_at = case when old.starts_at = old.occurs_at then slots.starts_at else old.starts_at end
         from slots as old where old.id = ? and slots.id = ?`,
        [fromId, id],
      );
    },

    async remove(tx: Sql, id: string): Promise<void> {
      await tx.run(`delete from slots where id = ? and state = 'planned'`, [id]);
    },

    async setSkipped(sql: Sql, id: string, by: string): Promise<void> {
      await sql.run(`update slots set skipped_by = ?, changed_by = ? where id = ? and state = 'planned'`, [by, by, id]);
    },

    /** False: it is not planned any more. */
    async change(sql: Sql, id: string, change: SlotChange): Promise<boolean> {
      const { changes } = await sql.run(
        `update slots set starts_at = ?, duration_ms = ?, skipped_by = ?, content_kind = ?, content_id = ?,
           content_approved = ?, changed_by = ? where id = ? and state = 'planned'`,
        [
          change.startsAt,
          change.durationMs,
          change.skippedBy,
          change.content?.kind ?? null,
          change.content && contentIdOf(change.content),
          Number(change.contentApproved),
          change.changedBy,
          id,
        ],
      );
      return changes === 1;
    },

    async setOnAir(id: string): Promise<void> {
      await storage.run(`update slots set state = 'on-air' where id = ? and state = 'planned'`, [id]);
    },

    /** What the gates said when it was decided. */
    async keepDecision(id: string, steps: readonly WhyStep[], at: number): Promise<void> {
      await storage.run('update slots set decided = ?, decided_at = ? where id = ?', [JSON.stringify(steps), at, id]);
    },

    /** Back to planned: it was broken off, and goes on at that place. */
    async breakOff(tx: Sql, id: string, { airedMs, resumeAtMs, preEmptedBy }: BrokenOff): Promise<void> {
      await tx.run(
        `update slots set state = 'planned', aired_before_ms = ?, resume_at_ms = ?, pre_empted_by = ?
         where id = ? and state <> 'ended'`,
        [Math.round(airedMs), Math.round(resumeAtMs), preEmptedBy, id],
      );
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
    kind: row.kind,
    priority: row.priority,
    zoneIds: readJson<string[]>(row.zone_ids, []),
    occursAt: row.occurs_at,
    startsAt: row.starts_at,
    durationMs: row.duration_ms,
    state: row.state,
    skippedBy: row.skipped_by,
    content:
      row.content_kind && row.content_id
        ? contentOf({ content_kind: row.content_kind, content_id: row.content_id })
        : null,
    contentApproved: row.content_approved === 1,
    changedBy: row.changed_by,
    brokenOff:
      row.aired_before_ms !== null && row.resume_at_ms !== null
        ? { airedMs: row.aired_before_ms, resumeAtMs: row.resume_at_ms, preEmptedBy: row.pre_empted_by }
        : null,
    decided:
      row.decided && row.decided_at !== null
        ? { steps: readJson<WhyStep[]>(row.decided, []), at: row.decided_at }
        : null,
    outcome:
      kind && code && params && at !== null
        ? { kind, code, params: readJson<OutcomeWords['params']>(params, {}), at }
        : null,
  };
}
