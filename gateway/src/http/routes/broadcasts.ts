import { Broadcast, BroadcastInput, IdParams, Page } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Broadcasts: what is on air, or about to be. */
export function broadcastRoutes({ broadcasts }: Services): Route[] {
  return [
    route({
      operationId: 'listBroadcasts',
      summary: 'Broadcasts that are not over',
      method: 'GET',
      url: '/api/broadcasts',
      access: 'signed-in',
      answer: Page(Broadcast),
      handle: async () => whole(await broadcasts.list()),
    }),
    route({
      operationId: 'startBroadcast',
      summary: 'Air it now; the same id again acts once',
      method: 'POST',
      url: '/api/broadcasts',
      access: 'broadcast',
      body: BroadcastInput,
      answer: Broadcast,
      status: 201,
      subject: (broadcast) => broadcast.id,
      handle: ({ body, actor }) => broadcasts.start(body, actor),
    }),
    route({
      operationId: 'stopAllBroadcasts',
      summary: 'Stop everything now',
      method: 'POST',
      url: '/api/broadcasts/stop-all',
      access: 'stop',
      answer: Page(Broadcast),
      handle: async ({ actor }) => whole(await broadcasts.stopAll(actor)),
    }),
    route({
      operationId: 'getBroadcast',
      summary: 'One broadcast',
      method: 'GET',
      url: '/api/broadcasts/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Broadcast,
      handle: ({ params }) => broadcasts.get(params.id),
    }),
    route({
      operationId: 'stopBroadcast',
      summary: 'Stop it now',
      method: 'POST',
      url: '/api/broadcasts/:id/stop',
      access: 'stop',
      params: IdParams,
      answer: Broadcast,
      handle: ({ params, actor }) => broadcasts.stop(params.id, actor),
    }),
  ];
}
