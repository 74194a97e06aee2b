/** Items that follow each other with the same key, as a list in order of time falls into days. */
export function runsOf<T>(items: readonly T[], keyOf: (item: T) => string): { key: string; items: [T, ...T[]] }[] {
  const runs: { key: string; items: [T, ...T[]] }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const last = runs.at(-1);
    if (last?.key === key) last.items.push(item);
    else runs.push({ key, items: [item] });
  }
  return runs;
}
