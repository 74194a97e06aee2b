import { AppError } from '../core/errors.ts';

/** Pure: addresses of stations, and what of them nobody is shown. */

/** What stands for a part that is kept to the gateway. */
const hidden = '***';

/** Throws `upstream.bad-url` for anything but an http or https address. */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '') return url;
  throw new AppError('upstream.bad-url', 422, 'A station has an address that begins with http:// or https://.');
}

/** As it is shown and logged: without name, password and query, which is where stations put their tokens. */
export function shownUrl(text: string): string {
  const { protocol, username, password, host, pathname, search } = new URL(text);
  const secret = username !== '' || password !== '' ? `${hidden}@` : '';
  return `${protocol}//${secret}${host}${pathname}${search === '' ? '' : `?${hidden}`}`;
}

/** The station's name in the network: enough to tell two sources apart in a log. */
export function hostOf(text: string): string {
  return new URL(text).host;
}

/**
 * What somebody saved, with the hidden parts as they were: an address that came back as it was shown is the one that was
 * kept. Throws `upstream.retype-url` when it was changed around what is hidden.
 */
export function withSecrets(texts: readonly string[], kept: readonly string[]): string[] {
  return texts.map((text) => {
    const before = kept.find((url) => shownUrl(url) === text);
    if (before !== undefined) return before;
    const url = parseUrl(text);
    if (url.username !== hidden && url.search !== `?${hidden}`) return url.href;
    throw new AppError('upstream.retype-url', 422, 'A part of this address is hidden: type the whole of it again.', {
      params: { url: text },
    });
  });
}
