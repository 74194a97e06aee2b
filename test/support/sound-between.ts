import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { protocolVersion } from '../../gateway/src/audio/sinks/pulse-wire.ts';

/** What becomes of our own line to the server; that of its programs is always as it should be. */
export interface Manner {
  /** Once it is connected, and that much of what we said was passed on. */
  readonly afterMs: number;
  readonly then: 'nothing more is answered' | 'rubbish is said' | 'it hangs up';
}

/** Bytes of the first message before the version in it: a head, a command, its number, a tag. */
const versionAt = 20 + 5 + 5 + 1;

/** Stands between us and a Pulse server, and treats our line in its own manner. Gives its socket. */
export async function standBetween(server: string, path: string, { afterMs, then }: Manner): Promise<string> {
  const lines = new Set<Socket>();
  const between = createServer((line) => {
    const real = connect({ path: server.replace(/^unix:/, '') });
    for (const socket of [line, real]) {
      lines.add(socket);
      socket.on('error', () => undefined);
    }
    line.on('close', () => real.destroy());
    real.on('close', () => line.destroy());
    let first = Buffer.alloc(0);
    line.on('data', function begin(data: Buffer) {
      first = Buffer.concat([first, data]);
      if (first.length < versionAt + 4) return;
      line.off('data', begin);
      line.pipe(real);
      real.write(first);
      const timer = isOurs(first) && setTimeout(() => misbehave(line, real), afterMs);
      line.on('close', () => timer && clearTimeout(timer));
      if (afterMs > 0 || !timer) real.pipe(line);
    });
  });

  function misbehave(line: Socket, real: Socket): void {
    real.unpipe(line);
    real.resume();
    if (then === 'rubbish is said') line.write(Buffer.alloc(400, 'HTTP/1.1 400 Bad Request\r\n'));
    if (then === 'it hangs up') line.destroy();
  }

  onTestFinished(() => {
    between.close();
    for (const socket of lines) socket.destroy();
  });
  await new Promise<void>((resolve) => between.listen(path, resolve));
  return `unix:${path}`;
}

function isOurs(first: Buffer): boolean {
  return (first.readUInt32BE(versionAt) & 0xffff) === protocolVersion;
}
