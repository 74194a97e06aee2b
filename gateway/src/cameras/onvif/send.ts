import { Agent, request as openRequest, type IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock/clock.ts';
import { onAbort } from '../../core/on-abort.ts';
import type { Evidence } from './verdict.ts';

export interface Message {
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole of it, the last byte included: a camera that drips has no more time than one that is mute. */
  readonly deadlineMs: number;
}

export interface RawReply {
  readonly status: number;
  readonly contentType: string;
  /** Each `WWW-Authenticate` by itself. */
  readonly challenges: readonly string[];
  readonly date: string | null;
  readonly bytes: Buffer;
}

/** An attempt that brought no whole reply; `evidence` says how. */
export class NoReply extends Error {
  override readonly name = 'NoReply';
  readonly evidence: Evidence;

  constructor(evidence: Evidence, cause?: unknown) {
    super(`no reply: ${evidence.kind}`, { cause });
    this.evidence = evidence;
  }
}

/** The profiles of a recorder with 32 cameras are some 400 kB, a picture of a large camera no more. */
const longestReply = 1024 * 1024;

/** One request on a line of its own, bounded in time and length. Rejects with NoReply, or with the signal's reason. */
export async function send(clock: Clock, message: Message, signal: AbortSignal): Promise<RawReply> {
  signal.throwIfAborted();
  const over = new AbortController();
  const agent = new Agent({ keepAlive: false });
  const late = clock.sleep(message.deadlineMs, over.signal).then(() => {
    throw new NoReply({ kind: 'late' });
  });
  let forget = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    forget = onAbort(signal, () => reject(signal.reason as Error));
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([converse(message, agent, over.signal), late, aborted]);
  } finally {
    forget();
    over.abort();
    agent.destroy();
  }
}

function converse(message: Message, agent: Agent, over: AbortSignal): Promise<RawReply> {
  const { method, host, port, path, headers, body } = message;
  return new Promise((resolve, reject) => {
    let connected = false;
    const request = openRequest({
      ...{ host, port, path, agent, method },
      headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    over.addEventListener('abort', () => request.destroy(), { once: true });
    request.on('socket', (socket) => socket.once('connect', () => (connected = true)));
    request.on('error', (error: NodeJS.ErrnoException) => reject(new NoReply(evidenceOf(error, connected), error)));
    request.on('response', (response) => {
      readWhole(response).then(resolve, (error: unknown) => {
        reject(error instanceof NoReply ? error : new NoReply({ kind: 'broken-off' }, error));
        request.destroy();
      });
    });
    request.end(body);
  });
}

function evidenceOf(error: NodeJS.ErrnoException, connected: boolean): Evidence {
  const errno = error.code ?? '';
  if (errno.startsWith('HPE_')) return { kind: 'no-http' };
  return connected ? { kind: 'broken-off' } : { kind: 'no-connection', errno };
}

async function readWhole(response: IncomingMessage): Promise<RawReply> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    pieces.push(piece as Buffer);
    length += (piece as Buffer).length;
    if (length > longestReply) throw new NoReply({ kind: 'too-long' });
  }
  const { rawHeaders, headers, statusCode = 0 } = response;
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    challenges: rawHeaders.filter(
      (_value, n) => n % 2 === 1 && rawHeaders[n - 1]?.toLowerCase() === 'www-authenticate',
    ),
    date: headers.date ?? null,
    bytes: Buffer.concat(pieces),
  };
}
