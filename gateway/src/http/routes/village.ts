import { Village, VillageChange } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** The village as a whole. */
export function villageRoutes({ village }: Services): Route[] {
  return [
    route({
      operationId: 'getVillage',
      summary: 'The line on top of the panel',
      method: 'GET',
      url: '/api/village',
      access: 'signed-in',
      answer: Village,
      handle: () => village.get(),
    }),
    route({
      operationId: 'changeVillage',
      summary: 'Rename the village',
      method: 'PATCH',
      url: '/api/village',
      access: 'village',
      body: VillageChange,
      answer: Village,
      handle: ({ body }) => village.change(body),
    }),
    route({
      operationId: 'confirmClock',
      summary: 'A person says that the clock is right',
      method: 'POST',
      url: '/api/village/confirm-clock',
      access: 'equipment',
      answer: Village,
      handle: () => village.confirmClock(),
    }),
  ];
}
