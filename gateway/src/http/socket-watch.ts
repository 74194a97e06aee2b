import type { WebSocket } from '@fastify/websocket';
import type { Permission } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import type { Services } from './ports.ts';

/** RFC 6455 §7.4.1: the peer broke a rule of ours. */
const policyViolation = 1_008;
const everyMs = 5_000;
/** For the peer to say goodbye. */
const goodbyeMs = 1_000;

/** Was the person behind this socket signed out since, or lost the right to it? Then it is closed, within seconds. */
export type WatchSocket = (socket: WebSocket, session: { readonly token: string; readonly access: Permission }) => void;

export function createSocketWatch(parts: {
  readonly identity: Pick<Services['identity'], 'whoIs' | 'permissionsOf'>;
  readonly clock: Clock;
  readonly log: Logger;
}): WatchSocket {
  const { identity, clock, log } = parts;
  return (socket, { token, access }) => {
    async function look(): Promise<void> {
      const person = await identity.whoIs(token);
      if (!person) await end('identity.sign-in-needed');
      else if (!identity.permissionsOf(person.roles).includes(access)) await end('identity.not-allowed');
    }
    async function end(code: string): Promise<void> {
      socket.close(policyViolation, code);
      await clock.sleep(goodbyeMs, gone.signal).catch(() => undefined);
      socket.terminate();
    }
    const gone = new AbortController();
    const cancel = clock.every(everyMs, () => {
      look().catch((error: unknown) => {
        log.warn({ err: error }, 'socket closed: its session could not be looked up');
        socket.terminate();
      });
    });
    socket.on('close', () => {
      cancel();
      gone.abort(new Error('the socket is closed'));
    });
  };
}
