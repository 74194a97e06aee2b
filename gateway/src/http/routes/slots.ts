import { IdParams, Slot, SlotList, SlotQuery } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Slots: dated instances of programmes. */
export function slotRoutes({ slots }: Services): Route[] {
  return [
    route({
      operationId: 'listSlots',
      summary: 'Slots of some days',
      method: 'GET',
      url: '/api/slots',
      access: 'signed-in',
      query: SlotQuery,
      answer: SlotList,
      handle: async ({ query }) => ({ items: await slots.list(query) }),
    }),
    route({
      operationId: 'getSlot',
      summary: 'One slot',
      method: 'GET',
      url: '/api/slots/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Slot,
      handle: ({ params }) => slots.get(params.id),
    }),
    route({
      operationId: 'skipSlot',
      summary: 'Skip this one',
      method: 'POST',
      url: '/api/slots/:id/skip',
      access: 'schedule',
      params: IdParams,
      answer: Slot,
      handle: ({ params, actor }) => slots.skip(params.id, actor),
    }),
    route({
      operationId: 'restoreSlot',
      summary: 'Take a skip back',
      method: 'POST',
      url: '/api/slots/:id/restore',
      access: 'schedule',
      params: IdParams,
      answer: Slot,
      handle: ({ params, actor }) => slots.restore(params.id, actor),
    }),
  ];
}
