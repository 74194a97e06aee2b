import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sep } from 'node:path';

/** Serves the built panel. Files below `assets/` carry a hash in their name and never change; the page itself does. */
export function servePanel(app: FastifyInstance, folder: string): void {
  app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    cacheControl: false,
    setHeaders(response, path) {
      const neverChanges = path.startsWith(`${folder}${sep}assets${sep}`);
      response.setHeader('cache-control', neverChanges ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
