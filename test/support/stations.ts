import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { AtTheEnd } from './gateway-process.ts';
import { tempFolder } from './temp-folder.ts';

/** Real HTTP servers that are stations, good and bad. */
export interface Station {
  readonly url: string;
  readonly port: number;
  /** How many ask for something now. */
  listeners(): number;
  /** The process dies: every line breaks, nobody answers. */
  stop(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** One server; `port`: to come back where it was. */
export async function openStation(answer: Answer, port = 0, maxHeaderBytes?: number): Promise<Station> {
  let listeners = 0;
  const server: Server = createServer(
    { ...(maxHeaderBytes && { maxHeaderSize: maxHeaderBytes }) },
    (request, response) => {
      listeners++;
      response.once('close', () => listeners--);
      response.on('error', () => undefined);
      answer(request, response);
    },
  );
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    listeners: () => listeners,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A tone as a file a station would send: `mp3`, `aac` (ADTS), `ogg`. */
export async function toneFile(hz: number, seconds: number, format: 'mp3' | 'aac' | 'ogg' = 'mp3', volume = 1) {
  const input = `sine=frequency=${hz}:duration=${seconds}:sample_rate=48000,volume=${volume}`;
  const [codec, form] = { mp3: ['libmp3lame', 'mp3'], aac: ['aac', 'adts'], ogg: ['libvorbis', 'ogg'] }[format];
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    ['-v', 'error', '-f', 'lavfi', '-i', input, '-c:a', codec ?? '', '-b:a', '64k', '-f', form ?? '', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
  );
  return { bytes: stdout, seconds };
}

/** Sends a file as a live station does: a few seconds at once, then as fast as it is heard, and again from its start. */
export function liveFrom(
  { bytes, seconds }: { bytes: Buffer; seconds: number },
  type = 'audio/mpeg',
  burstSeconds = 4,
  /** Where in the file it is just now: who listens joins it there. */
  from = 0,
): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type });
    const perMs = bytes.length / (seconds * 1_000);
    const begun = performance.now();
    let sent = 0;
    const send = () => {
      const due = Math.floor((burstSeconds * 1_000 + performance.now() - begun) * perMs);
      while (sent < due) {
        const at = (from + sent) % bytes.length;
        const piece = bytes.subarray(at, Math.min(bytes.length, at + due - sent));
        response.write(piece);
        sent += piece.length;
      }
    };
    send();
    const timer = setInterval(send, 100);
    response.once('close', () => clearInterval(timer));
  };
}

