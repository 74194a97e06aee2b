import type { OwnContent, UpstreamInput } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { Storage } from '../storage/storage.ts';

/** With its addresses as they are used: never to be logged or shown. */
export interface StoredUpstream extends UpstreamInput {
  readonly id: string;
}

interface Row {
  id: string;
  name: string;
  urls: string;
  fallback_kind: OwnContent['kind'] | null;
  fallback_id: string | null;
  lan_allowed: number;
}

export function createUpstreamStore(storage: Storage) {
  return {
    async all(): Promise<StoredUpstream[]> {
      const rows = await storage.all<Row>(
        'select id, name, urls, fallback_kind, fallback_id, lan_allowed from upstreams order by name, id',
      );
      return rows.map(({ id, name, urls, lan_allowed, ...row }) => ({
        id,
        name,
        urls: readJson<string[]>(urls, []),
        fallback: fallbackOf(row),
        lanAllowed: lan_allowed === 1,
      }));
    },

    /** Inserts or replaces. */
    async put({ id, name, urls, fallback, lanAllowed }: StoredUpstream): Promise<void> {
      const fallbackId = fallback && (fallback.kind === 'recording' ? fallback.recordingId : fallback.playlistId);
      await storage.run(
        `insert into upstreams (id, name, urls, fallback_kind, fallback_id, lan_allowed) values (?, ?, ?, ?, ?, ?)
         on conflict (id) do update set name = excluded.name, urls = excluded.urls,
           fallback_kind = excluded.fallback_kind, fallback_id = excluded.fallback_id, lan_allowed = excluded.lan_allowed`,
        [id, name, JSON.stringify(urls), fallback?.kind ?? null, fallbackId, Number(lanAllowed)],
      );
    },

    async remove(id: string): Promise<void> {
      await storage.run('delete from upstreams where id = ?', [id]);
    },
  };
}

function fallbackOf({ fallback_kind: kind, fallback_id: id }: Pick<Row, 'fallback_kind' | 'fallback_id'>) {
  if (kind === null || id === null) return null;
  return kind === 'recording' ? { kind, recordingId: id } : { kind, playlistId: id };
}
