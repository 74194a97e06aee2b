import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../core/clock/clock.ts';
import { onAbort } from '../../core/on-abort.ts';
import { StreamFailure } from './trouble.ts';

const goodbyeMs = 1_000;

/** A line to the camera of `url`, within `deadlineMs`. Rejects with StreamFailure, or the signal's reason. */
export async function reachCamera(clock: Clock, url: URL, deadlineMs: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const secure = url.protocol === 'rtsps:';
  const target = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (secure ? 322 : 554)) };
  // Cameras certify themselves; what is encrypted so is at least not read by who only listens.
  const socket = secure
    ? connectTls({ ...target, rejectUnauthorized: false })
    : connectTcp({ ...target, noDelay: true });
  const over = new AbortController();
  const late = clock.sleep(deadlineMs, over.signal).then(() => {
    throw new StreamFailure('silent', 'no connection in time');
  });
  let forget = (): void => undefined;
  const reached = new Promise<void>((resolve, reject) => {
    forget = onAbort(signal, () => reject(signal.reason));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reject(new StreamFailure(error.code === 'ECONNREFUSED' ? 'refused' : 'silent', error.code ?? 'no line', error));
    });
    socket.once(secure ? 'secureConnect' : 'connect', () => resolve());
  });
  late.catch(() => undefined);
  try {
    await Promise.race([reached, late]);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    forget();
    over.abort();
  }
}

/** Cameras that serve few give a session back only after minutes when nobody says goodbye. */
export function leaveCamera(clock: Clock, socket: Socket, goodbye: Buffer | null): void {
  socket.removeAllListeners('data').removeAllListeners('close');
  if (!goodbye || !socket.writable) return void socket.destroy();
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  socket.resume().end(goodbye);
  clock.sleep(goodbyeMs, gone.signal).then(
    () => socket.destroy(),
    () => undefined,
  );
}
