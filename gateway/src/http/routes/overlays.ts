import { IdParams, Overlay, OverlayInput, Page } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Overlays: a funeral, exams, Tết, work on the lines; each with an end. */
export function overlayRoutes({ overlays }: Services): Route[] {
  return [
    route({
      operationId: 'listOverlays',
      summary: 'Every overlay that is not over',
      method: 'GET',
      url: '/api/overlays',
      access: 'signed-in',
      answer: Page(Overlay),
      handle: async () => whole(await overlays.list()),
    }),
    route({
      operationId: 'createOverlay',
      summary: 'Add an overlay',
      method: 'POST',
      url: '/api/overlays',
      access: 'schedule',
      body: OverlayInput,
      answer: Overlay,
      status: 201,
      subject: (overlay) => overlay.id,
      handle: ({ body, actor }) => overlays.create(body, actor),
    }),
    route({
      operationId: 'changeOverlay',
      summary: 'Replace an overlay',
      method: 'PUT',
      url: '/api/overlays/:id',
      access: 'schedule',
      params: IdParams,
      body: OverlayInput,
      answer: Overlay,
      handle: ({ params, body, actor }) => overlays.change(params.id, body, actor),
    }),
    route({
      operationId: 'removeOverlay',
      summary: 'Remove an overlay: what it silenced airs again',
      method: 'DELETE',
      url: '/api/overlays/:id',
      access: 'schedule',
      params: IdParams,
      answer: null,
      handle: ({ params }) => overlays.remove(params.id),
    }),
  ];
}
