import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import type { Heard } from '../../gateway/src/simulator/listening-card.ts';

interface Report {
  readonly port: number;
  readonly story: readonly Heard[];
  readonly underruns: number;
}

/** Somebody who listens in a thread of their own; `now()` is what was heard so far. */
export async function listenApart(): Promise<{ readonly port: number; now(): Report }> {
  const worker = new Worker(new URL('./listening-apart.mjs', import.meta.url));
  onTestFinished(() => worker.terminate().then(() => undefined));
  let [last] = (await once(worker, 'message')) as [Report];
  worker.on('message', (report: Report) => (last = report));
  return { port: last.port, now: () => last };
}
