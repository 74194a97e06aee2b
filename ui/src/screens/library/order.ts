/** A list in which each entry can be there more than once, so entries carry their own key. Pure. */
export interface Entry {
  readonly key: number;
  readonly recordingId: string;
}

export function appended(entries: readonly Entry[], recordingId: string): Entry[] {
  const key = 1 + Math.max(0, ...entries.map((entry) => entry.key));
  return [...entries, { key, recordingId }];
}

export function without(entries: readonly Entry[], key: number): Entry[] {
  return entries.filter((entry) => entry.key !== key);
}

/** One place up (−1) or down (+1); at the ends nothing moves. */
export function moved(entries: readonly Entry[], key: number, by: -1 | 1): Entry[] {
  const from = entries.findIndex((entry) => entry.key === key);
  const entry = entries[from];
  const to = from + by;
  if (!entry || to < 0 || to >= entries.length) return [...entries];
  return without(entries, key).toSpliced(to, 0, entry);
}
