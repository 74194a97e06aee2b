/** Pure: small text pages that name where the sound is (M3U, PLS), as players have read them since Winamp. */

export type Page = { readonly kind: 'hls' } | { readonly kind: 'list'; readonly urls: readonly string[] };

/** Larger than any honest page of addresses. */
export const largestPageBytes = 256 * 1024;

/** A page whose first bytes or content type say so; null: it is something else. `from`: where relative addresses begin. */
export function readPage(text: string, from: URL): Page | null {
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (/^#EXTM3U/.test(body) && /^#EXT-X-/m.test(body)) return { kind: 'hls' };
  if (/^\[playlist\]/i.test(body)) {
    return listOf(
      [...body.matchAll(/^\s*File\d+\s*=\s*(.+?)\s*$/gim)].map(([, url = '']) => url),
      from,
    );
  }
  const lines = body.split(/\r?\n/).map((line) => line.trim());
  const isList = body.startsWith('#EXTM3U') || lines.every((line) => line === '' || /^(#|https?:\/\/)/i.test(line));
  if (!isList) return null;
  return listOf(
    lines.filter((line) => line !== '' && !line.startsWith('#')),
    from,
  );
}

/** Whether the content type or the first bytes are those of such a page. */
export function mayBePage(contentType: string, head: Buffer): boolean {
  if (/mpegurl|x-scpls|pls\+xml/i.test(contentType)) return true;
  const text = head
    .subarray(0, 64)
    .toString('latin1')
    .replace(/^\xEF\xBB\xBF/, '')
    .trimStart();
  return /^(#EXTM3U|\[playlist\]|https?:\/\/)/i.test(text);
}

/** Whether the first bytes, or what they are said to be, are those of a page for people. */
export function isForPeople(contentType: string, head: Buffer): boolean {
  if (/^text\/html|^application\/(xhtml|json)/i.test(contentType)) return true;
  return /^\s*(<!doctype|<html|<\?xml|<head|<body)/i.test(head.subarray(0, 256).toString('latin1'));
}

function listOf(urls: readonly string[], from: URL): Page {
  return { kind: 'list', urls: urls.flatMap((url) => (URL.canParse(url, from.href) ? [new URL(url, from).href] : [])) };
}
