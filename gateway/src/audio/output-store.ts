import type { Output, Sink } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';
import type { Storage } from '../storage/storage.ts';

/** An output as it was set up, without what it does now. `password`: what it signs in with elsewhere; never leaves here. */
export type OutputSettings = Pick<Output, 'id' | 'name' | 'sink' | 'latencyMs' | 'delayMs'> & {
  readonly password: string | null;
};

export interface OutputStore {
  list(): Promise<OutputSettings[]>;
  /** Inserts or replaces. */
  put(output: OutputSettings): Promise<void>;
  /** Refuses with `output.in-use` while a zone is fed by it. */
  remove(output: Pick<OutputSettings, 'id' | 'name'>): Promise<void>;
}

export function createOutputStore(storage: Storage): OutputStore {
  return {
    async list() {
      const rows = await storage.all<Omit<OutputSettings, 'sink'> & { sink: string }>(
        'select id, name, sink, latency_ms as latencyMs, delay_ms as delayMs, password from outputs order by name',
      );
      return rows.map((row) => ({ ...row, sink: JSON.parse(row.sink) as Sink }));
    },
    async put({ id, name, sink, latencyMs, delayMs, password }) {
      await storage.run(
        `insert into outputs (id, name, sink, latency_ms, delay_ms, password) values (?, ?, ?, ?, ?, ?)
         on conflict (id) do update set name = excluded.name, sink = excluded.sink, latency_ms = excluded.latency_ms,
           delay_ms = excluded.delay_ms, password = excluded.password`,
        [id, name, JSON.stringify(sink), latencyMs, delayMs, password],
      );
    },
    async remove({ id, name }) {
      try {
        await storage.run('delete from outputs where id = ?', [id]);
      } catch (error) {
        if (!(error instanceof Error && error.message.includes('FOREIGN KEY'))) throw error;
        throw new AppError(
          'output.in-use',
          409,
          `The output '${name}' feeds a zone: give the zone another one first.`,
          {
            cause: error,
            params: { name },
          },
        );
      }
    },
  };
}
