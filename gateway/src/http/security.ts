import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { IncomingMessage } from 'node:http';

/**
 * The panel is served over plain http on the village's LAN, over TLS only beside it, so nothing here may ask for https: with
 * HSTS a phone would keep away from the plain panel for good. Only our own origin: no script, font or picture from elsewhere;
 * but a page may ask whether the same host answers over TLS. Inline style attributes are how Svelte sets widths and positions.
 */
export function securityHeaders(securePort: () => number | null): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'", (request) => secureOrigin(request.headers.host, securePort())],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    // Browsers ignore these two over plain http and complain in the console.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  };
}

/** The host header is the visitor's word: only what looks like a host may stand in the policy. */
function secureOrigin(host: IncomingMessage['headers']['host'], port: number | null): string {
  const name = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?$/i.exec(host ?? '')?.[1];
  return name && port !== null ? `https://${name}:${port}` : "'self'";
}
