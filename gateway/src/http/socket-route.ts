import type { WebSocket } from '@fastify/websocket';
import type { RouteOptions } from 'fastify';
import { Type, type Static, type TSchema } from 'typebox';
import { AppError } from '../core/errors.ts';
import type { Permission } from '../contract/index.ts';
import type { Actor } from './ports.ts';
import { tagOf, type Route } from './route.ts';
import type { WatchSocket } from './socket-watch.ts';

interface Caller<P extends TSchema> {
  readonly params: Static<P>;
  readonly actor: Actor;
}

interface Declaration<P extends TSchema> extends Pick<Route, 'operationId' | 'summary' | 'url'> {
  readonly access: Permission;
  readonly params: P;
  /** Refuses by throwing, while a refusal can still be an answer like any other. */
  readonly admit: (caller: Caller<P>) => void;
  readonly open: (caller: Caller<P>, socket: WebSocket) => void;
  readonly watch: WatchSocket;
}

/**
 * A route that becomes a WebSocket (RFC 6455). Who asks, from which page and with which right is checked before, as for
 * any other, and a refusal is in the audit log; what comes of an open one is noted by whoever opened it.
 */
export function socketRoute<P extends TSchema>(declared: Declaration<P>): Route {
  const { operationId, summary, url, access, params, admit, open, watch } = declared;
  const route: Route = {
    operationId,
    summary,
    method: 'GET',
    url,
    access,
    params,
    query: null,
    body: null,
    answer: null,
    rawBody: false,
    socket: true,
    audited: true,
    register(app) {
      const callerOf = (request: { params: unknown; actor: Actor | null }): Caller<P> => ({
        params: request.params as Static<P>,
        // The access check has refused everybody who is not signed in.
        actor: request.actor as Actor,
      });
      const options: RouteOptions = {
        method: 'GET',
        url,
        config: { route },
        schema: {
          operationId,
          summary,
          tags: [tagOf(url)],
          description: `Access: ${access}. A WebSocket.`,
          params,
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 101: { type: 'null', description: 'Open' } },
        },
        preHandler: async (request) => admit(callerOf(request)),
        handler: async () => {
          throw new AppError('http.socket-only', 426, 'This address is a WebSocket: ask for an upgrade.');
        },
        wsHandler: (socket, request) => {
          if (request.token !== null) watch(socket, { token: request.token, access });
          open(callerOf(request), socket);
        },
      };
      app.route(options);
    },
  };
  return route;
}
