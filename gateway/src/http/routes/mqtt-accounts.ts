import { Type } from 'typebox';
import { IdParams, MqttAccount, MqttAccountInput, MqttCredentials, Page } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Accounts of MQTT clients that only look on. */
export function mqttAccountRoutes({ mqttAccounts }: Services): Route[] {
  return [
    route({
      operationId: 'listMqttAccounts',
      summary: 'Every MQTT account',
      method: 'GET',
      url: '/api/mqtt-accounts',
      access: 'signed-in',
      answer: Page(MqttAccount),
      handle: async () => whole(await mqttAccounts.list()),
    }),
    route({
      operationId: 'createMqttAccount',
      summary: 'Add an observer; the only time its password is shown',
      method: 'POST',
      url: '/api/mqtt-accounts',
      access: 'equipment',
      body: MqttAccountInput,
      answer: Type.Object({ account: MqttAccount, credentials: MqttCredentials }),
      status: 201,
      subject: ({ account }) => account.id,
      handle: ({ body }) => mqttAccounts.create(body),
    }),
    route({
      operationId: 'removeMqttAccount',
      summary: 'Remove an observer',
      method: 'DELETE',
      url: '/api/mqtt-accounts/:id',
      access: 'equipment',
      params: IdParams,
      answer: null,
      handle: ({ params }) => mqttAccounts.remove(params.id),
    }),
  ];
}
