import { Type } from 'typebox';
import { CameraMonths, ReportParams } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** How well cameras worked. */
export function cameraMonthRoutes({ cameraMonths }: Services): Route[] {
  return [
    route({
      operationId: 'getCameraMonth',
      summary: 'How well each camera worked in a month, and when it did not',
      method: 'GET',
      url: '/api/camera-months/:month',
      access: 'signed-in',
      params: ReportParams,
      answer: CameraMonths,
      handle: ({ params }) => cameraMonths.month(params.month),
    }),
    route({
      operationId: 'getCameraMonthCsv',
      summary: 'The same for a spreadsheet: a line for each camera and day',
      method: 'GET',
      url: '/api/camera-months/:month/csv',
      access: 'signed-in',
      params: ReportParams,
      answer: Type.String(),
      contentType: 'text/csv',
      handle: async ({ params, reply }) =>
        reply
          .header('content-disposition', `attachment; filename="loa-thon-cameras-${params.month}.csv"`)
          .type('text/csv; charset=utf-8')
          .send(await cameraMonths.csv(params.month)),
    }),
  ];
}
