import type { Content } from '../contract/index.ts';

/** How a content is kept in two columns. */
export interface ContentColumns {
  content_kind: Content['kind'];
  content_id: string;
}

export function contentOf({ content_kind: kind, content_id: id }: ContentColumns): Content {
  return kind === 'recording' ? { kind, recordingId: id } : { kind, playlistId: id };
}

export function contentIdOf(content: Content): string {
  return content.kind === 'recording' ? content.recordingId : content.playlistId;
}
