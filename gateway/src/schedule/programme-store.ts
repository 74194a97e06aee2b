import type {
  ApprovalState,
  Chimes,
  Content,
  Missed,
  Priority,
  ProgrammeKind,
  Reason,
  Rule,
} from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import { readJson } from '../storage/json-column.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import { contentIdOf, contentOf } from './content-columns.ts';
import { fromRrule, toRrule, type StoredRule } from './rrule.ts';

/** A programme as stored: what recurs. `since`: its slots before that instant are not made up afterwards. */
export interface StoredProgramme {
  readonly id: string;
  readonly title: string;
  readonly kind: ProgrammeKind;
  readonly content: Content;
  readonly text: string;
  readonly zoneIds: readonly string[];
  readonly priority: Priority;
  readonly rule: Rule;
  readonly chimes: Chimes;
  /** The recording that is music under its words; null: none. */
  readonly bedRecordingId: string | null;
  readonly staggered: boolean;
  readonly missed: Missed;
  readonly enabled: boolean;
  readonly approval: {
    readonly state: ApprovalState;
    readonly by: string;
    readonly at: number;
    readonly note: string | null;
  };
  readonly since: number;
  /** Its rule cannot be read (a restored backup, a hand in the file): it plans nothing until somebody saves it anew. */
  readonly unreadable: Reason | null;
}

interface Row extends StoredRule {
  id: string;
  title: string;
  kind: ProgrammeKind;
  content_kind: Content['kind'];
  content_id: string;
  text: string;
  priority: Priority;
  chimes: string;
  bed_id: string | null;
  staggered: number;
  missed_policy: Missed['policy'];
  missed_minutes: number;
  enabled: number;
  approval_state: ApprovalState;
  approval_by: string;
  approval_at: number;
  approval_note: string | null;
  since: number;
}

const columns = `id, title, kind, content_kind, content_id, text, priority, dtstart, times, rrule, exdate,
  missed_policy, missed_minutes, enabled, approval_state, approval_by, approval_at, approval_note, since, chimes,
  staggered, bed_id`;

/** Stands for a rule that cannot be read: a day that is over. */
const nothing: Rule = { repeat: 'once', date: '1970-01-01', times: ['12:00'] };

/** Programmes, kept in memory as they are in the file: this process is the only one that writes them. */
export function createProgrammeStore(storage: Storage, timeZone: string) {
  let known: Promise<readonly StoredProgramme[]> | null = null;

  async function read(): Promise<readonly StoredProgramme[]> {
    const rows = await storage.all<Row>(`select ${columns} from programmes order by times, title`);
    const zones = await storage.all<{ programme_id: string; zone_id: string }>(
      'select programme_id, zone_id from programme_zones order by rowid',
    );
    return rows.map((row) =>
      asProgramme(
        row,
        zones.flatMap((zone) => (zone.programme_id === row.id ? [zone.zone_id] : [])),
        timeZone,
      ),
    );
  }

  return {
    all(): Promise<readonly StoredProgramme[]> {
      known ??= read().catch((error: unknown) => {
        known = null;
        throw error;
      });
      return known;
    },

    /** After a transaction that wrote programmes, whether or not it came to its end. */
    forget(): void {
      known = null;
    },

    /** Inserts or replaces, inside the caller's transaction. */
    async put(tx: Sql, programme: StoredProgramme): Promise<void> {
      const { dtstart, times, rrule, exdate } = toRrule(programme.rule, timeZone);
      const { approval, missed } = programme;
      await tx.run(
        `insert into programmes (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set title = excluded.title, kind = excluded.kind,
           content_kind = excluded.content_kind, content_id = excluded.content_id, text = excluded.text,
           priority = excluded.priority, dtstart = excluded.dtstart, times = excluded.times, rrule = excluded.rrule,
           exdate = excluded.exdate, missed_policy = excluded.missed_policy, missed_minutes = excluded.missed_minutes,
           enabled = excluded.enabled, approval_state = excluded.approval_state, approval_by = excluded.approval_by,
           approval_at = excluded.approval_at, approval_note = excluded.approval_note, since = excluded.since,
           chimes = excluded.chimes, staggered = excluded.staggered, bed_id = excluded.bed_id`,
        [
          programme.id,
          programme.title,
          programme.kind,
          programme.content.kind,
          contentIdOf(programme.content),
          programme.text,
          programme.priority,
          dtstart,
          times,
          rrule,
          exdate,
          missed.policy,
          missed.withinMinutes,
          Number(programme.enabled),
          approval.state,
          approval.by,
          approval.at,
          approval.note,
          programme.since,
          JSON.stringify(programme.chimes),
          Number(programme.staggered),
          programme.bedRecordingId,
        ],
      );
      await tx.run('delete from programme_zones where programme_id = ?', [programme.id]);
      for (const zoneId of programme.zoneIds) {
        await tx.run('insert into programme_zones (programme_id, zone_id) values (?, ?)', [programme.id, zoneId]);
      }
    },

    /** Asked inside a transaction: `all` may be waiting for the end of it. Null: the programme is gone. */
    async missedOf(tx: Sql, id: string | null): Promise<Missed | null> {
      const row = await tx.get<Pick<Row, 'missed_policy' | 'missed_minutes'>>(
        'select missed_policy, missed_minutes from programmes where id = ?',
        [id],
      );
      return row ? { policy: row.missed_policy, withinMinutes: row.missed_minutes } : null;
    },

    async remove(tx: Sql, id: string): Promise<void> {
      await tx.run('delete from programmes where id = ?', [id]);
    },
  };
}

export type ProgrammeStore = ReturnType<typeof createProgrammeStore>;

function asProgramme(row: Row, zoneIds: readonly string[], timeZone: string): StoredProgramme {
  const { rule, unreadable } = ruleOf(row, timeZone);
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    content: contentOf(row),
    text: row.text,
    zoneIds,
    priority: row.priority,
    bedRecordingId: row.bed_id,
    staggered: row.staggered === 1,
    chimes: readJson<Chimes>(row.chimes, { opening: 'none', closing: 'none' }),
    rule,
    missed: { policy: row.missed_policy, withinMinutes: row.missed_minutes },
    enabled: row.enabled === 1 && !unreadable,
    approval: { state: row.approval_state, by: row.approval_by, at: row.approval_at, note: row.approval_note },
    since: row.since,
    unreadable,
  };
}

function ruleOf(row: StoredRule, timeZone: string): { rule: Rule; unreadable: Reason | null } {
  try {
    return { rule: fromRrule(row, timeZone), unreadable: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { rule: nothing, unreadable: { code: error.code, params: { ...error.params } } };
  }
}
