import type { Problem } from '../../gateway/src/contract/index.ts';

/** An answer that was refused, as the panel would see it. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** A signed-in person at the gateway's HTTP API. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: object): Promise<T>;
  patch<T>(path: string, body: object): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
  delete(path: string): Promise<void>;
  upload<T>(path: string, body: Uint8Array): Promise<T>;
  readonly cookie: string;
}

export function createApi(url: string): Api {
  let cookie = '';
  async function ask<T>(method: string, path: string, body?: object | Uint8Array): Promise<T> {
    const raw = body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, ...(body && { 'content-type': raw ? 'application/octet-stream' : 'application/json' }) },
      ...(body && { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const given = response.headers.get('set-cookie');
    if (given) cookie = given.split(';', 1)[0] ?? '';
    const text = await response.text();
    const answer: unknown = text ? JSON.parse(text) : null;
    if (!response.ok) throw new Refused(answer as Problem);
    return answer as T;
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
    upload: (path, body) => ask('POST', path, body),
    get cookie() {
      return cookie;
    },
  };
}

export const head = { login: 'truong-thon', name: 'Ông Tư', password: 'mat-khau-cua-thon' };

/** Makes the first account and comes back signed in. */
export async function setUpVillage(url: string, code: string | null): Promise<Api> {
  const api = createApi(url);
  await api.post('/api/set-up', { ...head, code, villageName: 'Thôn Ngọt' });
  return api;
}
