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
  const route = (verb: 'add' | 'del') => promisify(execFile)('ip', ['route', verb, `${group}/32`, 'dev', 'lo']);
  try {
    await route('add');
  } catch {
    return null;
  }
  atTheEnd(async () => {
    await route('del');
  });
  return group;
}
