import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type InjectOptions,
  type LightMyRequestResponse,
} from 'fastify';
import type { AddressInfo } from 'node:net';
import type { ChangeEvents } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { checkAccess } from './access.ts';
import { auditCommands } from './audit-commands.ts';
import { describeApi } from './openapi.ts';
import { servePanel } from './panel-files.ts';
import type { Services } from './ports.ts';
import { sendProblem } from './problems.ts';
import { createSecureDoor, type SecureDoor } from './secure-door.ts';
import { refuseUndeclaredRoutes } from './route.ts';
import { allRoutes } from './routes/index.ts';
import { securityHeaders } from './security.ts';
import { createSocketWatch } from './socket-watch.ts';
import { createPanelEvents } from './sse.ts';
import { answerUnknownAddresses } from './unknown-addresses.ts';

export interface HttpServerParts {
  readonly services: Services;
  readonly changes: Changes<ChangeEvents>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where it is served over TLS as well, once there is a certificate to present. 0: any free one. */
  readonly securePort: number;
  /** The built panel. */
  readonly panelFolder: string;
}

export interface HttpServer {
  start(): Promise<{ port: number }>;
  /** Ends every open stream and connection. Safe twice. */
  stop(): Promise<void>;
  /** The port it listens on; the one it was told to before it does. */
  port(): number;
  /** The same over TLS; may be opened once the server is started. */
  readonly secure: Pick<SecureDoor, 'present'>;
  /** How many panels listen to `/api/events` now. */
  panels(): number;
  /** A request without a socket, for tests. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>;
}

const largestJsonBytes = 1_000_000;
/** Of a socket: a frame of sound is half of it. Larger ones close the line before they are read. */
const largestFrameBytes = 4_096;
/** An upload over a weak signal may take long; one that takes an hour is stuck. */
const longestRequestMs = 3_600_000;
/** A panel that loads, a laptop that scripts: far below this. One address alone can't keep the gateway from its work. */
const requestsPerSecond = 200;

/** The API and the panel's files. Building it opens nothing; `start` listens. */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const { services, changes, clock, host, port, panelFolder } = parts;
  const log = parts.log.child({ part: 'http' });
  const loggerInstance: FastifyBaseLogger = log;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestJsonBytes,
    requestTimeout: longestRequestMs,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error),
  });
  const secure = createSecureDoor(app, { host, port: parts.securePort, requestTimeoutMs: longestRequestMs, log });
  const events = createPanelEvents({
    changes,
    snapshot: () => services.village.snapshot(),
    isSignedIn: async (token) => (await services.identity.whoIs(token)) !== null,
    clock,
    log,
  });
  const watchSocket = createSocketWatch({ identity: services.identity, clock, log });
  const routes = allRoutes(services, events, watchSocket);

  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
  answerUnknownAddresses(app, routes);
  refuseUndeclaredRoutes(app);
  app.register(helmet, securityHeaders(secure.port));
  app.register(cookie);
  app.register(rateLimit, {
    max: requestsPerSecond * 10,
    timeWindow: 10_000,
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.ceil(ttl / 1000);
      return new AppError('http.too-many-requests', 429, `Too many requests: try again in ${seconds} s.`, {
        params: { seconds },
      });
    },
  });
  app.register(websocket, {
    options: { maxPayload: largestFrameBytes },
    errorHandler: (error, socket, request) => {
      request.log.info({ err: error, url: request.routeOptions.url }, 'socket broken off');
      socket.terminate();
    },
  });
  describeApi(app);
  servePanel(app, panelFolder);
  app.register(async (api) => {
    checkAccess(api, services.identity);
    auditCommands(api, services.audit);
    for (const route of routes) route.register(api);
  });
  app.addHook('onReady', async () => events.start());
  // Fastify waits for open responses before it closes, and a stream is never done by itself.
  app.addHook('preClose', async () => {
    events.stop();
    services.outputs.endStreams();
    await secure.end();
  });
  const portNow = () => (app.server.address() as AddressInfo | null)?.port ?? port;

  return {
    async start() {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw asStartError(error, host, port);
      }
      return { port: portNow() };
    },
    stop: () => app.close(),
    port: portNow,
    secure,
    panels: () => events.count(),
    inject: (request) => app.inject(request),
  };
}

function asStartError(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new AppError(
        'http.port-in-use',
        500,
        `Another program listens on ${host}:${port}: stop it or choose another port.`,
        { cause: error },
      );
    case 'EACCES':
      return new AppError(
        'http.port-forbidden',
        500,
        `This user may not listen on ${host}:${port}: choose a port above 1023.`,
        { cause: error },
      );
    default:
      return error;
  }
}
