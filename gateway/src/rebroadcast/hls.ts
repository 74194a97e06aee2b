import { AppError } from '../core/errors.ts';

/** Pure: HLS playlists (RFC 8216), as much of them as a radio needs. */

export interface HlsSegment {
  readonly url: string;
  readonly sequence: number;
  readonly durationMs: number;
  /** EXT-X-MAP: what has to come before it (fMP4); null: nothing. */
  readonly map: string | null;
}

export interface HlsMedia {
  readonly targetMs: number;
  /** EXT-X-ENDLIST: nothing more will come. */
  readonly ended: boolean;
  readonly segments: readonly HlsSegment[];
}

/** RFC 8216 §6.3.3: not nearer to the end of what is live than this many target durations. */
const fromEnd = 3;
/** More than ten minutes of the shortest segments. */
const mostSegments = 5_000;

/** A playlist of playlists (§4.3.4): the one that costs the least, without pictures where there is one. Null: it is none. */
export function chooseVariant(text: string, from: URL): string | null {
  const lines = linesOf(text);
  const audio = lines.flatMap((line) => {
    const attributes = attributesOf(line, '#EXT-X-MEDIA:');
    return attributes?.TYPE === 'AUDIO' && attributes.URI !== undefined ? [attributes.URI] : [];
  });
  const variants = lines.flatMap((line, index) => {
    const attributes = attributesOf(line, '#EXT-X-STREAM-INF:');
    const uri = lines.slice(index + 1).find((next) => !next.startsWith('#'));
    if (!attributes || uri === undefined) return [];
    const pictures = attributes.RESOLUTION !== undefined || /avc|hvc|hev|vp\d|av01/i.test(attributes.CODECS ?? '');
    return [{ uri, pictures, bandwidth: Number(attributes.BANDWIDTH ?? Infinity) }];
  });
  if (variants.length === 0) return null;
  const byCost = [...variants].sort((a, b) => a.bandwidth - b.bandwidth);
  const chosen = byCost.find(({ pictures }) => !pictures)?.uri ?? audio[0] ?? byCost[0]?.uri ?? '';
  return absolute(chosen, from);
}

/** Throws `upstream.encrypted` and `upstream.hls-unsupported` for what a station's own player might play. */
export function readMedia(text: string, from: URL): HlsMedia {
  let targetMs = 6_000;
  let sequence = 0;
  let durationMs = 0;
  let map: string | null = null;
  let ended = false;
  const segments: HlsSegment[] = [];
  for (const line of linesOf(text)) {
    const key = attributesOf(line, '#EXT-X-KEY:');
    if (key && key.METHOD !== 'NONE') throw refusal('encrypted', 'Its sound is encrypted');
    if (line.startsWith('#EXT-X-BYTERANGE')) throw refusal('hls-unsupported', 'It cuts its segments out of one file');
    if (line.startsWith('#EXT-X-TARGETDURATION:')) targetMs = 1_000 * clamp(Number(valueOf(line)), 1, 60);
    else if (line.startsWith('#EXT-X-MEDIA-SEQUENCE:')) sequence = Number.parseInt(valueOf(line), 10) || 0;
    else if (line.startsWith('#EXT-X-ENDLIST')) ended = true;
    else if (line.startsWith('#EXT-X-MAP:')) map = absolute(attributesOf(line, '#EXT-X-MAP:')?.URI ?? '', from);
    else if (line.startsWith('#EXTINF:')) durationMs = 1_000 * (Number.parseFloat(valueOf(line)) || 0);
    else if (!line.startsWith('#')) {
      segments.push({ url: absolute(line, from), sequence: sequence++, durationMs, map });
      if (segments.length > mostSegments) throw refusal('hls-unsupported', 'Its playlist has no end');
    }
  }
  return { targetMs, ended, segments };
}

/**
 * What of a playlist comes next after the segment `last` (null: it is the first look). A station that began to count
 * anew, or that ran away from us, is joined near its end again.
 */
export function comingSegments({ segments, ended }: HlsMedia, last: number | null): readonly HlsSegment[] {
  const newest = segments.at(-1)?.sequence ?? 0;
  const first = segments[0]?.sequence ?? 0;
  const lost = last !== null && (newest < last || first > last + 1);
  if (last === null || lost) return ended ? segments : segments.slice(-fromEnd);
  return segments.filter(({ sequence }) => sequence > last);
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function valueOf(line: string): string {
  return line.slice(line.indexOf(':') + 1);
}

/** §4.2: `NAME=value,NAME="value, with a comma"`. */
function attributesOf(line: string, tag: string): Partial<Record<string, string>> | null {
  if (!line.startsWith(tag)) return null;
  const pairs = [...line.slice(tag.length).matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,]*))/g)];
  return Object.fromEntries(pairs.map(([, name = '', quoted, bare = '']): [string, string] => [name, quoted ?? bare]));
}

function absolute(uri: string, from: URL): string {
  if (!URL.canParse(uri, from.href)) throw refusal('hls-unsupported', 'Its playlist names no address');
  return new URL(uri, from).href;
}

function clamp(value: number, from: number, to: number): number {
  return Number.isFinite(value) ? Math.min(to, Math.max(from, value)) : to;
}

function refusal(code: 'encrypted' | 'hls-unsupported', what: string): AppError {
  return code === 'encrypted'
    ? new AppError('upstream.encrypted', 422, `${what}: ask the station for an open address.`)
    : new AppError('upstream.hls-unsupported', 422, `${what}: ask the station for another address.`);
}
