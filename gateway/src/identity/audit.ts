import type { AuditEntry } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Services } from '../http/ports.ts';
import type { Storage } from '../storage/storage.ts';

type AuditRow = Omit<AuditEntry, 'id'> & { id: number };

/** Who did what, append-only (the table itself refuses changes); newest first. */
export function createAudit({ storage, clock }: { storage: Storage; clock: Clock }): Services['audit'] {
  return {
    async record({ who, action, subject, result }) {
      await storage.run('insert into audit_log (at, who, action, subject, result) values (?, ?, ?, ?, ?)', [
        new Date(clock.now()).toISOString(),
        who,
        action,
        subject,
        result,
      ]);
    },
    async list({ limit = 100, cursor }) {
      const rows = await storage.all<AuditRow>(
        'select id, at, who, action, subject, result from audit_log where id < ? order by id desc limit ?',
        [cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor) || 0, limit + 1],
      );
      const items = rows.slice(0, limit).map((row) => ({ ...row, id: String(row.id) }));
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  };
}
