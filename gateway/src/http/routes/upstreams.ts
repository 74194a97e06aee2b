import {
  IdParams,
  Page,
  Upstream,
  UpstreamInput,
  UpstreamListen,
  UpstreamTest,
  UpstreamTestResult,
} from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';
import { sendSound } from '../sound.ts';

/** Upstreams: stations whose programmes are rebroadcast. Whoever looks after the equipment looks after their addresses. */
export function upstreamRoutes({ upstreams }: Services): Route[] {
  return [
    route({
      operationId: 'listUpstreams',
      summary: 'Every upstream',
      method: 'GET',
      url: '/api/upstreams',
      access: 'signed-in',
      answer: Page(Upstream),
      handle: async () => whole(await upstreams.list()),
    }),
    route({
      operationId: 'createUpstream',
      summary: 'Add an upstream',
      method: 'POST',
      url: '/api/upstreams',
      access: 'equipment',
      body: UpstreamInput,
      answer: Upstream,
      status: 201,
      subject: (upstream) => upstream.id,
      handle: ({ body }) => upstreams.create(body),
    }),
    route({
      operationId: 'getUpstream',
      summary: 'One upstream',
      method: 'GET',
      url: '/api/upstreams/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Upstream,
      handle: ({ params }) => upstreams.get(params.id),
    }),
    route({
      operationId: 'changeUpstream',
      summary: 'Replace an upstream; addresses as they were shown keep what is hidden of them',
      method: 'PUT',
      url: '/api/upstreams/:id',
      access: 'equipment',
      params: IdParams,
      body: UpstreamInput,
      answer: Upstream,
      handle: ({ params, body }) => upstreams.change(params.id, body),
    }),
    route({
      operationId: 'removeUpstream',
      summary: 'Remove an upstream that no programme uses',
      method: 'DELETE',
      url: '/api/upstreams/:id',
      access: 'equipment',
      params: IdParams,
      answer: null,
      handle: ({ params }) => upstreams.remove(params.id),
    }),
    route({
      operationId: 'testUpstream',
      summary: 'Listen to an address for some seconds; answers within 20',
      method: 'POST',
      url: '/api/upstreams/tests',
      access: 'equipment',
      body: UpstreamTest,
      answer: UpstreamTestResult,
      perMinute: 30,
      handle: ({ body }) => upstreams.test(body),
    }),
    route({
      operationId: 'listenToUpstream',
      summary:
        'Listen to one of its addresses for some seconds, as who approves or looks ahead does; answers within 20',
      method: 'POST',
      url: '/api/upstreams/:id/listen',
      access: 'preflight',
      params: IdParams,
      body: UpstreamListen,
      answer: UpstreamTestResult,
      perMinute: 30,
      handle: ({ params, body }) => upstreams.listen(params.id, body),
    }),
    route({
      operationId: 'listenToUpstreamTest',
      summary: 'What has just been heard of an address, as it would be aired',
      method: 'GET',
      url: '/api/upstreams/tests/:id/sound',
      access: 'preflight',
      params: IdParams,
      answer: Stream,
      contentType: 'audio/wav',
      handle: ({ params, request, reply }) => {
        const wav = upstreams.testSound(params.id);
        const read = async function* (from: number, to: number) {
          yield wav.subarray(from, to);
        };
        return sendSound(request, reply, { bytes: wav.length, read });
      },
    }),
  ];
}
