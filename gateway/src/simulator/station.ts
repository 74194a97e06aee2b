import { execFile } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { Clock } from '../core/clock/clock.ts';

export interface SimulatedStation {
  /** Of its live stream. */
  readonly url: string;
  stop(): Promise<void>;
}

const bytesPerMs = 64 / 8;
/** At once when somebody tunes in, as live servers do. */
const burstMs = 4_000;
const tickMs = 200;

/** A station on this machine: one sound file over and over, MP3 at 64 kbit/s, as fast as it is heard. */
export async function createStation({ clock, file }: { clock: Clock; file: string }): Promise<SimulatedStation> {
  const { stdout: programme } = await promisify(execFile)(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-ac', '1', '-ar', '48000', '-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 },
  );

  async function send(response: ServerResponse, signal: AbortSignal): Promise<void> {
    const begun = clock.monotonic();
    let sent = 0;
    for (;;) {
      const due = Math.floor((burstMs + clock.monotonic() - begun) * bytesPerMs);
      while (sent < due) {
        const at = sent % programme.length;
        const piece = programme.subarray(at, at + due - sent);
        response.write(piece);
        sent += piece.length;
      }
      await clock.sleep(tickMs, signal);
    }
  }

  const server = createServer((_request, response) => {
    const left = new AbortController();
    response.on('error', () => undefined);
    response.once('close', () => left.abort());
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'icy-name': 'Dai xa' });
    // It ends when the listener is gone.
    send(response, left.signal).catch(() => undefined);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/dai-xa.mp3`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
