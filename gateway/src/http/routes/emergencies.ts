import { AllClearInput, Broadcast, EmergencyInput, IdParams } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Emergencies and drills; while one sounds it is a broadcast like any other, and is stopped like any other. */
export function emergencyRoutes({ emergencies }: Services): Route[] {
  return [
    route({
      operationId: 'startEmergency',
      summary: 'Siren or prepared message, repeated until it is ended; the same id again acts once',
      method: 'POST',
      url: '/api/emergencies',
      access: 'broadcast',
      body: EmergencyInput,
      answer: Broadcast,
      status: 201,
      subject: (broadcast) => broadcast.id,
      handle: ({ body, actor }) => emergencies.start(body, actor),
    }),
    route({
      operationId: 'giveAllClear',
      summary: 'End an emergency and say so where it sounded; the same id again acts once',
      method: 'POST',
      url: '/api/emergencies/:id/all-clear',
      access: 'broadcast',
      params: IdParams,
      body: AllClearInput,
      answer: Broadcast,
      handle: ({ params, body, actor }) => emergencies.allClear(params.id, body, actor),
    }),
  ];
}
