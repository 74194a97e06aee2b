import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * The panel is served over plain http on the village's LAN, so nothing here may ask for https. Only our own origin:
 * no script, font or picture from elsewhere. Inline style attributes are how Svelte sets widths and positions.
 */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
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
