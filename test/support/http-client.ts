import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { Role } from '../../gateway/src/contract/index.ts';

interface Ask {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  readonly as?: Role;
  readonly headers?: Record<string, string | number>;
}

/** Opens a request over a real socket; the caller writes the body. */
export function ask({ port, method = 'GET', path, as, headers = {} }: Ask): ClientRequest {
  const cookie = as ? { cookie: `loa_thon_session=${as}` } : {};
  return request({ host: '127.0.0.1', port, method, path, headers: { ...cookie, ...headers }, agent: false });
}

/** Resolves with the head of the answer. */
export function headOf(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asked.once('response', resolve);
    asked.once('error', reject);
  });
}

/** Resolves with the whole answer. */
export async function answerTo(asked: ClientRequest): Promise<{ status: number; headers: object; body: string }> {
  const head = await headOf(asked);
  return { status: head.statusCode ?? 0, headers: head.headers, body: await text(head) };
}

export interface Listener {
  /** What came so far: the event's name and its data, heartbeats as `:`. */
  readonly events: { name: string; data: unknown }[];
  readonly names: () => string[];
  readonly response: IncomingMessage;
  /** True once the server has ended it. */
  readonly over: () => boolean;
  close(): void;
}

/** A panel that listens to `/api/events`. */
export async function listenTo(port: number, as: Role): Promise<Listener> {
  const asked = ask({ port, path: '/api/events', as });
  asked.end();
  const response = await headOf(asked);
  expect(response.statusCode).toBe(200);
  const events: Listener['events'] = [];
  let rest = '';
  let over = false;
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const frames = (rest + chunk).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) events.push(readFrame(frame));
  });
  response.on('error', () => undefined);
  response.on('close', () => (over = true));
  return {
    events,
    names: () => events.map((event) => event.name),
    response,
    over: () => over,
    close: () => asked.destroy(),
  };
}

function readFrame(frame: string): { name: string; data: unknown } {
  const name = /^event: (.*)$/m.exec(frame)?.[1];
  const data = /^data: (.*)$/m.exec(frame)?.[1];
  return name ? { name, data: data ? (JSON.parse(data) as unknown) : null } : { name: ':', data: null };
}
