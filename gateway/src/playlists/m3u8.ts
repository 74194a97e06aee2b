/** Pure: playlists as text. M3U8 is M3U in UTF-8; we read `#EXTINF` and `#PLAYLIST`, and pass over other directives. */

export interface Line {
  /** A path or an address, as written. */
  readonly uri: string;
  /** From `#EXTINF`, if there is one. */
  readonly title: string | null;
}

export interface M3u8 {
  readonly title: string | null;
  readonly lines: readonly Line[];
}

const extinf = /^#EXTINF:\s*-?[\d.]*(?:\s+[\w-]+="[^"]*")*\s*,(.*)$/;
const playlistTitle = /^#PLAYLIST:(.*)$/;

export function parseM3u8(text: string): M3u8 {
  let title: string | null = null;
  let nextTitle: string | null = null;
  const lines: Line[] = [];
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === '') continue;
    if (!line.startsWith('#')) {
      lines.push({ uri: line, title: nextTitle });
      nextTitle = null;
      continue;
    }
    nextTitle = extinf.exec(line)?.[1]?.trim() || nextTitle;
    title ??= playlistTitle.exec(line)?.[1]?.trim() || null;
  }
  return { title, lines };
}

export interface WrittenItem {
  readonly uri: string;
  readonly title: string;
  readonly durationMs: number | null;
}

export function writeM3u8(title: string, items: readonly WrittenItem[]): string {
  const entries = items.flatMap(({ uri, title: itemTitle, durationMs }) => [
    `#EXTINF:${durationMs === null ? -1 : Math.round(durationMs / 1000)},${oneLine(itemTitle)}`,
    uri,
  ]);
  return ['#EXTM3U', `#PLAYLIST:${oneLine(title)}`, ...entries, ''].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
