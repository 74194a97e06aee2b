import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

export interface Child {
  readonly process: ChildProcess;
  /** Lines it wrote so far. */
  readonly lines: string[];
  /** Resolves when it has written a line that is `text`. */
  said(text: string): Promise<void>;
  /** How it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; errors: string }>;
}

/** Runs a TypeScript file beside the test in a process of its own: for what a process can't survive or must. */
export async function startChild(entry: string, args: readonly string[]): Promise<Child> {
  const folder = await mkdtemp(resolve('node_modules/.cache-child-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: entry,
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: '[name].mjs', format: 'esm' } },
    },
  });
  const child = spawn(process.execPath, [join(folder, basename(entry).replace(/\.ts$/, '.mjs')), ...args]);
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let rest = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(async ([code, signal]) => {
    await rm(folder, { recursive: true, force: true });
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, errors };
  });
  return {
    process: child,
    lines,
    ended,
    said: (text) =>
      new Promise((done, fail) => {
        const look = () => {
          if (!lines.includes(text)) return;
          listeners.delete(look);
          done();
        };
        listeners.add(look);
        look();
        void ended.then(() => (lines.includes(text) ? done() : fail(new Error(`ended before '${text}': ${errors}`))));
      }),
  };
}
