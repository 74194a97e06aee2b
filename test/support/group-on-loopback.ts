import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { AtTheEnd } from './gateway-process.ts';

/**
 * A multicast group (RFC 2365 §6.1: of this place only) whose packets this computer sends to itself and to nobody else; null: it
 * may not be asked for one, which takes the right to set a route.
 */
export async function groupOnLoopback(atTheEnd: AtTheEnd): Promise<string | null> {
  const group = `239.255.${randomInt(256)}.${randomInt(1, 255)}`;
  return (await keepOnLoopback(group, atTheEnd)) ? group : null;
}

/** Whether it may be asked for; then nothing for the group leaves this computer until the test is over. */
export async function keepOnLoopback(group: string, atTheEnd: AtTheEnd): Promise<boolean> {
  const route = (verb: 'replace' | 'del') => promisify(execFile)('ip', ['route', verb, `${group}/32`, 'dev', 'lo']);
  try {
    // One that a test left behind as it was killed serves as well.
    await route('replace');
  } catch {
    return false;
  }
  atTheEnd(async () => {
    await route('del');
  });
  return true;
}
