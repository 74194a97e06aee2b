import type { FastifyInstance } from 'fastify';
import { AppError } from '../core/errors.ts';
import type { Route } from './route.ts';

/** What no route and no file answers: an address of the panel gives its page, anything else a problem that says why. */
export function answerUnknownAddresses(app: FastifyInstance, routes: readonly Route[]): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (request.method === 'GET' && isPanelAddress(path)) return reply.sendFile('index.html');
    const methods = routes.filter((route) => matches(route.url, path)).map((route) => route.method);
    // A route that knows the address, but whose file is gone from the disk, lands here too.
    if (methods.length === 0 || methods.includes(request.method as Route['method'])) {
      throw new AppError('http.not-found', 404, `There is nothing at ${path}.`, { params: { path } });
    }
    const taken = methods.join(', ');
    reply.header('allow', taken);
    throw new AppError('http.method-not-allowed', 405, `${path} takes ${taken} only.`, { params: { path } });
  });
}

/** `/lich/ngay-mai` is an address of the panel, `/assets/gone.js` is a file that is not there. */
function isPanelAddress(path: string): boolean {
  return !path.startsWith('/api/') && path !== '/api' && !path.slice(path.lastIndexOf('/')).includes('.');
}

function matches(url: string, path: string): boolean {
  return new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path);
}
