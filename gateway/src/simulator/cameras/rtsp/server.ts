import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Clock } from '../../../core/clock/clock.ts';
import type { Account } from '../account.ts';
import type { CameraFaults } from '../faults.ts';
import type { Encoding } from './annex-b.ts';
import type { Footage } from './footage.ts';
import { createRtspReader, rtspResponse, type RtspRequest } from './message.ts';
import { showPictures } from './pictures.ts';
import { describeStream } from './sdp.ts';

/** RTSP over TCP with its packets on the same line (RFC 2326 §10.12): the only way that a gateway asks for. */
export interface RtspServer {
  readonly port: number;
  /** How many look at this moment. */
  readonly viewers: number;
  /** Listens or not, as the faults say. */
  settle(): Promise<void>;
  /** Every viewer's line breaks. */
  hangUp(): void;
  stop(): Promise<void>;
}

export interface RtspServerParts {
  readonly clock: Clock;
  readonly host: string;
  readonly account: Account;
  readonly faults: CameraFaults;
  /** By the path of a stream; null: there is none. */
  readonly streamAt: (path: string) => RtspStream | null;
}

export interface RtspStream {
  readonly encoding: Encoding;
  readonly audio: boolean;
  readonly footage: () => Footage;
}

/** A viewer that takes in so little that more waits is cut off. */
const mostWaiting = 4 * 1024 * 1024;

export function createRtspServer(parts: RtspServerParts): RtspServer {
  const { clock, host, account, faults } = parts;
  const epochMs = clock.monotonic();
  const lines = new Set<Socket>();
  const playing = new Set<Socket>();
  let port = 0;

  const server = createServer((socket) => {
    lines.add(socket);
    const left = new AbortController();
    socket.on('error', () => undefined);
    socket.once('close', () => {
      lines.delete(socket);
      playing.delete(socket);
      left.abort();
    });
    if (faults.rtsp === 'mute') return void socket.resume();
    const answer = createViewer(socket, left.signal);
    const read = createRtspReader((request) => socket.write(answer(request)));
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch {
        socket.destroy();
      }
    });
  });

  /** One line's conversation: its tracks and whether it looks. */
  function createViewer(socket: Socket, signal: AbortSignal): (request: RtspRequest) => string {
    const session = String(randomInt(1e8));
    const channels = new Map<number, number>();
    let stream: RtspStream | null = null;

    return ({ method, url, headers }) => {
      const cseq = headers.get('cseq') ?? '0';
      const reply = (status: string, more: Record<string, string> = {}, body = '') =>
        rtspResponse(status, cseq, more, body);
      if (method === 'OPTIONS') {
        return reply('200 OK', { Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER, SET_PARAMETER' });
      }
      const login = account.judgeDigest(headers.get('authorization'), method);
      if (login !== 'good') return reply('401 Unauthorized', { 'WWW-Authenticate': account.challenge() });
      if (method === 'DESCRIBE') {
        stream = parts.streamAt(pathOf(url));
        if (!stream) return reply('404 Stream Not Found');
        const headersOfSdp = { 'Content-Type': 'application/sdp', 'Content-Base': `${url}/` };
        return reply('200 OK', headersOfSdp, describeStream(stream.footage(), stream.encoding, stream.audio));
      }
      if (method === 'SETUP') {
        const interleaved = /interleaved=(\d+)-(\d+)/.exec(headers.get('transport') ?? '');
        if (!interleaved) return reply('461 Unsupported Transport');
        if (!playing.has(socket) && playing.size >= faults.rtspSessions) return reply('453 Not Enough Bandwidth');
        playing.add(socket);
        channels.set(Number(/trackID=(\d+)/.exec(url)?.[1] ?? 0), Number(interleaved[1]));
        const transport = `RTP/AVP/TCP;unicast;interleaved=${interleaved[1]}-${interleaved[2]};ssrc=1A2B3C4D`;
        return reply('200 OK', { Session: `${session};timeout=60`, Transport: transport });
      }
      if (method === 'PLAY' && stream) {
        const viewing = {
          ...{ clock, faults, footage: stream.footage, epochMs },
          ...{ videoChannel: channels.get(0) ?? null, soundChannel: channels.get(1) ?? null },
          send(packets: readonly Buffer[]) {
            if (socket.writableLength > mostWaiting) socket.destroy();
            else for (const packet of packets) socket.write(packet);
          },
        };
        // A camera that only claims H.265 has none to send. It ends when the viewer is gone.
        if (stream.encoding === stream.footage().encoding) showPictures(viewing, signal).catch(() => undefined);
        return reply('200 OK', { Session: session, Range: 'npt=now-' });
      }
      if (method === 'TEARDOWN') {
        setImmediate(() => socket.end());
        return reply('200 OK', { Session: session });
      }
      if (method === 'GET_PARAMETER' || method === 'SET_PARAMETER') return reply('200 OK', { Session: session });
      return reply('455 Method Not Valid in This State');
    };
  }

  function hangUp(): void {
    for (const socket of lines) socket.destroy();
  }

  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));

  return {
    get port() {
      return port;
    },
    get viewers() {
      return playing.size;
    },
    async settle() {
      if (faults.rtsp === 'dead' && server.listening) {
        const closed = close();
        hangUp();
        await closed;
      }
      if (faults.rtsp !== 'dead' && !server.listening) {
        await once(server.listen(port, host), 'listening');
        port = (server.address() as AddressInfo).port;
      }
    },
    hangUp,
    async stop() {
      if (!server.listening) return;
      const closed = close();
      hangUp();
      await closed;
    },
  };
}

function pathOf(url: string): string {
  return /^rtsps?:\/\/[^/]*(\/[^?]*)/.exec(url)?.[1]?.replace(/\/+$/, '') ?? url;
}
