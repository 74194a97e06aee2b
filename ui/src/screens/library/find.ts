import { plain } from '../../lib/content.ts';

/** Every word that was typed is in it, wherever and however written. */
export function found(title: string, typed: string): boolean {
  const within = plain(title);
  return plain(typed)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
