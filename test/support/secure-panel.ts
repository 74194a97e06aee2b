import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Role } from '../../gateway/src/contract/index.ts';
import { createHttps, type HttpsSource } from '../../gateway/src/https/https-service.ts';
import { createFakeClock } from './fake-clock.ts';
import { createTestServer } from './http-server.ts';
import { quietLog } from './quiet-log.ts';
import { tempFolder } from './temp-folder.ts';

export interface SecureAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** The real server and the real certificates in front of fake services, with a clock and an address that can be changed. */
export async function securePanel(
  options: { source?: HttpsSource; stateFolder?: string; startedAt?: number; securePort?: number } = {},
) {
  const stateFolder = options.stateFolder ?? (await tempFolder());
  const clock = createFakeClock(options.startedAt ?? Date.now());
  const where = { hostName: 'loa', addresses: ['192.168.1.5'] };
  const stopping = new AbortController();
  const https = createHttps({
    source: options.source ?? { kind: 'village' },
    stateFolder,
    villageId: 'ngot',
    whereabouts: () => where,
    address: () => where.addresses[0] ?? '127.0.0.1',
    httpPort: () => server.http.port(),
    door: { present: (pair) => server.http.secure.present(pair) },
    clock,
    log: quietLog,
  });
  const server = createTestServer({
    clock,
    replaced: { https: https.commands },
    ...(options.securePort && { securePort: options.securePort }),
  });
  const { port: plainPort } = await server.http.start();
  await https.start();
  const running = https.run(stopping.signal);
  const stop = async () => {
    stopping.abort(new Error('stopping'));
    await server.http.stop();
    await running;
  };
  onTestFinished(stop);

  /** What a phone holds that has installed the authority, and trusts nothing else. */
  const trusted = () => new X509Certificate(https.commands.authorityFile()).toString();
  const port = () => https.commands.state().port ?? 0;

  function ask(
    path: string,
    how: Omit<RequestOptions, 'headers'> & { as?: Role; trusting?: string; headers?: Record<string, string> } = {},
  ): Promise<SecureAnswer> {
    const { as, trusting = trusted(), headers, ...rest } = how;
    const cookie = as ? { cookie: `__Host-loa_thon_session=${as}` } : {};
    return new Promise((resolve, reject) => {
      request(
        {
          host: '127.0.0.1',
          port: port(),
          path,
          ca: trusting,
          agent: false,
          headers: { ...cookie, ...headers },
          ...rest,
        },
        (response) => {
          void text(response).then(
            (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
            reject,
          );
        },
      )
        .once('error', reject)
        .end();
    });
  }

  /** The certificate that is before the door now. */
  function shown(): Promise<X509Certificate> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: port(), rejectUnauthorized: false }, () => {
        const certificate = new X509Certificate(socket.getPeerCertificate().raw);
        socket.destroy();
        resolve(certificate);
      }).once('error', reject);
    });
  }

  return {
    ...server,
    https,
    clock,
    stateFolder,
    plainPort,
    port,
    trusted,
    ask,
    shown,
    stop,
    /** The router gives the computer another address. */
    moveTo: (...addresses: string[]) => void (where.addresses = addresses),
    /** Lets the next look happen, and what it starts. */
    async look() {
      await clock.advance(60_000);
      await https.start();
    },
    file: (name: string) => readFile(join(stateFolder, 'https', name), 'utf8'),
  };
}
