import type { PageOf } from '#contract';
import { ApiProblem, readProblem } from './problem.ts';

/** A picture of a camera; `takenAt` epoch ms, `ageMs` when all of it had come. */
export interface Still {
  readonly picture: Blob;
  readonly takenAt: number;
  readonly ageMs: number;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

const answerWithinMs = 30_000;

/** A file goes as it is, all else as JSON. */
function asSent(body: unknown): RequestInit {
  if (body === undefined || body instanceof Blob) return body === undefined ? {} : { body };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** How the gateway is asked, and what most resources are asked alike. */
export function createLine(request: typeof fetch, onSignedOut: () => void) {
  async function answerTo(method: Method, path: string, body?: unknown, withinMs = answerWithinMs): Promise<Response> {
    const response = await request(`/api/${path}`, {
      method,
      signal: AbortSignal.timeout(withinMs),
      ...asSent(body),
    }).catch((cause: unknown) => {
      const late = cause instanceof Error && cause.name === 'TimeoutError';
      const code = late ? 'panel.timeout' : 'panel.unreachable';
      throw new ApiProblem({ code, status: 0, detail: 'The gateway did not answer.' });
    });
    if (response.ok) return response;
    if (response.status === 401) onSignedOut();
    throw readProblem(response.status, await response.text());
  }

  async function ask(method: Method, path: string, body?: unknown, withinMs?: number): Promise<string> {
    return (await answerTo(method, path, body, withinMs)).text();
  }

  /** A picture and how old it is, both by the gateway's clock: this machine's may be hours off. */
  async function askStill(path: string): Promise<Still> {
    const response = await answerTo('GET', path);
    const answeredAt = performance.now();
    const takenAt = Date.parse(response.headers.get('x-taken-at') ?? '');
    const sentAgeMs = Date.parse(response.headers.get('date') ?? '') - takenAt;
    if (Number.isNaN(sentAgeMs)) throw readProblem(response.status, 'a picture of no known age');
    const picture = await response.blob();
    // On a thin line it grows old on its way.
    return { picture, takenAt, ageMs: Math.max(0, sentAgeMs) + performance.now() - answeredAt };
  }

  async function send<T>(method: Method, path: string, body?: unknown, withinMs?: number): Promise<T> {
    const text = await ask(method, path, body, withinMs);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;
  const create =
    <Input, Output>(path: string) =>
    (input: Input) =>
      send<Output>('POST', path, input);
  const change =
    <Input, Output>(method: 'PATCH' | 'PUT', path: string) =>
    (id: string, input: Input) =>
      send<Output>(method, at(path, id), input);
  const command =
    <Output>(path: string, name: string) =>
    (id: string) =>
      send<Output>('POST', `${at(path, id)}/${name}`);
  const remove = (path: string) => (id: string) => send<void>('DELETE', at(path, id));
  const page =
    <Item>(path: string) =>
    (cursor?: string) =>
      send<PageOf<Item>>('GET', cursor === undefined ? path : `${path}?cursor=${encodeURIComponent(cursor)}`);
  const items = <Item>(path: string) => send<PageOf<Item>>('GET', path).then((page) => page.items);

  return { answerTo, ask, askStill, at, change, command, create, items, page, remove, send };
}

export type Line = ReturnType<typeof createLine>;
