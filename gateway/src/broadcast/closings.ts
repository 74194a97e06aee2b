import type { AirLogLine } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { dayMs } from '../core/village-time.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import type { BroadcastPorts } from './ports.ts';
import type { RunStore } from './run-store.ts';

/** What came of a broadcast, for the disk: its line of the air log, and the run that is over with it. */
export interface Closing {
  readonly entry: AirLogLine | null;
  readonly runId: string | null;
}

const rememberRunsMs = 2 * dayMs;

/** Writes what came of broadcasts; what the disk does not take is kept and tried again, so that no slot stays open. */
export function createClosings(parts: {
  readonly store: RunStore;
  readonly storage: Storage;
  readonly record: BroadcastPorts['record'];
  readonly clock: Clock;
  readonly log: Logger;
}) {
  const { store, storage, record, clock, log } = parts;
  const unwritten = new Set<Closing>();

  /** The outcome and the end of its run are written together: killed in between, the next start would write it again. */
  async function write(closing: Closing): Promise<void> {
    const { entry, runId } = closing;
    const endRun = async (sql: Sql) => {
      if (runId !== null) await store.end(sql, runId, clock.now() - rememberRunsMs);
    };
    try {
      if (entry) await record(entry, endRun);
      else await endRun(storage);
    } catch (error) {
      log.error({ runId, slotId: entry?.slotId, err: error }, 'outcome not written');
      if (isTheDisks(error)) unwritten.add(closing);
    }
  }

  return {
    write,
    get pending() {
      return unwritten.size > 0;
    },
    async writeAgain(): Promise<void> {
      const again = [...unwritten];
      unwritten.clear();
      for (const closing of again) await write(closing);
    },
  };
}

/** The disk may take it later; what the database refuses (a second outcome) it refuses for ever. */
function isTheDisks(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (error instanceof AppError) return true;
  return typeof code === 'string' && code.startsWith('SQLITE_') && code !== 'SQLITE_CONSTRAINT';
}

export type Closings = ReturnType<typeof createClosings>;
