import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import { signalUnder } from '../core/signal-under.ts';

/** The address of a camera as a connection may be made to it now. */
export type Locate = (host: string, signal: AbortSignal) => Promise<string>;

const name = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;
const lookupMs = 5_000;

/**
 * A host as somebody typed it, without brackets. Rejects with `camera.host-not-plain` what is an address of something else: a
 * scheme, a login, a path, a port. Pure.
 */
export function plainHost(typed: string): string {
  const bare = typed.trim().replace(/^\[(.*)\]$/, '$1');
  // `2130706433` and `0x7f.1` are addresses to some readers and names to others: to us they are neither.
  const odd = /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?$/i.test(bare);
  if (isIP(bare) !== 0 || (name.test(bare) && !odd)) return bare.toLowerCase();
  throw new AppError(
    'camera.host-not-plain',
    422,
    'Give the address alone, such as 192.168.1.64, without http://, a login, a port or a path.',
  );
}

/**
 * Where a host is, asked anew each time: what a name stood for when it was checked may not be what it stands for now. Rejects
 * with `camera.host-unknown`, or `camera.address-forbidden` where no camera can be: this computer, the internet.
 */
export function createLocate(parts: { clock: Clock; mayBe: (address: string) => boolean }): Locate {
  const { clock, mayBe } = parts;
  return async (host, signal) => {
    const addresses = isIP(host) === 0 ? await addressesOf(host, clock, signal) : [host];
    const allowed = addresses.find(mayBe);
    if (allowed !== undefined) return allowed;
    throw new AppError(
      'camera.address-forbidden',
      422,
      `${host} is not in the village's own network: a camera can be neither this computer nor on the internet.`,
      { params: { host } },
    );
  };
}

async function addressesOf(host: string, clock: Clock, signal: AbortSignal): Promise<string[]> {
  const over = signalUnder(signal);
  const late = clock.sleep(lookupMs, over.signal).then(() => []);
  try {
    const found = await Promise.race([lookup(host, { all: true }), late]);
    signal.throwIfAborted();
    if (found.length > 0) return found.map(({ address }) => address);
  } catch {
    signal.throwIfAborted();
  } finally {
    over.abort();
    over.letGo();
    late.catch(() => undefined);
  }
  throw new AppError('camera.host-unknown', 422, `Nobody in the network knows the name ${host}: give its address.`, {
    params: { host },
  });
}
