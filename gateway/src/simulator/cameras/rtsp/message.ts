/** RTSP 1.0 as a server reads and writes it (RFC 2326 §6, §7, §10.12). */
export interface RtspRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

const longestHead = 16_384;

/** Takes bytes as they come; interleaved frames from the client (its RTCP reports) are passed over. */
export function createRtspReader(onRequest: (request: RtspRequest) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest[0] === 0x24) {
        if (rest.length < 4 || rest.length < 4 + rest.readUInt16BE(2)) return;
        rest = rest.subarray(4 + rest.readUInt16BE(2));
        continue;
      }
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) {
        if (rest.length > longestHead) throw new Error('an RTSP request without end');
        return;
      }
      const request = readHead(rest.toString('latin1', 0, end));
      const bodyLength = Number(request.headers.get('content-length') ?? 0);
      if (rest.length < end + 4 + bodyLength) return;
      rest = rest.subarray(end + 4 + bodyLength);
      onRequest(request);
    }
  };
}

function readHead(head: string): RtspRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', url = ''] = first.split(' ');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { method, url, headers: new Map(headers) };
}

export function rtspResponse(
  status: string,
  cseq: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const all = { CSeq: cseq, ...headers, ...(body ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`RTSP/1.0 ${status}`, ...lines, '', body].join('\r\n');
}
