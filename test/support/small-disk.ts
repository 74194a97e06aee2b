import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** A real file system of a few megabytes, so that full means full (ENOSPC from the kernel, for every program). */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free; more than there are now: makes room again. */
  leave(bytes: number): Promise<void>;
}

/** Null when this user may not mount one: only root may, and not in every container. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-small-disk-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'loa-thon-test', folder]).then(
    () => true,
    () => false,
  );
  onTestFinished(async () => {
    if (mounted) await run('umount', ['--lazy', folder]);
    await rm(folder, { recursive: true });
  });
  if (!mounted) return null;
  const ballast = join(folder, 'ballast');
  return {
    folder,
    async leave(bytes) {
      await rm(ballast, { force: true });
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
  };
}
