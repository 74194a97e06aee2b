import { AcknowledgeInput, Alert, IdParams, Page, PageQuery } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** What cameras called somebody for, and who knows of it. */
export function alertRoutes({ alerts }: Services): Route[] {
  return [
    route({
      operationId: 'listAlerts',
      summary: 'Alerts that are open',
      method: 'GET',
      url: '/api/alerts',
      access: 'signed-in',
      answer: Page(Alert),
      handle: () => whole(alerts.open()),
    }),
    route({
      operationId: 'listPastAlerts',
      summary: 'Alerts that are over, newest first',
      method: 'GET',
      url: '/api/alerts/history',
      access: 'signed-in',
      query: PageQuery,
      answer: Page(Alert),
      handle: ({ query }) => alerts.history(query),
    }),
    route({
      operationId: 'acknowledgeAlert',
      summary: 'Say that you know of an alert, with a note for the others',
      method: 'PUT',
      url: '/api/alerts/:id/acknowledgement',
      access: 'watch',
      params: IdParams,
      body: AcknowledgeInput,
      answer: Alert,
      handle: ({ params, body, actor }) => alerts.acknowledge(params.id, body, actor),
    }),
    route({
      operationId: 'unacknowledgeAlert',
      summary: 'Take that back',
      method: 'DELETE',
      url: '/api/alerts/:id/acknowledgement',
      access: 'watch',
      params: IdParams,
      answer: Alert,
      handle: ({ params }) => alerts.unacknowledge(params.id),
    }),
  ];
}
