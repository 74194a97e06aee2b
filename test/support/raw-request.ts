import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Problem } from '../../gateway/src/contract/index.ts';

/** What `createApi` would not send: any headers, a body that is no JSON, a body without an end. */
export interface RawRequest {
  readonly method: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as it comes; it is left alone as soon as the gateway has answered. */
  readonly body?: Iterable<string | Uint8Array>;
}

export interface RawAnswer {
  readonly status: number;
  readonly problem: Problem;
  /** Bytes of the body handed over before the answer came. */
  readonly sentBytes: number;
}

/** One request by hand, and the problem it is answered with. */
export async function askRaw(url: string, { method, headers, body = [] }: RawRequest): Promise<RawAnswer> {
  // A connection that is to be closed is closed at once, and what was sent meanwhile may undo the answer (RFC 9112 §9.6).
  const agent = new Agent({ keepAlive: true });
  const outgoing = request(url, { method, agent, ...(headers && { headers }) });
  let answer: IncomingMessage | null = null;
  let sentBytes = 0;
  const answered = once(outgoing, 'response').then(([incoming]) => (answer = incoming as IncomingMessage));
  const answeredOrDrained = () => Promise.race([answered, once(outgoing, 'drain')]);
  outgoing.flushHeaders();
  for (const piece of body) {
    if (answer) break;
    sentBytes += piece.length;
    if (!outgoing.write(piece)) await answeredOrDrained();
  }
  // Announced bytes that never come: only an answer ends that.
  if (outgoing.getHeader('content-length') === undefined) outgoing.end();
  const incoming = await answered;
  const problem = (await json(incoming)) as Problem;
  outgoing.destroy();
  agent.destroy();
  return { status: incoming.statusCode ?? 0, problem, sentBytes };
}
