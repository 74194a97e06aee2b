import { IdParams, Page, Zone, ZoneChange, ZoneInput } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Zones: amplifier and horns at one place. */
export function zoneRoutes({ zones }: Services): Route[] {
  return [
    route({
      operationId: 'listZones',
      summary: 'Every zone',
      method: 'GET',
      url: '/api/zones',
      access: 'signed-in',
      answer: Page(Zone),
      handle: async () => whole(await zones.list()),
    }),
    route({
      operationId: 'createZone',
      summary: 'Add a zone',
      method: 'POST',
      url: '/api/zones',
      access: 'equipment',
      body: ZoneInput,
      answer: Zone,
      status: 201,
      subject: (zone) => zone.id,
      handle: ({ body }) => zones.create(body),
    }),
    route({
      operationId: 'getZone',
      summary: 'One zone',
      method: 'GET',
      url: '/api/zones/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Zone,
      handle: ({ params }) => zones.get(params.id),
    }),
    route({
      operationId: 'changeZone',
      summary: 'Change some of a zone',
      method: 'PATCH',
      url: '/api/zones/:id',
      access: 'equipment',
      params: IdParams,
      body: ZoneChange,
      answer: Zone,
      handle: ({ params, body }) => zones.change(params.id, body),
    }),
    route({
      operationId: 'removeZone',
      summary: 'Remove a zone',
      method: 'DELETE',
      url: '/api/zones/:id',
      access: 'equipment',
      params: IdParams,
      answer: null,
      handle: ({ params }) => zones.remove(params.id),
    }),
  ];
}
