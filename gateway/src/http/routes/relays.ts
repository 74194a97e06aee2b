import {
  IdParams,
  MqttCredentials,
  Page,
  Relay,
  RelayChange,
  RelayInput,
  RelayTestInput,
  RelayTestResult,
  RelayWithCredentials,
} from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Relays: what switches the amplifiers. */
export function relayRoutes({ relays }: Services): Route[] {
  return [
    route({
      operationId: 'listRelays',
      summary: 'Every relay',
      method: 'GET',
      url: '/api/relays',
      access: 'signed-in',
      answer: Page(Relay),
      handle: async () => whole(await relays.list()),
    }),
    route({
      operationId: 'createRelay',
      summary: 'Add a relay; the only time its password is shown',
      method: 'POST',
      url: '/api/relays',
      access: 'equipment',
      body: RelayInput,
      answer: RelayWithCredentials,
      status: 201,
      subject: ({ relay }) => relay.id,
      handle: ({ body }) => relays.create(body),
    }),
    route({
      operationId: 'getRelay',
      summary: 'One relay',
      method: 'GET',
      url: '/api/relays/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Relay,
      handle: ({ params }) => relays.get(params.id),
    }),
    route({
      operationId: 'changeRelay',
      summary: 'Change some of a relay',
      method: 'PATCH',
      url: '/api/relays/:id',
      access: 'equipment',
      params: IdParams,
      body: RelayChange,
      answer: Relay,
      handle: ({ params, body }) => relays.change(params.id, body),
    }),
    route({
      operationId: 'removeRelay',
      summary: 'Remove a relay',
      method: 'DELETE',
      url: '/api/relays/:id',
      access: 'equipment',
      params: IdParams,
      answer: null,
      handle: ({ params }) => relays.remove(params.id),
    }),
    route({
      operationId: 'rotateRelayPassword',
      summary: 'A new password; the old one stops working at once',
      method: 'POST',
      url: '/api/relays/:id/rotate',
      access: 'equipment',
      params: IdParams,
      answer: MqttCredentials,
      handle: ({ params }) => relays.rotate(params.id),
    }),
    route({
      operationId: 'testRelay',
      summary: 'Switch a channel on for two seconds, then off',
      method: 'POST',
      url: '/api/relays/:id/test',
      access: 'equipment',
      params: IdParams,
      body: RelayTestInput,
      answer: RelayTestResult,
      handle: ({ params, body }) => relays.test(params.id, body.channel),
    }),
  ];
}
