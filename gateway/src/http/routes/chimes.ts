import { ChimeDefaults, ChimeState } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Chimes: what announces a broadcast in this village unless somebody chooses otherwise. */
export function chimeRoutes({ chimes }: Services): Route[] {
  return [
    route({
      operationId: 'getChimes',
      summary: 'The usual chimes by kind, and those that come with the gateway',
      method: 'GET',
      url: '/api/chimes',
      access: 'signed-in',
      answer: ChimeState,
      handle: () => chimes.state(),
    }),
    route({
      operationId: 'changeChimes',
      summary: 'Settle which chimes are usual',
      method: 'PUT',
      url: '/api/chimes',
      access: 'approve',
      body: ChimeDefaults,
      answer: ChimeState,
      handle: ({ body }) => chimes.change(body),
    }),
  ];
}
