import { readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test, vi } from 'vitest';
import type { StreamSource } from '../../../gateway/src/cameras/ports.ts';
import { makeReel } from '../../../gateway/src/simulator/cameras/reel.ts';
import { startCamera } from '../../support/cameras.ts';
import type { AtTheEnd } from '../../support/gateway-process.ts';
import { openssl } from '../../support/openssl.ts';
import { createStreams, sourceOf, watchStream } from '../../support/streams.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** What calls itself a camera and means no good: it is left at once, and what it names is not gone to. */
const soon = { timeout: 15_000, interval: 20 };

/** Answers each request with what it is told to. */
async function serve(atTheEnd: AtTheEnd, answer: (socket: Socket, request: string) => void) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard.push(String(chunk));
      answer(socket, String(chunk));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atTheEnd(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { heard, port: (server.address() as AddressInfo).port };
}

const sourceAt = (port: number): StreamSource => ({
  uri: `rtsp://127.0.0.1:${port}/cam`,
  login: { username: 'admin', password: 'thon-ngot-2026' },
  promised: { fps: null, kbps: null },
});
const numberIn = (request: string) => /CSeq: (\d+)/.exec(request)?.[1] ?? '1';

describe.concurrent('a stream', () => {
  test.for<[string, (request: string) => string | Buffer]>([
    ['of a head without end', () => `RTSP/1.0 200 OK\r\nX: ${'a'.repeat(100_000)}`],
    [
      'of a gigabyte',
      (request) => `RTSP/1.0 200 OK\r\nCSeq: ${numberIn(request)}\r\nContent-Length: 1073741824\r\n\r\n`,
    ],
    ['of noise', () => Buffer.alloc(200_000, 0x99)],
    ['of a web page', () => 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>'],
    [
      'of an SDP that is none',
      (request) => `RTSP/1.0 200 OK\r\nCSeq: ${numberIn(request)}\r\nContent-Length: 4\r\n\r\nboo!`,
    ],
  ])('%s brings no picture, and no harm', async ([, answer], { onTestFinished }) => {
    const { port } = await serve(onTestFinished, (socket, request) => socket.write(answer(request)));
    const { findings } = watchStream(onTestFinished, createStreams(), sourceAt(port));
    await vi.waitFor(() => expect(findings[0]).toEqual({ kind: 'no-stream', why: 'stream-silent' }), soon);
  });

  test('that is said to be elsewhere is not followed there, and no login goes with it', async ({ onTestFinished }) => {
    const other = await serve(onTestFinished, (socket) => socket.destroy());
    const { port, heard } = await serve(onTestFinished, (socket, request) => {
      const location = `rtsp://127.0.0.1:${other.port}/cam`;
      socket.write(
        request.startsWith('OPTIONS')
          ? `RTSP/1.0 200 OK\r\nCSeq: ${numberIn(request)}\r\n\r\n`
          : `RTSP/1.0 302 Moved\r\nCSeq: ${numberIn(request)}\r\nLocation: ${location}\r\n\r\n`,
      );
    });
    const { findings } = watchStream(onTestFinished, createStreams(), sourceAt(port));
    await vi.waitFor(() => expect(findings[0]).toEqual({ kind: 'no-stream', why: 'stream-silent' }), soon);
    expect(heard.some((request) => request.startsWith('DESCRIBE'))).toBe(true);
    expect(other.heard).toEqual([]);
  });

  test('that hangs up at once is tried again, later and later', async ({ onTestFinished }) => {
    const { port } = await serve(onTestFinished, (socket) => socket.destroy());
    const begun = performance.now();
    const { findings } = watchStream(onTestFinished, createStreams(), sourceAt(port));
    await vi.waitFor(() => expect(findings).toHaveLength(3), soon);
    // Two thirds of 1 s and of 2 s.
    expect(performance.now() - begun).toBeGreaterThan(1_900);
  });

  test('over TLS is watched, though the camera certifies itself', async ({ onTestFinished }) => {
    const camera = await startCamera(onTestFinished, { reel: await makeReel(4) });
    const folder = await tempFolder(onTestFinished);
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = await openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=camera', '-keyout', key, '-out', cert],
    );
    expect(made.ok).toBe(true);
    const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (socket) => {
      const behind = connect(camera.rtspPort, '127.0.0.1');
      for (const end of [socket, behind]) end.on('error', () => undefined);
      socket.pipe(behind).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const source = { ...sourceOf(camera), uri: `rtsps://127.0.0.1:${port}/Streaming/Channels/102` };
    const { pictures } = watchStream(onTestFinished, createStreams(), source);
    await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0), soon);
  });
});
