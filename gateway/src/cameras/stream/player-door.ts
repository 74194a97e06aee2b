import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createRtspReader, type RtspMessage } from './rtsp-wire.ts';

export interface PlayerEvents {
  onMessage(message: RtspMessage): void;
  onPackets(bytes: Buffer): void;
  /** It is gone, or it spoke no RTSP. */
  onLeft(): void;
}

/** A door on this machine alone, that opens once, for the one who knows its path. */
export interface PlayerDoor {
  /** rtsp:// */
  readonly uri: string;
  /** null: it has not come yet. */
  readonly player: Socket | null;
  close(): void;
}

const mostVisitors = 8;

export async function openPlayerDoor({ onMessage, onPackets, onLeft }: PlayerEvents): Promise<PlayerDoor> {
  const visitors = new Set<Socket>();
  let player: Socket | null = null;
  const server = createServer({ noDelay: true }, welcome);
  server.maxConnections = mostVisitors;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const uri = `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/${randomBytes(16).toString('hex')}`;

  function welcome(socket: Socket): void {
    visitors.add(socket);
    const read = createRtspReader({
      onMessage(message) {
        if (player === null && message.first.split(' ')[1] === uri) {
          player = socket;
          server.close();
          for (const visitor of visitors) if (visitor !== player) visitor.destroy();
        }
        if (player === socket) onMessage(message);
        else socket.destroy();
      },
      onPackets: (bytes) => (player === socket ? onPackets(bytes) : socket.destroy()),
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      visitors.delete(socket);
      if (player === socket) onLeft();
    });
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch {
        socket.destroy();
      }
    });
  }

  return {
    uri,
    get player() {
      return player;
    },
    close() {
      server.close();
      for (const visitor of visitors) visitor.destroy();
    },
  };
}
