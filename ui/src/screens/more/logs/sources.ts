import type { AirLogEntry } from '#contract';

type Item = AirLogEntry['items'][number];

/** A stretch of a rebroadcast: one source, or silence, from one moment to the next; or an address that was tried in vain. */
export interface SourceStretch {
  readonly title: string;
  readonly from: string;
  readonly ms: number;
  /** Of all stretches together, 0…1. */
  readonly share: number;
  /** Which of the sources in the order they came, from 0; or silence; or an address that could not be heard. */
  readonly source: number | 'silence' | 'failed';
  /** Why it was left, or not heard; null: its time was over, or a better one was back. */
  readonly why: Item['problem'];
}

/** Of a rebroadcast, what was heard when; empty for everything else. */
export function sourcesOf(items: readonly Item[]): SourceStretch[] {
  const told = items.flatMap((item) => (item.from === undefined ? [] : [{ ...item, from: item.from }]));
  const seen: string[] = [];
  const stretches = told.map(({ title, from, airedMs, problem }) => {
    const silent = problem?.code === 'rebroadcast.silence';
    if (silent) {
      return { title, from, ms: Number(problem.params['seconds'] ?? 0) * 1_000, source: 'silence' as const, why: null };
    }
    if (airedMs === 0 && problem) return { title, from, ms: 0, source: 'failed' as const, why: problem };
    if (!seen.includes(title)) seen.push(title);
    return { title, from, ms: airedMs, source: seen.indexOf(title), why: problem };
  });
  const all = stretches.reduce((sum, { ms }) => sum + ms, 0);
  return stretches.map((stretch) => ({ ...stretch, share: all > 0 ? stretch.ms / all : 0 }));
}
