import { HomeAssistantInput, HomeAssistantState } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** A Home Assistant that sees the village. */
export function homeAssistantRoutes({ homeAssistant }: Services): Route[] {
  return [
    route({
      operationId: 'getHomeAssistant',
      summary: 'Whether a Home Assistant is told of the village, and how that goes',
      method: 'GET',
      url: '/api/home-assistant',
      access: 'equipment',
      answer: HomeAssistantState,
      handle: () => homeAssistant.state(),
    }),
    route({
      operationId: 'changeHomeAssistant',
      summary: 'Tell a Home Assistant, another, or none; one that is told no more is cleared of us',
      method: 'PUT',
      url: '/api/home-assistant',
      access: 'equipment',
      body: HomeAssistantInput,
      answer: HomeAssistantState,
      handle: ({ body }) => homeAssistant.change(body),
    }),
  ];
}
