import type { Clock } from './clock/clock.ts';
import { codeOf, messageOf } from './errors.ts';
import type { Logger } from './log.ts';

export interface LoopReport {
  readonly name: string;
  readonly running: boolean;
  readonly failures: number;
  readonly lastFailure: { readonly at: number; readonly code: string; readonly message: string } | null;
}

export interface Supervisor {
  /** Runs `loop` until stopped; when it throws it is logged, counted, and restarted after 1 s, 2 s, … at most 60 s. */
  start(name: string, loop: (signal: AbortSignal) => Promise<void>): void;
  report(): LoopReport[];
  /** Aborts every loop and waits for each to end. Safe twice. */
  stop(): Promise<void>;
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** A loop that ran this long before it failed starts again at the first pause. */
const healthyMs = 60_000;

/** Keeps the gateway's loops alive: nothing dies silently. */
export function createSupervisor({ clock, log }: { clock: Clock; log: Logger }): Supervisor {
  const stopping = new AbortController();
  const loops = new Map<string, { report: LoopReport; ended: Promise<void> }>();

  async function keep(name: string, loop: (signal: AbortSignal) => Promise<void>): Promise<void> {
    let pauseMs = firstPauseMs;
    const update = (change: Partial<LoopReport>) => {
      const kept = loops.get(name);
      if (kept) kept.report = { ...kept.report, ...change };
    };
    while (!stopping.signal.aborted) {
      const startedAt = clock.monotonic();
      try {
        await loop(stopping.signal);
        update({ running: false });
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (clock.monotonic() - startedAt > healthyMs) pauseMs = firstPauseMs;
        log.error({ loop: name, err: error, restartInMs: pauseMs }, 'loop failed');
        const failures = (loops.get(name)?.report.failures ?? 0) + 1;
        const lastFailure = { at: clock.now(), code: codeOf(error), message: messageOf(error) };
        update({ running: false, failures, lastFailure });
        await clock.sleep(pauseMs, stopping.signal).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        update({ running: true });
      }
    }
  }

  return {
    start(name, loop) {
      if (loops.has(name)) throw new Error(`The loop '${name}' is started already.`);
      const entry = { report: { name, running: true, failures: 0, lastFailure: null }, ended: Promise.resolve() };
      loops.set(name, entry);
      entry.ended = keep(name, loop);
    },
    report: () => [...loops.values()].map((loop) => loop.report),
    async stop() {
      stopping.abort(new Error('stopping'));
      await Promise.all([...loops.values()].map((loop) => loop.ended));
    },
  };
}
