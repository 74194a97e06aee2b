import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../core/errors.ts';
import type { Actor, Services } from './ports.ts';
import type { Route } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in. */
    actor: Actor | null;
    /** The session's token, when somebody is signed in. */
    token: string | null;
    /** For the audit log: what was acted on, and the code if it was refused. */
    subject: string | null;
    refusal: string | null;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}

export const sessionCookie = 'loa_thon_session';
/**
 * Cookies know no ports, and a browser lets nothing that comes over plain http replace a secure cookie: with one name for
 * both, whoever had signed in over TLS could not sign in without it any more.
 */
const secureSessionCookie = `__Host-${sessionCookie}`;
const thirtyDaysSeconds = 30 * 24 * 3600;

/** Puts the session's token into the cookie, or renews it for another 30 days. */
export function keepSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = request.protocol === 'https';
  reply.setCookie(secure ? secureSessionCookie : sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: thirtyDaysSeconds,
  });
}

/** Whoever goes out over TLS is out: the cookie of the plain panel is seen there too, and would let them in again. */
export function forgetSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, { path: '/' });
  if (request.protocol === 'https') reply.clearCookie(secureSessionCookie, { path: '/', secure: true });
}

/** What the browser shows, the better proof first. */
function tokensOf({ protocol, cookies }: FastifyRequest): string[] {
  const shown =
    protocol === 'https' ? [cookies[secureSessionCookie], cookies[sessionCookie]] : [cookies[sessionCookie]];
  return shown.filter((token) => token !== undefined);
}

/** Before anything of a body is read: who asks, from where, and may they? */
export function checkAccess(app: FastifyInstance, identity: Services['identity']): void {
  app.decorateRequest('actor', null);
  app.decorateRequest('token', null);
  app.decorateRequest('subject', null);
  app.decorateRequest('refusal', null);

  app.addHook('onRequest', async (request) => {
    const { route } = request.routeOptions.config;
    if (!route) return;
    for (const token of tokensOf(request)) {
      request.actor = await identity.whoIs(token);
      request.token = request.actor ? token : null;
      if (request.actor) break;
    }
    // A browser lets a page of any site open a socket, with the cookie.
    if (route.method !== 'GET' || route.socket) refuseOtherOrigins(request);
    if (route.access === 'anyone') return;
    if (!request.actor) throw new AppError('identity.sign-in-needed', 401, 'Sign in first.');
    if (route.access === 'signed-in') return;
    if (!identity.permissionsOf(request.actor.roles).includes(route.access)) {
      throw new AppError('identity.not-allowed', 403, `Your roles do not allow this (it needs '${route.access}').`, {
        params: { permission: route.access },
      });
    }
  });
}

/** SameSite=Strict keeps the cookie at home; this refuses a page of another site even in a browser that doesn't. */
function refuseOtherOrigins({ headers: { origin, host } }: FastifyRequest): void {
  if (origin === undefined) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new AppError('http.cross-origin', 403, 'A page of another site may not command the gateway.');
}
