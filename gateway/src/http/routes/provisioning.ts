import {
  AdoptionInput,
  NewcomerParams,
  PairingAccess,
  Provisioning,
  RelayWithCredentials,
} from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Devices that are no relays yet: let in for a while, listed, added. */
export function provisioningRoutes({ provisioning }: Services): Route[] {
  return [
    route({
      operationId: 'getProvisioning',
      summary: 'Devices that announce themselves, and whom the broker turned away',
      method: 'GET',
      url: '/api/provisioning',
      access: 'signed-in',
      answer: Provisioning,
      handle: () => provisioning.get(),
    }),
    route({
      operationId: 'openPairing',
      summary: 'Let unknown devices in for ten minutes; the only time the password is shown',
      method: 'POST',
      url: '/api/provisioning/pairing',
      access: 'equipment',
      answer: PairingAccess,
      status: 201,
      handle: ({ actor }) => provisioning.open(actor),
    }),
    route({
      operationId: 'extendPairing',
      summary: 'Ten minutes from now',
      method: 'POST',
      url: '/api/provisioning/pairing/extend',
      access: 'equipment',
      answer: Provisioning,
      handle: () => provisioning.extend(),
    }),
    route({
      operationId: 'closePairing',
      summary: 'Let nobody in any more, and put out who is in',
      method: 'DELETE',
      url: '/api/provisioning/pairing',
      access: 'equipment',
      answer: null,
      handle: () => provisioning.close(),
    }),
    route({
      operationId: 'adoptDevice',
      summary: 'Make a device a relay with its own account, and send it that; once more when that failed',
      method: 'POST',
      url: '/api/provisioning/newcomers/:newcomerId/adopt',
      access: 'equipment',
      params: NewcomerParams,
      body: AdoptionInput,
      answer: RelayWithCredentials,
      status: 201,
      subject: ({ relay }) => relay.id,
      handle: ({ params, body }) => provisioning.adopt(params.newcomerId, body),
    }),
  ];
}
