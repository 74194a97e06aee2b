import type { RelayEvent } from '../contract/index.ts';
import { createThrottle } from '../core/alarm.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import type { Storage } from '../storage/storage.ts';

/** What relays went through, the last hundred things of each. */
export interface RelayHistory {
  note(relayId: string, event: Omit<RelayEvent, 'at'>): void;
  /** Newest first. */
  of(relayId: string): Promise<RelayEvent[]>;
  stop(): Promise<void>;
}

const keptOfEach = 100;
/** After a power cut a thousand relays come back at once: that is one write. */
const writeEveryMs = 2_000;
/** A relay that flaps must not fill the memory before it is written. */
const waitingAtMost = 5_000;

export function createRelayHistory(storage: Storage, clock: Clock, log: Logger): RelayHistory {
  let waiting: (RelayEvent & { readonly relayId: string })[] = [];
  let written: Promise<void> = Promise.resolve();
  const writing = createThrottle(clock, writeEveryMs, () => void write());

  /** Nothing depends on it, so a failure is only told. */
  function write(): Promise<void> {
    written = written.then(store).catch((error: unknown) => log.error({ err: error }, 'history of relays not stored'));
    return written;
  }

  async function store(): Promise<void> {
    const events = waiting;
    waiting = [];
    if (events.length === 0) return;
    await storage.transaction(async (tx) => {
      for (const { relayId, at, kind, channel, code, awayMs } of events) {
        // Taken out of the village meanwhile: then there is nothing to remember of it.
        await tx.run(
          `insert into relay_events (relay_id, at, kind, channel, code, away_ms)
           select id, ?, ?, ?, ?, ? from relays where id = ?`,
          [at, kind, channel, code, awayMs, relayId],
        );
      }
      for (const relayId of new Set(events.map((event) => event.relayId))) {
        await tx.run(
          `delete from relay_events where relay_id = ? and id not in
             (select id from relay_events where relay_id = ? order by id desc limit ?)`,
          [relayId, relayId, keptOfEach],
        );
      }
    });
  }

  return {
    note(relayId, event) {
      if (waiting.length >= waitingAtMost) return;
      waiting.push({ ...event, relayId, at: new Date(clock.now()).toISOString() });
      writing.ask();
    },
    async of(relayId) {
      await write();
      return storage.all<RelayEvent>(
        `select at, kind, channel, code, away_ms as awayMs from relay_events
         where relay_id = ? order by id desc`,
        [relayId],
      );
    },
    async stop() {
      writing.stop();
      await write();
    },
  };
}
