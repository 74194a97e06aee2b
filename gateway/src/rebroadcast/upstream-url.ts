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

/**
 * As it is shown and logged: machine and last part of the path. Name, password, query, and the rest of the path are where
 * stations put their tokens.
 */
export function shownUrl(text: string): string {
  const { protocol, username, password, host, pathname, search } = new URL(text);
  const secret = username !== '' || password !== '' ? `${hidden}@` : '';
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  const folder = pathname === `/${last}` ? '/' : `/${hidden}/`;
  return `${protocol}//${secret}${host}${folder}${withoutParameters(last)}${search === '' ? '' : `?${hidden}`}`;
}

/** RFC 3986 §3.3: `p;token=3`; a SHOUTcast server's `/;` says nothing more. */
function withoutParameters(segment: string): string {
  const at = segment.indexOf(';') + 1;
  return at === 0 || at === segment.length ? segment : `${segment.slice(0, at)}${hidden}`;
}

/** The addresses of one station as they are shown: what looks like one before it is numbered, so that each is its own. */
export function shownUrls(texts: readonly string[]): string[] {
  const times = new Map<string, number>();
  return texts.map((text) => {
    const shown = shownUrl(text);
    const time = (times.get(shown) ?? 0) + 1;
    times.set(shown, time);
    return time === 1 ? shown : shown.replaceAll(hidden, `${hidden}${time}`);
  });
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
  const shown = shownUrls(kept);
  return texts.map((text) => {
    const before = kept[shown.indexOf(text)];
    if (before !== undefined) return before;
    const url = parseUrl(text);
    if (!url.href.includes(hidden)) return url.href;
    throw new AppError('upstream.retype-url', 422, 'A part of this address is hidden: type the whole of it again.', {
      params: { url: text },
    });
  });
}
