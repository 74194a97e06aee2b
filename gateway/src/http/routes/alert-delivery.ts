import { WallSound, WebhookInput, WebhookSecret, WebhookState, WebhookTry } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Who else is told of alerts. */
export function alertDeliveryRoutes({ alertDelivery }: Services): Route[] {
  return [
    route({
      operationId: 'getAlertWebhook',
      summary: 'Where alerts are posted to, and how that goes',
      method: 'GET',
      url: '/api/alert-delivery/webhook',
      access: 'equipment',
      answer: WebhookState,
      handle: () => alertDelivery.webhook.state(),
    }),
    route({
      operationId: 'changeAlertWebhook',
      summary: 'Post alerts to an address, or not; a new address gets a new secret, told once',
      method: 'PUT',
      url: '/api/alert-delivery/webhook',
      access: 'equipment',
      body: WebhookInput,
      answer: WebhookSecret,
      handle: ({ body }) => alertDelivery.webhook.change(body),
    }),
    route({
      operationId: 'renewAlertWebhookSecret',
      summary: 'A new secret to sign with; the old one is worth nothing at once',
      method: 'POST',
      url: '/api/alert-delivery/webhook/secret',
      access: 'equipment',
      answer: WebhookSecret,
      handle: () => alertDelivery.webhook.renewSecret(),
    }),
    route({
      operationId: 'testAlertWebhook',
      summary: 'Post a test now and say what came of it',
      method: 'POST',
      url: '/api/alert-delivery/webhook/test',
      access: 'equipment',
      answer: WebhookTry,
      handle: () => alertDelivery.webhook.test(),
    }),
    route({
      operationId: 'getWallSound',
      summary: 'Whether the wall plays a tone for a new alert',
      method: 'GET',
      url: '/api/alert-delivery/wall-sound',
      access: 'signed-in',
      answer: WallSound,
      handle: () => alertDelivery.wallSound.get(),
    }),
    route({
      operationId: 'changeWallSound',
      summary: 'Let the wall be heard, or not, or not at night',
      method: 'PUT',
      url: '/api/alert-delivery/wall-sound',
      access: 'watch',
      body: WallSound,
      answer: WallSound,
      handle: ({ body }) => alertDelivery.wallSound.change(body),
    }),
  ];
}
