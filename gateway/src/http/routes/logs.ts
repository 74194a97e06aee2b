import { AirLogEntry, AuditEntry, Page, PageQuery } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** What happened, and who did what. Both only grow. */
export function logRoutes({ airLog, audit }: Services): Route[] {
  return [
    route({
      operationId: 'listAirLog',
      summary: 'What was aired, newest first',
      method: 'GET',
      url: '/api/air-log',
      access: 'signed-in',
      query: PageQuery,
      answer: Page(AirLogEntry),
      handle: ({ query }) => airLog.list(query),
    }),
    route({
      operationId: 'listAuditLog',
      summary: 'Who did what, newest first',
      method: 'GET',
      url: '/api/audit-log',
      access: 'audit',
      query: PageQuery,
      answer: Page(AuditEntry),
      handle: ({ query }) => audit.list(query),
    }),
  ];
}
