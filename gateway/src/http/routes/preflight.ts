import { LastPreflight, Preflight } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** What would keep the next 24 hours from being heard. */
export function preflightRoutes({ preflight }: Services): Route[] {
  return [
    route({
      operationId: 'getPreflight',
      summary: 'The last look at the next 24 hours, if there was one',
      method: 'GET',
      url: '/api/preflight',
      access: 'signed-in',
      answer: LastPreflight,
      handle: async () => ({ preflight: await preflight.last() }),
    }),
    route({
      operationId: 'runPreflight',
      summary: 'Look now; answers when every sound was decoded',
      method: 'POST',
      url: '/api/preflight',
      access: 'preflight',
      answer: Preflight,
      handle: () => preflight.run(),
    }),
  ];
}
