import { DailyStillParams, DailyStills, IdParams, InstalledChoice } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';

/** One picture a day, beside how a camera was put up. */
export function dailyStillRoutes({ dailyStills }: Services): Route[] {
  return [
    route({
      operationId: 'listDailyStills',
      summary: 'The days of which there is a picture, and what they are compared with',
      method: 'GET',
      url: '/api/cameras/:id/daily-stills',
      access: 'watch',
      params: IdParams,
      answer: DailyStills,
      handle: ({ params }) => dailyStills.list(params.id),
    }),
    route({
      operationId: 'getDailyStill',
      summary: 'The picture of a day, or `installed`: how it was put up',
      method: 'GET',
      url: '/api/cameras/:id/daily-stills/:name',
      access: 'watch',
      params: DailyStillParams,
      answer: Stream,
      contentType: 'image/jpeg',
      handle: async ({ params, reply }) => {
        reply.header('content-type', 'image/jpeg').header('cache-control', 'private, no-cache');
        return reply.send(await dailyStills.open(params.id, params.name));
      },
    }),
    route({
      operationId: 'chooseInstalledStill',
      summary: 'Compare with the picture of that day from now on: it was turned on purpose',
      method: 'PUT',
      url: '/api/cameras/:id/daily-stills/installed',
      access: 'equipment',
      params: IdParams,
      body: InstalledChoice,
      answer: DailyStills,
      handle: async ({ params, body }) => {
        await dailyStills.install(params.id, body.date);
        return dailyStills.list(params.id);
      },
    }),
  ];
}
