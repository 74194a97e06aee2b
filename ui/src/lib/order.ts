/** A list that a person puts in order; the same thing can be in it twice, so entries carry their own key. Pure. */
export interface Keyed {
  readonly key: number;
}

export function appended<T>(entries: readonly (T & Keyed)[], item: T): (T & Keyed)[] {
  const key = 1 + Math.max(0, ...entries.map((entry) => entry.key));
  return [...entries, { ...item, key }];
}

export function without<T extends Keyed>(entries: readonly T[], key: number): T[] {
  return entries.filter((entry) => entry.key !== key);
}

/** One place up (−1) or down (+1); at the ends nothing moves. */
export function moved<T extends Keyed>(entries: readonly T[], key: number, by: -1 | 1): T[] {
  const from = entries.findIndex((entry) => entry.key === key);
  const entry = entries[from];
  const to = from + by;
  if (!entry || to < 0 || to >= entries.length) return [...entries];
  return without(entries, key).toSpliced(to, 0, entry);
}
