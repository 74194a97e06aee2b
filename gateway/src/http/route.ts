import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify';
import { Type, type Static, type TSchema } from 'typebox';
import { AppError } from '../core/errors.ts';
import type { Permission } from '../contract/index.ts';
import type { Actor } from './ports.ts';

/** Who may call a route: anybody, whoever is signed in, or those whose roles have the permission. */
export type Access = 'anyone' | 'signed-in' | Permission;

/** A route as data: everything the server, the audit log, OpenAPI and the tests need to know of it. */
export interface Route {
  readonly operationId: string;
  readonly summary: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly access: Access;
  readonly params: TSchema | null;
  readonly query: TSchema | null;
  readonly body: TSchema | null;
  readonly answer: TSchema | null;
  /** Takes a body of any kind, as a stream. */
  readonly rawBody: boolean;
  /** It is a socket: asked for as a page would ask, and then open in both directions. */
  readonly socket: boolean;
  /** False: it only answers a question, though it is asked with a body. */
  readonly audited: boolean;
  readonly register: (app: FastifyInstance) => void;
}

/** What a handler gets: the checked parts of the request, and who asks. */
export interface Call<A extends Access, P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly params: Static<P>;
  readonly query: Static<Q>;
  readonly body: Static<B>;
  readonly actor: A extends 'anyone' ? Actor | null : Actor;
  /** Of the session. */
  readonly token: A extends 'anyone' ? string | null : string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Declaration<
  A extends Access,
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
  R extends TSchema,
> extends Pick<Route, 'operationId' | 'summary' | 'method' | 'url'> {
  readonly access: A;
  readonly params?: P;
  /** Left out: there is none, and one that comes is refused. */
  readonly query?: Q;
  readonly body?: B;
  /** `null`: nothing, as 204. */
  readonly answer: R | null;
  /** Of the answer when all is well. */
  readonly status?: 200 | 201;
  /** When the answer is not JSON: its content type. The handler then gives a stream, or the reply it has sent. */
  readonly contentType?: string;
  /** Body as it comes, not parsed and not limited: the handler reads `request.raw`. */
  readonly rawBody?: true;
  /** Of a JSON body that may be larger than others. */
  readonly largestBodyBytes?: number;
  /** Left out: whatever is not a GET is a command, and in the audit log. */
  readonly audited?: false;
  /** Requests a minute from one address, where guessing pays. */
  readonly perMinute?: number;
  /** The id for the audit log when the address does not name it: that of what was made; of several, with spaces between. */
  readonly subject?: (answer: Static<R>) => string;
  readonly handle: (call: Call<A, P, Q, B>) => Promise<Static<R> | FastifyReply> | Static<R>;
}

const Nothing = Type.Object({}, { additionalProperties: false });
export const tagOf = (url: string) => url.replace(/^\/api/, '').split('/')[1] ?? 'api';

/** Sound, an event stream: whatever is not JSON. */
export const Stream = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

/** The only way to declare a route: what is left out here does not exist in the API. */
export function route<
  A extends Access,
  R extends TSchema,
  P extends TSchema = typeof Nothing,
  Q extends TSchema = typeof Nothing,
  B extends TSchema = typeof Nothing,
>(declared: Declaration<A, P, Q, B, R>): Route {
  const { operationId, summary, method, url, access, perMinute, subject } = declared;
  const { params = null, query = null, body = null, answer, rawBody = false, audited = method !== 'GET' } = declared;

  const handler: RouteHandlerMethod = async (request, reply) => {
    if (!body && !rawBody && !isEmpty(request.body)) {
      throw new AppError('request.invalid', 400, 'This request takes no body.');
    }
    reply.code(answer ? (declared.status ?? 200) : 204);
    const result = await declared.handle({
      params: request.params as Static<P>,
      query: request.query as Static<Q>,
      body: request.body as Static<B>,
      // Where a session is needed, the access check has refused everybody without one.
      actor: request.actor as Call<A, P, Q, B>['actor'],
      token: request.token as Call<A, P, Q, B>['token'],
      request,
      reply,
    });
    if (subject) request.subject = subject(result);
    return answer ? result : reply.send();
  };

  const route: Route = {
    operationId,
    summary,
    method,
    url,
    access,
    params,
    query,
    body,
    answer,
    rawBody,
    socket: false,
    audited,
    register(app) {
      const options: RouteOptions = {
        method,
        url,
        handler,
        ...(declared.largestBodyBytes === undefined ? {} : { bodyLimit: declared.largestBodyBytes }),
        config: { route, ...(perMinute ? { rateLimit: { max: perMinute, timeWindow: 60_000 } } : {}) },
        schema: {
          operationId,
          summary,
          tags: [tagOf(url)],
          ...(access === 'anyone' ? { security: [] } : { description: `Access: ${access}.` }),
          ...(params ? { params } : {}),
          querystring: query ?? Nothing,
          ...(body ? { body } : {}),
          response: successOf(declared.status ?? 200, answer, declared.contentType),
        },
      };
      if (!rawBody) return void app.route(options);
      app.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_request, _body, done) => done(null));
        scope.route(options);
      });
    },
  };
  return route;
}

/** A route below `/api` that says nothing of itself (who may call it, what it takes) breaks the start, not the village. */
export function refuseUndeclaredRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (url.startsWith('/api') && !config?.route) throw new Error(`${url} is not declared with route()`);
  });
}

function successOf(status: number, answer: TSchema | null, contentType?: string): Record<string, unknown> {
  if (!answer) return { 204: { type: 'null', description: 'Done' } };
  return {
    [status]: { description: 'Done', content: { [contentType ?? 'application/json']: { schema: answer } } },
  };
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
}
