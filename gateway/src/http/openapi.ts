import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../contract/index.ts';
import { sessionCookie } from './access.ts';

const problem = { content: { 'application/problem+json': { schema: Problem } } };
/** Every route may refuse or fail, in one shape. Said here only: 120 more serializers would double the time to start. */
const problems = { '4xx': { description: 'Refused', ...problem }, '5xx': { description: 'Failed', ...problem } };

const anyFile = { consumes: ['application/octet-stream'], body: { type: 'string', format: 'binary' } };

/** OpenAPI 3.1 of every declared route; `/api/openapi.json` serves it. */
export function describeApi(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Loa Thôn',
        version: '1',
        description:
          'The village loudspeaker gateway. Refusals are RFC 9457 problems with a stable `code`. ' +
          'Changes arrive on `/api/events`: first a `snapshot`, then whole resources.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } } },
      security: [{ session: [] }],
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...schema,
        ...(route.config?.route?.rawBody ? anyFile : {}),
        response: { ...(schema.response as object), ...problems },
      },
    }),
  });
}
