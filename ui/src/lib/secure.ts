import type { HttpsState } from '#contract';

/** Where the panel answers over TLS for somebody who came by `host`; null: nowhere. A name the certificate lacks would frighten. */
export function secureUrl({ port, names, address }: HttpsState, host: string): string | null {
  if (port === null) return null;
  const bare = host.replace(/^\[|\]$/g, '');
  const name = names.includes(bare)
    ? bare
    : names.includes(address)
      ? address
      : names.find((known) => !isOnlyHere(known));
  if (name === undefined) return null;
  return `https://${name.includes(':') ? `[${name}]` : name}:${port}/`;
}

/** Where every phone in the village's network begins; over plain http, which needs no trust. */
export function beginUrl({ httpPort, address }: HttpsState): string {
  return `http://${address}${httpPort === 80 ? '' : `:${httpPort}`}/https`;
}

/** A host as others in the network reach it: what means "this computer" says nothing to a radio. */
export function hostForOthers(host: string, { address }: Pick<HttpsState, 'address'>): string {
  return isOnlyHere(host) ? address : host;
}

/** Where a network radio opens a path of the gateway: plain http, as it trusts no certificate of a village. */
export function originForRadios(state: Pick<HttpsState, 'address' | 'httpPort'>, here: string): string {
  const host = hostForOthers(here.replace(/^\[|\]$/g, ''), state);
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${shown}${state.httpPort === 80 ? '' : `:${state.httpPort}`}`;
}

export type Device = 'android' | 'iphone' | 'computer';

/** What kind of device this is; an iPad says that it is a Mac, but has fingers. */
export function deviceOf(userAgent: string, touchPoints: number): Device {
  if (userAgent.includes('Android')) return 'android';
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'iphone';
  return userAgent.includes('Macintosh') && touchPoints > 1 ? 'iphone' : 'computer';
}

/** Inside Zalo or Facebook nothing can be installed. */
export function isInsideApp(userAgent: string): boolean {
  return /Zalo|FBAN|FBAV|FB_IAB|Instagram/.test(userAgent);
}

/** `AB:CD:EF:01` in groups that an eye can compare. */
export function inGroups(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').replace(/(.{4})(?=.)/g, '$1 ');
}

function isOnlyHere(name: string): boolean {
  return name === 'localhost' || name.startsWith('127.') || name === '::1' || name.startsWith('*.');
}
