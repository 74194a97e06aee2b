import { bedTailMs } from '../core/air/bed.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import type { BroadcastPorts, CuedContent, CuedItem } from './ports.ts';

/**
 * A content over music, and as much longer as that takes to fade. A bed that cannot be heard keeps nothing from sounding, but is
 * told of; a station's programme comes as it is. Pure.
 */
export function withBed(content: CuedContent, bed: CuedItem | null): CuedContent {
  if (!bed || !content.items.some((item) => 'path' in item)) return content;
  if ('problem' in bed) return { ...content, items: [...content.items, bed] };
  if (!('path' in bed)) return content;
  const { title, path } = bed;
  return { ...content, bed: { title, path }, durationMs: content.durationMs + bedTailMs };
}

/** The music that somebody chose, or why it cannot be heard. */
export async function cueBed(recordingId: string | null, content: BroadcastPorts['content']): Promise<CuedItem | null> {
  if (recordingId === null) return null;
  try {
    const { items } = await content.cue({ kind: 'recording', recordingId });
    return items[0] ?? null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { title: String(error.params.title ?? ''), problem: reasonOf(error) };
  }
}
