import { readFile, readdir } from 'node:fs/promises';

/** Of one process since it began: `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
export interface ProcessCost {
  readonly cpuMs: number;
  readonly peakMiB: number;
}

/** A process and those it started, watched until `stop`, which tells what each cost since then by what it is. */
export async function watchTree(pid: number, nameOf: (commandLine: string) => string) {
  const before = (await costOfProcess(pid))?.cpuMs ?? 0;
  const last = new Map<number, { readonly name: string } & ProcessCost>();
  let stopped = false;

  async function look(): Promise<void> {
    for (const one of [pid, ...(await childrenOf(pid))]) {
      const cost = await costOfProcess(one);
      if (!cost) continue;
      const name = last.get(one)?.name ?? nameOf(await readFile(`/proc/${one}/cmdline`, 'utf8').catch(() => ''));
      last.set(one, { name, ...cost });
    }
  }
  const watching = (async () => {
    while (!stopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();

  return async (): Promise<Record<string, ProcessCost>> => {
    await look();
    stopped = true;
    await watching;
    const costs: Record<string, ProcessCost> = {};
    for (const [one, { name, cpuMs, peakMiB }] of last) {
      const sofar = costs[name] ?? { cpuMs: 0, peakMiB: 0 };
      costs[name] = {
        cpuMs: sofar.cpuMs + cpuMs - (one === pid ? before : 0),
        peakMiB: Math.max(sofar.peakMiB, peakMiB),
      };
    }
    return costs;
  };
}

/** proc(5): `utime` and `stime` of all its threads, and the highest mark of its memory; null: it is gone. */
export async function costOfProcess(pid: number): Promise<ProcessCost | null> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  );
  if (!stat || !status) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const peakMiB = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, peakMiB };
}

/** Whichever of its threads started them. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
