import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AtTheEnd } from './gateway-process.ts';

/** An empty folder that is gone when the test is. */
export async function tempFolder(atTheEnd: AtTheEnd = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-test-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}
