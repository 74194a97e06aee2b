import { Type } from 'typebox';
import { Report, ReportParams } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** The monthly sheet. */
export function reportRoutes({ reports }: Services): Route[] {
  return [
    route({
      operationId: 'getReport',
      summary: 'What was aired in a month and what was not',
      method: 'GET',
      url: '/api/reports/:month',
      access: 'signed-in',
      params: ReportParams,
      answer: Report,
      handle: ({ params }) => reports.month(params.month),
    }),
    route({
      operationId: 'getReportCsv',
      summary: 'The same for a spreadsheet: a line for each slot and zone',
      method: 'GET',
      url: '/api/reports/:month/csv',
      access: 'signed-in',
      params: ReportParams,
      answer: Type.String(),
      contentType: 'text/csv',
      handle: async ({ params, reply }) =>
        reply
          .header('content-disposition', `attachment; filename="loa-thon-${params.month}.csv"`)
          .type('text/csv; charset=utf-8')
          .send(await reports.csv(params.month)),
    }),
  ];
}
