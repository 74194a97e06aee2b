import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Heard } from '../../gateway/src/simulator/listening-card.ts';

const main = fileURLToPath(new URL('../../gateway/dist/simulator/listening-sink-process.js', import.meta.url));

type Said = Heard | { readonly port: number } | { readonly underruns: number } | { readonly note: string };

/** The listening sink in a process of its own, so that a busy test does not blur what it hears. Needs a build. */
export async function startListeningProcess({ ppm = 0, file = '' } = {}) {
  const child = spawn(process.execPath, [main, String(ppm), ...(file === '' ? [] : [file])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const story: Heard[] = [];
  const waiting = new Set<(said: Said) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Said;
    if ('kind' in said) story.push(said);
    for (const listener of [...waiting]) listener(said);
  });

  const next = <T>(pick: (said: Said) => T | undefined) =>
    new Promise<T>((resolve) => {
      const listener = (said: Said) => {
        const picked = pick(said);
        if (picked === undefined) return;
        waiting.delete(listener);
        resolve(picked);
      };
      waiting.add(listener);
    });

  const port = await next((said) => ('port' in said ? said.port : undefined));
  return {
    port,
    story,
    /** What of this kind was heard at or after `since`, once it is. */
    heard<K extends Heard['kind']>(kind: K, since: number): Promise<Heard> {
      const matches = (said: Said) => ('kind' in said && said.kind === kind && said.at >= since ? said : undefined);
      const already = story.find(matches);
      return already ? Promise.resolve(already) : next(matches);
    },
    unplug: () => child.stdin.write('unplug\n'),
    stall: (ms: number) => child.stdin.write(`stall ${ms}\n`),
    async underruns(): Promise<number> {
      const answer = next((said) => ('underruns' in said ? said.underruns : undefined));
      child.stdin.write('underruns\n');
      return answer;
    },
    /** Ends it; its file is whole afterwards. */
    async stop(): Promise<void> {
      if (child.exitCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

export type ListeningProcess = Awaited<ReturnType<typeof startListeningProcess>>;
