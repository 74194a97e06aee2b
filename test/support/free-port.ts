import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux gives to whoever only connects (32768 and up): one of those could be taken by any connection of
 * any test between being found free and being listened on.
 */
const lowest = 20_000;
/** Even ones only: whoever receives RTP takes the port above for its control (RFC 3550 §11). */
const pairs = 6_000;

/** Each test process counts from elsewhere, so that two that look at the same time find different ones. */
const counter = { next: process.pid * 97 };

/** A port that nobody has now, on any address of this computer. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + 2 * (counter.next++ % pairs);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '0.0.0.0');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
