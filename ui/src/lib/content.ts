import type { Content, Playlist, Recording, Upstream } from '#contract';

export interface ContentFacts {
  readonly title: string;
  readonly durationMs: number;
}

/** Where contents are found. */
export interface Shelf {
  readonly recording: (id: string) => Recording | undefined;
  readonly playlist: (id: string) => Playlist | undefined;
  readonly upstream: (id: string) => Upstream | undefined;
}

/** What a content is called and how long it is now; null when it is gone. A station's is as long as was chosen. */
export function contentFacts(content: Content, { recording, playlist, upstream }: Shelf): ContentFacts | null {
  if (content.kind === 'rebroadcast') {
    const station = upstream(content.upstreamId);
    return station ? { title: station.name, durationMs: content.minutes * 60_000 } : null;
  }
  const found = content.kind === 'recording' ? recording(content.recordingId) : playlist(content.playlistId);
  return found ? { title: found.title, durationMs: found.durationMs ?? 0 } : null;
}

/** The recordings that whoever listens to a content hears, in order; null: an item that is none. */
export function recordingsIn(
  content: Content,
  playlist: (id: string) => Pick<Playlist, 'items'> | undefined,
): (string | null)[] {
  if (content.kind === 'rebroadcast') return [];
  if (content.kind === 'recording') return [content.recordingId];
  return playlist(content.playlistId)?.items.map(({ recordingId }) => recordingId) ?? [];
}

const longestMinutes = 360;

/** So many minutes as a person types them: whole, 1 to 360; null: no such number. */
export function minutesIn(text: string): number | null {
  const minutes = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 1 && minutes <= longestMinutes ? minutes : null;
}

/** Letters without their marks, so that "ban tin" finds "Bản tin". */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '');
}
