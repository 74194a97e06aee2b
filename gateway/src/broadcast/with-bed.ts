import { bedTailMs } from '../core/air/bed.ts';
import type { CuedContent } from './ports.ts';

/** A content over music: the music is what `bed` begins with, and the broadcast is as much longer as it takes to fade. Pure. */
export function withBed(content: CuedContent, bed: CuedContent | null): CuedContent {
  const music = bed?.items.find((item) => 'path' in item);
  if (!music) return content;
  const { title, path } = music;
  return { ...content, bed: { title, path }, durationMs: content.durationMs + bedTailMs };
}
