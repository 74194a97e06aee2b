import { StreamParams } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';

/** Streams for players that know neither accounts nor scripts: a radio, an ESP32. Only outputs that were set up as one. */
export function streamRoutes({ outputs }: Services): Route[] {
  return [
    route({
      operationId: 'listenToStream',
      summary: 'What leaves an output of the kind http-stream, as MP3 without end',
      method: 'GET',
      url: '/streams/:file',
      access: 'anyone',
      params: StreamParams,
      answer: Stream,
      contentType: 'audio/mpeg',
      handle: async ({ params, reply }) => {
        const sound = outputs.stream(params.file.replace(/\.mp3$/, ''));
        reply.header('content-type', 'audio/mpeg').header('cache-control', 'no-store');
        return reply.send(sound);
      },
    }),
  ];
}
