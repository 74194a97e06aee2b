import { describe, expect, it } from 'vitest';
import { ApiProblem, createApi, newId, readProblem } from '../../../ui/src/lib/api.ts';

/** A gateway that gives these answers, and remembers what it was asked. */
function fakeGateway(answer: () => Response | Promise<Response>) {
  const asked: { path: string; method: string; body: unknown }[] = [];
  const request = async (path: unknown, init?: RequestInit) => {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    asked.push({ path: String(path), method: init?.method ?? 'GET', body });
    return answer();
  };
  return { asked, request: request as typeof fetch };
}

const refusal = (status: number, code: string) =>
  Response.json({ type: 'about:blank', title: '', status, detail: 'no', code, params: { zone: 'Đình' } }, { status });

describe('asking the gateway', () => {
  it('hands a refusal over with its code and facts', async () => {
    const { request } = fakeGateway(() => refusal(409, 'schedule.conflict'));
    const api = createApi(request, () => undefined);
    const problem = await api.slots.skip('a').catch((thrown: unknown) => thrown);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ code: 'schedule.conflict', status: 409, params: { zone: 'Đình' } });
  });

  it('says that the gateway is out of reach when nothing answers', async () => {
    const { request } = fakeGateway(() => Promise.reject(new TypeError('failed to fetch')));
    const api = createApi(request, () => undefined);
    await expect(api.village.get()).rejects.toMatchObject({ code: 'panel.unreachable', status: 0 });
  });

  it('notices that the session is over', async () => {
    let signedOut = 0;
    const { request } = fakeGateway(() => refusal(401, 'identity.sign-in-needed'));
    const api = createApi(request, () => signedOut++);
    await expect(api.village.get()).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toBe(1);
  });

  it('takes an answer without a body', async () => {
    const { asked, request } = fakeGateway(() => new Response(null, { status: 204 }));
    await createApi(request, () => undefined).programmes.remove('a b');
    expect(asked).toEqual([{ path: '/api/programmes/a%20b', method: 'DELETE', body: null }]);
  });

  it('does not trust a page that is no problem document', () => {
    expect(readProblem(502, '<html>bad gateway</html>')).toMatchObject({ code: 'panel.unexpected', status: 502 });
    expect(readProblem(500, '')).toMatchObject({ code: 'panel.unexpected', status: 500 });
  });

  it('counts the time on the way into the age of a picture', async () => {
    const headers = { 'x-taken-at': '2026-11-26T01:13:00.000Z', date: 'Thu, 26 Nov 2026 01:13:02 GMT' };
    const { request } = fakeGateway(() => {
      const answer = new Response('a picture', { headers });
      const arrives = () => new Promise((resolve) => setTimeout(() => resolve(new Blob(['a picture'])), 60));
      return Object.assign(answer, { blob: arrives });
    });
    const { ageMs } = await createApi(request, () => undefined).cameras.still('c1');
    expect(ageMs).toBeGreaterThan(2_050);
    expect(ageMs).toBeLessThan(4_000);
  });

  it('gives ids that the contract takes, each another', () => {
    const ids = Array.from({ length: 200 }, newId);
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,47}$/);
  });
});
