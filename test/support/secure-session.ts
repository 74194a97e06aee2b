import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { head } from './api.ts';
import type { VillageOnTheWire } from './village-on-the-wire.ts';

/** A person who signed in at the panel over TLS, in the village's network. */
export interface SecureSession {
  readonly url: string;
  readonly cookie: string;
  /** The village's own certificate authority, as installed from the panel: nothing else is trusted (PEM). */
  readonly trusting: string;
}

/** Signs the head in as a phone at `host` does that has installed the village's authority from the plain panel. */
export async function signInOverTls({ place, gateway }: VillageOnTheWire, host: string): Promise<SecureSession> {
  const file = await (await fetch(`${gateway.url}/loa-thon.crt`)).arrayBuffer();
  const trusting = new X509Certificate(Buffer.from(file)).toString();
  const url = `https://${host}:${place.securePort}`;
  const asked = request(`${url}/api/session`, {
    method: 'POST',
    ca: trusting,
    agent: false,
    headers: { 'content-type': 'application/json', origin: url },
  });
  asked.end(JSON.stringify({ login: head.login, password: head.password }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const words = await text(answer);
  const cookie = answer.headers['set-cookie']?.[0]?.split(';', 1)[0];
  if (!cookie) throw new Error(`not signed in: ${answer.statusCode} ${words}`);
  return { url, cookie, trusting };
}
