import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface Cost {
  readonly wallMs: number;
  /** Of the child processes. */
  readonly cpuMs: number;
  /** Of the largest of them. */
  readonly peakMiB: number;
}

/** What the child processes of `run` cost. */
export async function costOf(run: () => Promise<unknown>): Promise<Cost> {
  let peakMiB = 0;
  let ended = false;
  // The kernel keeps the highest mark of each process, so looking now and then is enough.
  const watching = (async () => {
    while (!ended) {
      peakMiB = Math.max(peakMiB, ...(await peaksOfChildren()));
      await delay(50);
    }
  })();
  const cpuBefore = await cpuMsOfEndedChildren();
  const startedAt = performance.now();
  await run();
  const wallMs = performance.now() - startedAt;
  ended = true;
  await watching;
  return { wallMs, cpuMs: (await cpuMsOfEndedChildren()) - cpuBefore, peakMiB };
}

async function peaksOfChildren(): Promise<number[]> {
  const pids = (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).split(' ').filter(Boolean);
  const statuses = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')));
  return statuses.map((status) => Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
}

/** `cutime` and `cstime` of proc(5), in hundredths of a second. */
async function cpuMsOfEndedChildren(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
