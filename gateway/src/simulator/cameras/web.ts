import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../core/clock/clock.ts';
import type { CameraFaults } from './faults.ts';

export interface WebReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The camera's web server, and all that can be wrong with one before SOAP is reached. */
export interface CameraWeb {
  readonly port: number;
  /** Listens or not, as the faults say. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface CameraWebParts {
  readonly clock: Clock;
  readonly host: string;
  readonly faults: CameraFaults;
  readonly answer: (request: IncomingMessage, body: string, signal: AbortSignal) => Promise<WebReply>;
}

const dripMs = 2_000;
const page =
  '<!DOCTYPE html><html><head><title>Login</title></head><body><form>User <input name="u"></form></body></html>';
/** Entities within entities: 10⁹ words, if somebody unfolds them. */
const bomb = [
  '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "lol">',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(
    (name, n) => `<!ENTITY ${name} "${`&${'abcdefghi'.charAt(n)};`.repeat(10)}">`,
  ),
  ']><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><x>&j;</x></s:Body></s:Envelope>',
].join('');

export function createCameraWeb({ clock, host, faults, answer }: CameraWebParts): CameraWeb {
  const lines = new Set<Socket>();
  let port = 0;

  const server = createServer((request, response) => {
    const left = new AbortController();
    response.once('close', () => left.abort());
    response.on('error', () => undefined);
    // Whoever asked is gone: there is nobody to answer.
    converse(request, response, left.signal).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    lines.add(socket);
    socket.once('close', () => lines.delete(socket));
  });

  async function converse(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (faults.slowMs > 0) await clock.sleep(faults.slowMs, signal);
    const { web } = faults;
    if (web !== 'well' && web !== 'mangled') return misbehave(web, response, signal);
    const { status, headers, body: whole } = await answer(request, Buffer.concat(pieces).toString(), signal);
    const body = web === 'mangled' ? mangled(whole.toString()) : whole;
    // Written as most cameras write them: onvif-util reads no lower-case ones.
    const plain = { 'Content-Type': 'application/soap+xml; charset=utf-8', 'Content-Length': Buffer.byteLength(body) };
    response.writeHead(status, { ...plain, ...headers }).end(body);
  }

  return {
    get port() {
      return port;
    },
    async settle() {
      if (faults.web === 'refusing' && server.listening) await close();
      if (faults.web !== 'refusing' && !server.listening) {
        await once(server.listen(port, host), 'listening');
        port = (server.address() as AddressInfo).port;
      }
    },
    async stop() {
      if (server.listening) await close();
    },
  };

  function close(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of lines) socket.destroy();
    });
  }

  async function misbehave(
    fault: Exclude<CameraFaults['web'], 'well' | 'mangled'>,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const xml = { 'Content-Type': 'application/soap+xml' };
    const { socket } = response;
    switch (fault) {
      case 'refusing':
      case 'mute':
        return;
      case 'dripping':
        response.writeHead(200, xml);
        for (const letter of page.repeat(100)) {
          response.write(letter);
          await clock.sleep(dripMs, signal);
        }
        return;
      case 'page':
        response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
        return;
      case 'bare-401':
        response
          .writeHead(401, { 'Content-Type': 'text/html' })
          .end('<html><body>Access Error: 401 Unauthorized</body></html>');
        return;
      case 'truncated':
        response.writeHead(200, { ...xml, 'Content-Length': '5000' });
        response.write('<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Bo', () =>
          socket?.destroy(),
        );
        return;
      case 'huge':
        response.writeHead(200, xml).write('<?xml version="1.0"?><s:Envelope>');
        for (;;) {
          if (!response.write('<tt:Nothing xmlns:tt="http://www.onvif.org/ver10/schema"/>'.repeat(2_000))) {
            await clock.sleep(1, signal);
          }
          signal.throwIfAborted();
        }
      case 'bomb':
        response.writeHead(200, xml).end(bomb);
        return;
      case 'deep':
        response.writeHead(200, xml).end('<a>'.repeat(200_000));
        return;
      case 'garbage':
        socket?.end('SSH-2.0-dropbear_2019.78\r\n');
        return;
      case 'resetting':
        socket?.resetAndDestroy();
        return;
    }
  }
}

/** In a few places a piece is lost, said twice, or replaced by signs that mean something. */
function mangled(text: string): string {
  const signs = ['', '<', '>', '&', '"', '/', '\u0000', '-9', '<x>', '</s:Body>', '99999999999999999999', 'xmlns="'];
  let out = text;
  for (let times = randomInt(1, 4); times > 0; times--) {
    const at = randomInt(out.length);
    const piece = out.slice(at, at + randomInt(40));
    const instead = randomInt(4) === 0 ? piece + piece : (signs[randomInt(signs.length)] ?? '');
    out = out.slice(0, at) + instead + out.slice(at + piece.length);
  }
  return out;
}
