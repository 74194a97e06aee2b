import type { Client } from 'aedes';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { AppError } from '../core/errors.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { Refusals } from './refusals.ts';

export interface DoorParts {
  readonly host: string;
  /** 0: any free one, see what `open` resolves with. */
  readonly port: number;
  /** One for all doors: who fills the one is not let in by the other. */
  readonly gate: ConnectionGate;
  readonly refusals: Refusals;
  readonly limits: { readonly packetBytes: number; readonly memberPacketBytes: number; readonly unreadBytes: number };
  /** A handshake came to nothing; `code` as Node has it. */
  onStranger(address: string, code: string | undefined): void;
  /** Hands the connection to the broker. */
  handle(socket: Socket): Client;
}

/** A key and its certificate, PEM. */
export interface TlsPair {
  readonly key: string;
  readonly certificate: string;
}

/** One port of the broker. */
export interface Door {
  /** Listens; resolves with the real port. Rejects with `mqtt.port-in-use`, `mqtt.listen`. */
  open(): Promise<number>;
  /** From now on it speaks TLS with this pair; who is in stays in. Before that it would speak plainly. */
  secure(pair: TlsPair): void;
  port(): number | null;
  /** Ends what is open there, then the listening. Safe twice. */
  close(): Promise<void>;
}

/** Where sockets come in: counted, without delay, and never with more unread than one packet may have. */
export function createDoor({ host, port, gate, refusals, limits, onStranger, handle }: DoorParts): Door {
  const sockets = new Set<Socket>();
  let context: SecureContext | null = null;
  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000, highWaterMark: 2 * limits.unreadBytes },
    (arrived) => {
      const address = addressOf(arrived);
      if (!gate.enter(address)) {
        refusals.note('connection', address);
        arrived.destroy();
        return;
      }
      sockets.add(arrived);
      arrived.once('close', () => {
        sockets.delete(arrived);
        gate.leave(address);
      });
      const socket = context ? secured(arrived, context, address) : arrived;
      // The time to log in runs from here, the TLS handshake included.
      const client = handle(socket);
      socket.on('readable', () => {
        if (unfinishedBytes(client) <= (client.connected ? limits.memberPacketBytes : limits.packetBytes)) return;
        refusals.note('packet size', client.id ?? address);
        socket.destroy();
      });
    },
  );

  function secured(arrived: Socket, secureContext: SecureContext, address: string): TLSSocket {
    // `highWaterMark` is an option of every socket, which the types of this one forget.
    const options = { isServer: true, secureContext, highWaterMark: 2 * limits.unreadBytes };
    const socket = new TLSSocket(arrived, options);
    let greeted = false;
    socket.once('secure', () => (greeted = true));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (greeted) return;
      refusals.note('tls', address, { reason: error.message });
      onStranger(address, error.code);
    });
    return socket;
  }

  return {
    async open() {
      await listen(server, host, port);
      // Whom the system could not let in (no more files to open): the others stay, and it goes on listening.
      server.on('error', ({ message }) => refusals.note('connection', 'nobody', { reason: message }));
      return (server.address() as AddressInfo).port;
    },
    secure({ key, certificate }) {
      // 1.2 for the small chips (Tasmota: ECDHE-RSA-AES128-GCM-SHA256), 1.3 for everybody else.
      context = createSecureContext({ key, cert: certificate, minVersion: 'TLSv1.2' });
    },
    port: () => (server.address() as AddressInfo | null)?.port ?? null,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(
        new AppError(
          inUse ? 'mqtt.port-in-use' : 'mqtt.listen',
          500,
          inUse
            ? `Port ${port} is taken: stop the other MQTT broker, or name it as the external one.`
            : `The MQTT broker can't listen on ${host}:${port}.`,
          { cause: error, params: { host, port } },
        ),
      );
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

/**
 * Bytes of the packet that is still arriving. aedes keeps them without a bound, before login too, and offers no way to
 * ask: this reads its parser. The version is pinned and a test sends it 8 MB.
 */
function unfinishedBytes(client: Client): number {
  return (client as unknown as { _parser: { _list: { length: number } } })._parser._list.length;
}

export function addressOf(socket: Socket): string {
  return socket.remoteAddress ?? 'unknown';
}
