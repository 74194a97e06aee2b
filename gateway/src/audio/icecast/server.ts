import type { Reason, Sink } from '../../contract/index.ts';

/** Where a source signs in, and as whom. */
export type IcecastServer = Omit<Extract<Sink, { kind: 'icecast' }>, 'kind'> & { readonly password: string };

/** How a source shows itself (Basic, RFC 7617). */
export function authorization({ username, password }: IcecastServer): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/**
 * What asks a server of the Icecast 2.4 family to take a stream: `PUT` with `Expect`, so that it answers before there is
 * sound. Nothing a person typed can begin another line.
 */
export function sourceHead(server: IcecastServer, name: string): string {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return [
    `PUT ${server.mount} HTTP/1.1`,
    `Host: ${host}:${server.port}`,
    `Authorization: ${authorization(server)}`,
    'User-Agent: loa-thon',
    'Content-Type: audio/mpeg',
    'Ice-Public: 0',
    `Ice-Name: ${name.replaceAll(/\p{Cc}+/gu, ' ')}`,
    'Ice-Audio-Info: ice-samplerate=48000;ice-bitrate=64;ice-channels=1',
    'Expect: 100-continue',
    '\r\n',
  ].join('\r\n');
}

/** A server's first answer: null while it is not whole, `taken`, or why not. */
export function readAnswer(text: string, { mount }: IcecastServer): 'taken' | Reason | null {
  if (!text.includes('\r\n\r\n')) return null;
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? NaN);
  if (status === 100 || status === 200) return 'taken';
  if (status === 401) return { code: 'icecast.password', params: {} };
  if (status === 404) return { code: 'icecast.no-mount', params: { mount } };
  const words = text.slice(text.indexOf('\r\n\r\n')).trim().slice(0, 100);
  if (status === 403 && /in use/i.test(words)) return { code: 'icecast.mount-in-use', params: { mount } };
  if (status === 403 && /too many/i.test(words)) return { code: 'icecast.full', params: {} };
  return { code: 'icecast.refused', params: { answer: Number.isNaN(status) ? '?' : `${status} ${words}`.trim() } };
}
