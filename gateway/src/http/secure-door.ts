import type { FastifyInstance } from 'fastify';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';

export interface SecureDoorParts {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly requestTimeoutMs: number;
  readonly log: Logger;
}

export interface SecureDoor {
  /** Opens it, or goes on with another certificate while it is open; null closes it. Resolves to its port. */
  present(pair: { readonly key: string; readonly certificate: string } | null): Promise<number | null>;
  /** Where it is open now. */
  port(): number | null;
  /** Closes it for good, with all that is open. Safe twice. */
  end(): Promise<void>;
}

/**
 * The same panel over TLS: another listener that hands its requests, and its upgrades to WebSocket, to the one Fastify instance.
 * No HTTP/2 and no session of its own, so that nothing behaves differently there but what a browser allows.
 */
export function createSecureDoor(
  app: FastifyInstance,
  { host, port, requestTimeoutMs, log }: SecureDoorParts,
): SecureDoor {
  const connections = new Set<Socket>();
  let server: Server | null = null;
  let ended = false;

  async function open(key: string, cert: string): Promise<Server> {
    const { keepAliveTimeout } = app.server;
    const opened = createServer(
      { key, cert, minVersion: 'TLSv1.2', requestTimeout: requestTimeoutMs, keepAliveTimeout },
      (request, response) => app.routing(request, response),
    );
    // Whoever serves WebSockets listens on the plain server.
    if (app.server.listenerCount('upgrade') > 0) {
      opened.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head));
    }
    opened.on('connection', (socket: Socket) => {
      connections.add(socket);
      socket.once('close', () => connections.delete(socket));
    });
    // A phone that does not trust the authority yet hangs up in the middle of the handshake.
    opened.on('tlsClientError', (error) => log.debug({ reason: error.message }, 'a browser refused the certificate'));
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen({ host, port }, () => {
        opened.off('error', reject);
        resolve();
      });
    }).catch((error: unknown) => {
      throw listenError(error, host, port);
    });
    return opened;
  }

  async function close(): Promise<void> {
    const closing = server;
    server = null;
    if (!closing) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    // WebSockets and handshakes are unknown to closeAllConnections().
    for (const socket of connections) socket.destroy();
    await closed;
  }

  return {
    port: () => portOf(server),
    async present(pair) {
      if (ended || !pair) {
        await close();
        return null;
      }
      const { key, certificate: cert } = pair;
      try {
        if (server) server.setSecureContext({ key, cert, minVersion: 'TLSv1.2' });
        else server = await open(key, cert);
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError('https.certificate-refused', 500, 'TLS does not take this certificate and key.', {
          cause: error,
        });
      }
      // It was being opened while the gateway stopped.
      if (ended) await close();
      return portOf(server);
    },
    async end() {
      ended = true;
      await close();
    },
  };
}

function portOf(server: Server | null): number | null {
  return (server?.address() as AddressInfo | null | undefined)?.port ?? null;
}

function listenError(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const params = { port };
  if (code === 'EADDRINUSE') {
    const detail = `Another program listens on ${host}:${port}: stop it or choose another http.secure_port.`;
    return new AppError('https.port-in-use', 500, detail, { cause: error, params });
  }
  if (code === 'EACCES') {
    const detail = `This user may not listen on ${host}:${port}: choose an http.secure_port above 1023.`;
    return new AppError('https.port-forbidden', 500, detail, { cause: error, params });
  }
  return error;
}
