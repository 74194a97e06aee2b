import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The repository this test runs in. */
export const repository = resolve(import.meta.dirname, '../../..');

/** A little tree of files in a folder of its own, so that a planted breach never disturbs the real one. */
export async function plant(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-planted-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Runs one of the repository's own npm programs in a folder. */
export function runTool(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = [join(repository, 'node_modules/.bin', program), ...args];
  return new Promise((done) => {
    const child = execFile(process.execPath, command, { cwd, maxBuffer: 64 * 2 ** 20 }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}
