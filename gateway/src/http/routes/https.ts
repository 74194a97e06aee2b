import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpsState } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';

/** The panel over TLS. Before a phone trusts the authority nobody can have signed in there: looking needs no account. */
export function httpsRoutes({ https }: Services): Route[] {
  return [
    route({
      operationId: 'getHttps',
      summary: 'Does the panel answer over TLS, and what must a phone trust?',
      method: 'GET',
      url: '/api/https',
      access: 'anyone',
      answer: HttpsState,
      handle({ request, reply }) {
        letOwnPagesLook(request, reply);
        return https.state();
      },
    }),
    route({
      operationId: 'getAuthority',
      summary: 'The certificate authority, as phones install it (DER)',
      method: 'GET',
      url: '/loa-thon.crt',
      access: 'anyone',
      answer: Stream,
      contentType: 'application/x-x509-ca-cert',
      // No content-disposition: Safari offers to install what it shows, and only keeps what it downloads.
      handle: async ({ reply }) =>
        reply
          .header('content-type', 'application/x-x509-ca-cert')
          .header('cache-control', 'no-store')
          .send(https.authorityFile()),
    }),
    route({
      operationId: 'renewAuthority',
      summary: 'Another certificate authority; every phone has to be told of it',
      method: 'POST',
      url: '/api/https/renew-authority',
      access: 'equipment',
      answer: HttpsState,
      handle: () => https.renewAuthority(),
    }),
  ];
}

/** The page that a phone opens over plain http asks over TLS whether that works: another origin, though the same host. */
function letOwnPagesLook({ headers: { origin, host } }: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'origin').header('cache-control', 'no-store');
  if (!origin || hostNameOf(origin) !== hostNameOf(`http://${host ?? ''}`)) return;
  reply.header('access-control-allow-origin', origin);
}

function hostNameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}
