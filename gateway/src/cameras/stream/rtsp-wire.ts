import { StreamFailure } from './trouble.ts';

/** RTSP 1.0 in both directions: requests and replies, with packets between them (RFC 2326 §6, §7, §10.12). */
export interface RtspMessage {
  /** `DESCRIBE rtsp://… RTSP/1.0` or `RTSP/1.0 200 OK`. */
  readonly first: string;
  /** In order, named as they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const longestHead = 16 * 1024;
const longestBody = 64 * 1024;
const dollar = 0x24;
const frameHead = 4;

export interface RtspReaderEvents {
  onMessage(message: RtspMessage): void;
  /** Whole or half, they are passed on as they are. */
  onPackets(bytes: Buffer): void;
}

/** Takes bytes as they come. Throws StreamFailure at what is no RTSP, or too long. */
export function createRtspReader({ onMessage, onPackets }: RtspReaderEvents): (chunk: Buffer) => void {
  /** Of a message, or of the head of a packet. */
  let rest: Buffer = Buffer.alloc(0);
  /** Of a packet whose head was seen. */
  let packetLeft = 0;

  /** How many bytes from `from` on are packets; stops before what is none, or is too short to tell. */
  function packetsEnd(bytes: Buffer, from: number): number {
    let at = from;
    for (;;) {
      const now = Math.min(packetLeft, bytes.length - at);
      at += now;
      packetLeft -= now;
      if (packetLeft > 0 || bytes[at] !== dollar || bytes.length - at < frameHead) return at;
      packetLeft = frameHead + bytes.readUInt16BE(at + 2);
    }
  }

  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let at = 0; ;) {
      const end = packetsEnd(bytes, at);
      if (end > at) onPackets(bytes.subarray(at, end));
      at = end;
      const read = at < bytes.length && bytes[at] !== dollar ? readMessage(bytes.subarray(at)) : null;
      if (!read) {
        rest = bytes.subarray(at);
        return;
      }
      at += read.length;
      if (read.message) onMessage(read.message);
    }
  };
}

/** null: there is more to come. What lies between messages and is none (line ends, and cameras that count wrongly) is passed over. */
function readMessage(bytes: Buffer): { length: number; message: RtspMessage | null } | null {
  if (!mayBegin(bytes)) {
    const next = bytes.findIndex((byte, n) => n > 0 && (byte === dollar || isCapital(byte)));
    return { length: next < 0 ? bytes.length : next, message: null };
  }
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 ? bytes.length > longestHead : end > longestHead)
    throw new StreamFailure('unreadable', 'a head without end');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
  });
  const bodyLength = Number(headerOf(headers, 'content-length') ?? 0);
  if (!(bodyLength >= 0 && bodyLength <= longestBody)) throw new StreamFailure('unreadable', 'a body without end');
  const length = end + 4 + bodyLength;
  if (bytes.length < length) return null;
  return { length, message: { first, headers, body: bytes.subarray(end + 4, length) } };
}

/** As far as can be told from what is there. */
function mayBegin(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 24);
  return start.length < 24 ? isCapital(bytes[0] ?? 0) : /^(RTSP\/\d|[A-Z_]{4,} (rtsps?:|\*))/.test(start);
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** `name` in lower case. */
export function headerOf(headers: RtspMessage['headers'], name: string): string | undefined {
  return headers.find(([one]) => one.toLowerCase() === name)?.[1];
}

export function writeRtsp({ first, headers, body }: RtspMessage): Buffer {
  const head = [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
