import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Sets up alone: whoever comes second (`npm start` while `npm test` builds) waits for the first.
 * The lock is an abstract Unix socket, which the kernel gives back however its holder dies.
 * @template T
 * @param {string} folder what must be touched by one process at a time
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function oneAtATime(folder, work) {
  const name = `\0loa-thon-set-up-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  let told = false;
  for (;;) {
    const giveBack = await take(name);
    if (giveBack) return work().finally(giveBack);
    if (!told) console.log('Waiting for another set-up in this folder to finish …');
    told = true;
    await givenBack(name);
  }
}

/**
 * @param {string} name
 * @returns {Promise<(() => void) | null>} the way to give it back; null: somebody else has it
 */
async function take(name) {
  /** @type {Set<import('node:net').Socket>} */
  const waiting = new Set();
  const server = createServer((socket) => waiting.add(socket.unref().on('error', () => undefined)));
  server.unref().listen(name);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') return null;
    throw error;
  }
  return () => {
    server.close();
    for (const socket of waiting) socket.destroy();
  };
}

/**
 * Resolves when the holder has let go: the connection to it ends.
 * @param {string} name
 */
function givenBack(name) {
  return new Promise((resolve) => {
    connect(name)
      .on('error', () => undefined)
      .on('close', resolve)
      .resume();
  });
}
