import { Type } from 'typebox';
import { Health } from '../../contract/index.ts';
import { keepSession } from '../access.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';
import type { PanelEvents } from '../sse.ts';

/** The gateway itself: its health, its API's description, its stream of changes. */
export function gatewayRoutes({ village }: Services, events: PanelEvents): Route[] {
  return [
    route({
      operationId: 'getHealth',
      summary: 'Does the gateway work?',
      method: 'GET',
      url: '/api/health',
      access: 'anyone',
      answer: Health,
      handle: () => village.health(),
    }),
    route({
      operationId: 'getOpenApi',
      summary: 'This description',
      method: 'GET',
      url: '/api/openapi.json',
      access: 'anyone',
      answer: Type.Object({}, { additionalProperties: true }),
      handle: ({ request }) => request.server.swagger() as object,
    }),
    route({
      operationId: 'listenToEvents',
      summary: 'Server-sent events: first `snapshot`, then every change',
      method: 'GET',
      url: '/api/events',
      access: 'signed-in',
      answer: Stream,
      contentType: 'text/event-stream',
      async handle({ token, request, reply }) {
        const stream = await events.open(token);
        keepSession(request, reply, token);
        return reply
          .header('content-type', 'text/event-stream')
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          .send(stream);
      },
    }),
  ];
}
