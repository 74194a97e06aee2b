import type { LightMyRequestResponse } from 'fastify';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeEvents, Problem, Role } from '../../gateway/src/contract/index.ts';
import { createChanges, type Changes } from '../../gateway/src/core/changes.ts';
import type { Clock } from '../../gateway/src/core/clock/clock.ts';
import type { Services } from '../../gateway/src/http/ports.ts';
import { createHttpServer, type HttpServer } from '../../gateway/src/http/server.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeServices, type FakeServices } from './fake-services.ts';
import { quietLog } from './quiet-log.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface TestServer {
  readonly http: HttpServer;
  readonly services: FakeServices;
  readonly changes: Changes<ChangeEvents>;
  /** Asks as somebody with that role, or as nobody. */
  as(who: Role | null, method: Method, url: string, body?: object | string): Promise<LightMyRequestResponse>;
}

/** The real server over fake services, spoken to without a socket until it is started. */
export function createTestServer(
  options: {
    replaced?: Partial<Services>;
    clock?: Clock;
    panelFolder?: string;
    port?: number;
    securePort?: number;
  } = {},
): TestServer {
  const services = createFakeServices(options.replaced);
  const changes = createChanges<ChangeEvents>();
  const http = createHttpServer({
    services,
    changes,
    log: quietLog,
    clock: options.clock ?? createFakeClock(),
    host: '127.0.0.1',
    port: options.port ?? 0,
    securePort: options.securePort ?? 0,
    panelFolder: options.panelFolder ?? mkdtempSync(join(tmpdir(), 'loa-thon-panel-')),
  });
  return {
    http,
    services,
    changes,
    as: (who, method, url, body) =>
      http.inject({
        method,
        url,
        ...(body === undefined ? {} : { payload: body }),
        headers: {
          ...(who ? { cookie: `loa_thon_session=${who}` } : {}),
          ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        },
      }),
  };
}

/** A refusal's problem, checked to be one by its content type. */
export function problemIn(response: LightMyRequestResponse): Problem {
  if (!String(response.headers['content-type']).startsWith('application/problem+json')) {
    throw new Error(`not a problem: ${response.statusCode} ${response.payload}`);
  }
  return response.json<Problem>();
}
