import { IdParams, VillageMap } from '../../contract/index.ts';
import { announcedBytes } from '../announced-bytes.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';

/** What lies under the cameras and zones of the map. */
export function villageMapRoutes({ villageMap }: Services): Route[] {
  return [
    route({
      operationId: 'getVillageMap',
      summary: 'What is known of the picture under the map',
      method: 'GET',
      url: '/api/village-map',
      access: 'signed-in',
      answer: VillageMap,
      handle: () => villageMap.get(),
    }),
    route({
      operationId: 'putMapPicture',
      summary: 'Put a picture under the map, in the place of the former: the file itself is the body',
      method: 'POST',
      url: '/api/village-map/pictures',
      access: 'equipment',
      answer: VillageMap,
      status: 201,
      rawBody: true,
      subject: ({ picture }) => picture?.id ?? '',
      handle: ({ request, actor }) => villageMap.put(request.raw, announcedBytes(request), actor.name),
    }),
    route({
      operationId: 'getMapPicture',
      summary: 'The picture under the map',
      method: 'GET',
      url: '/api/village-map/pictures/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Stream,
      contentType: 'image/*',
      handle: ({ params, request, reply }) => {
        const { picture, read } = villageMap.open(params.id);
        // Asked for each time, so that nobody sees it who is signed out; sent once.
        const etag = `"${picture.id}"`;
        reply.header('cache-control', 'private, no-cache').header('etag', etag);
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        return reply
          .header('content-type', `image/${picture.kind}`)
          .header('content-length', picture.bytes)
          .send(read());
      },
    }),
    route({
      operationId: 'removeMapPicture',
      summary: 'Take the picture away; places stay',
      method: 'DELETE',
      url: '/api/village-map/pictures/:id',
      access: 'equipment',
      params: IdParams,
      answer: null,
      handle: ({ params }) => villageMap.remove(params.id),
    }),
  ];
}
