import Fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { refuseUndeclaredRoutes, type Route } from '../../../gateway/src/http/route.ts';
import { allRoutes } from '../../../gateway/src/http/routes/index.ts';
import { createFakeServices } from '../../support/fake-services.ts';
import { createTestServer, problemIn } from '../../support/http-server.ts';

const server = createTestServer();
afterAll(() => server.http.stop());

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: object }>>;
}

const noEvents = {} as Parameters<typeof allRoutes>[1];
const routes: Route[] = allRoutes(createFakeServices(), noEvents, () => undefined);

test('every route says who may call it and what it is called, and no two are called the same', () => {
  const names = routes.map((route) => route.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const route of routes) {
    expect(route.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(route.summary).not.toBe('');
    expect(route.access).toBeTruthy();
  }
});

test('a route that does not say who may call it breaks the start', () => {
  const app = Fastify();
  refuseUndeclaredRoutes(app);
  expect(() => app.get('/api/back-door', () => 'open')).toThrow('/api/back-door is not declared');
  expect(() => app.get('/', () => 'the panel')).not.toThrow();
});

test('a route with an id in its address checks the id', () => {
  for (const route of routes) expect(route.params !== null, route.url).toBe(route.url.includes(':'));
});

test('without a sign-in one may only come in, ask how the gateway is, know the secret address of the calendar, listen to a stream, or learn to trust the panel over TLS', () => {
  const open = routes.filter((route) => route.access === 'anyone').map((route) => route.operationId);
  expect(open).toEqual([
    'getHealth',
    'getOpenApi',
    'listenToStream',
    'getCalendarFile',
    'getHttps',
    'getAuthority',
    'getSession',
    'signIn',
    'setUp',
  ]);
});

test('every command but signing out needs a permission', () => {
  const commands = routes.filter((route) => route.method !== 'GET');
  const free = commands.filter(({ access }) => access === 'anyone' || access === 'signed-in');
  expect(free.map((route) => route.operationId)).toEqual(['signIn', 'signOut', 'setUp']);
});

test('the API describes each of its routes, with every answer', async () => {
  const api = (await server.as(null, 'GET', '/api/openapi.json')).json<OpenApi>();
  expect(api.openapi).toBe('3.1.0');
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}');
    const operation = api.paths[path]?.[route.method.toLowerCase()];
    expect(operation?.operationId, path).toBe(route.operationId);
    const answers = Object.keys(operation?.responses ?? {});
    expect(answers, path).toEqual([expect.stringMatching(/^(20[014]|101)$/), '4XX', '5XX']);
  }
});

test.each(routes.filter((route) => route.access !== 'anyone').map((route) => [route.operationId, route] as const))(
  '%s is refused to somebody who has not signed in',
  async (_name, route) => {
    const response = await server.as(null, route.method, route.url.replace(/:\w+/g, 'x'));
    expect(response.statusCode).toBe(401);
    expect(problemIn(response).code).toBe('identity.sign-in-needed');
  },
);
