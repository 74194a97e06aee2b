import type { Content } from '../contract/index.ts';

/** How a content is kept in two columns. */
export interface ContentColumns {
  content_kind: Content['kind'];
  content_id: string;
}

export function contentOf({ content_kind: kind, content_id: id }: ContentColumns): Content {
  if (kind === 'rebroadcast') {
    const [upstreamId = '', minutes] = id.split(' ');
    return { kind, upstreamId, minutes: Number(minutes) };
  }
  return kind === 'recording' ? { kind, recordingId: id } : { kind, playlistId: id };
}

/** Of a rebroadcast its length is part of it: `vov1 30`. */
export function contentIdOf(content: Content): string {
  if (content.kind === 'rebroadcast') return `${content.upstreamId} ${content.minutes}`;
  return content.kind === 'recording' ? content.recordingId : content.playlistId;
}