/** HLS of a tone, made by ffmpeg; given out as if it were live: a piece more every two seconds. */
export async function liveHls(hz: number, seconds: number, atTheEnd?: AtTheEnd): Promise<Answer> {
  const folder = await tempFolder(atTheEnd);
  const input = `sine=frequency=${hz}:duration=${seconds}:sample_rate=48000`;
  await promisify(execFile)('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', input, '-c:a', 'aac', '-b:a', '64k'],
    ...['-f', 'hls', '-hls_time', '2', '-hls_list_size', '0', '-hls_segment_filename', join(folder, '%d.ts')],
    join(folder, 'all.m3u8'),
  ]);
  const entries = [...(await readFile(join(folder, 'all.m3u8'), 'utf8')).matchAll(/#EXTINF:.*\n.*\.ts/g)].map(
    ([e]) => e,
  );
  const begun = performance.now();
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path.endsWith('master.m3u8')) {
      response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' });
      return void response.end('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=70000,CODECS="mp4a.40.2"\nlive.m3u8\n');
    }
    if (path.endsWith('.m3u8')) {
      const last = 4 + Math.floor((performance.now() - begun) / 2_000);
      const first = Math.max(0, last - 5);
      response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' });
      const head = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${first}\n`;
      return void response.end(`${head}${entries.slice(first, last).join('\n')}\n`);
    }
    response.writeHead(200, { 'content-type': 'video/mp2t' });
    createReadStream(join(folder, path.split('/').at(-1) ?? ''))
      .on('error', () => response.destroy())
      .pipe(response);
  };
}

const say =
  (type: string, body: string | Buffer, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };

/** An ID3v2 tag of so many bytes, as fast as it is taken, and then sound. */
function bigTag(size: number, sound: Buffer): Answer {
  const lengths = [21, 14, 7, 0].map((shift) => (size >>> shift) & 127);
  const zeros = Buffer.alloc(64 * 1024);
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' });
    response.write(Buffer.from([...Buffer.from('ID3'), 3, 0, 0, ...lengths]));
    let left = size;
    const send = () => {
      while (left > 0 && !response.destroyed) {
        left -= zeros.length;
        if (!response.write(zeros)) return void response.once('drain', send);
      }
      response.end(sound);
    };
    send();
  };
}

/** What a station must not be, by path. */
export async function badStation(): Promise<Record<string, Answer>> {
  const good = await toneFile(440, 6);
  const quiet = await toneFile(440, 60, 'mp3', 0);
  return {
    '/html': say('text/html; charset=utf-8', '<!doctype html><html><body>Đăng nhập wifi</body></html>'),
    '/html-as-mp3': say('audio/mpeg', '\n<html><head></head>'),
    '/noise': say('audio/mpeg', Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) & 255))),
    '/404': say('text/plain', 'no', 404),
    '/loop': (_request, response) => void response.writeHead(302, { location: '/loop' }).end(),
    '/to-file': (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    '/to-metadata': (_request, response) =>
      void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    '/drip': (_request, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' });
      let sent = 0;
      const timer = setInterval(() => response.write(good.bytes.subarray(sent, ++sent)), 1_000);
      response.once('close', () => clearInterval(timer));
    },
    '/mute': () => undefined,
    '/silence': liveFrom(quiet),
    '/middle': (_request, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': 10_000_000 });
      response.write(good.bytes, () => setTimeout(() => response.destroy(), 200));
    },
    '/ends': say('audio/mpeg', good.bytes),
    '/big-header': (_request, response) => {
      const socket = response.socket;
      socket?.write('HTTP/1.1 200 OK\r\n');
      const line = `x-much: ${'a'.repeat(1_000)}\r\n`;
      for (let i = 0; i < 10_000 && !socket?.destroyed; i++) socket?.write(line);
    },
    '/big-tag': bigTag(100 * 1024 * 1024, good.bytes),
    '/endless-page': (_request, response) => {
      response.writeHead(200, { 'content-type': 'audio/x-mpegurl' });
      response.write('#EXTM3U\n');
      const timer = setInterval(() => response.write(`# ${'a'.repeat(60_000)}\n`), 5);
      response.once('close', () => clearInterval(timer));
    },
    '/empty-page': say('audio/x-mpegurl', '#EXTM3U\n# nothing\n'),
    '/page-of-itself': say('audio/x-mpegurl', '#EXTM3U\n/page-of-itself\n'),
    '/concat': say('audio/mpeg', 'ffconcat version 1.0\nfile /etc/passwd\n'),
    '/gzip': (_request, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(50_000_000)));
    },
    '/encrypted.m3u8': say(
      'application/vnd.apple.mpegurl',
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:2,\n1.ts\n',
    ),
    '/large-piece.m3u8': say(
      'application/vnd.apple.mpegurl',
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/large.ts\n',
    ),
    '/large.ts': (_request, response) => void response.end(Buffer.alloc(17 * 1024 * 1024)),
    '/inward.m3u8': say(
      'application/vnd.apple.mpegurl',
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://169.254.169.254/1.ts\n',
    ),
    '/file.m3u8': say(
      'application/vnd.apple.mpegurl',
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n',
    ),
    '/not-http': (_request, response) => void response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
  };
}

export function byPath(answers: Readonly<Record<string, Answer>>): Answer {
  return (request, response) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  };
}
