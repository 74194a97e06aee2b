import type { PageOf } from '../contract/index.ts';

/** A list that always fits on one page, in the shape of every other list. */
export function whole<T>(items: T[]): PageOf<T> {
  return { items, next: null };
}
