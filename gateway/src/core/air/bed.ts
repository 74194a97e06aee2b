import type { Content } from '../../contract/index.ts';

/** So long after the last word a music bed fades away: a broadcast with one is longer by it, ms. */
export const bedTailMs = 2_000;

/**
 * Whether music can lie under it. A station comes as it is; and in turns, the music of one would be heard under the silence in
 * which the others speak. Pure; the gateway and the panel ask this.
 */
export function mayHaveBed({
  content,
  staggered,
}: {
  readonly content: Content;
  readonly staggered: boolean;
}): boolean {
  return content.kind !== 'rebroadcast' && !staggered;
}
