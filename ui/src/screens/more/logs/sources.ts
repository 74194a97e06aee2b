import type { AirLogEntry } from '#contract';

type Item = AirLogEntry['items'][number];

/** A stretch of a rebroadcast: one source, or silence, from one moment to the next. */
export interface SourceStretch {
  readonly title: string;
  readonly from: string;
  readonly ms: number;
  /** Of all stretches together, 0…1. */
  readonly share: number;
  /** Which of the sources in the order they came, from 0; null: silence. */
  readonly source: number | null;
  /** Why it was left; null: its time was over, or a better one was back. */
  readonly why: Item['problem'];
}

/** Of a rebroadcast, what was heard when; empty for everything else. */
export function sourcesOf(items: readonly Item[]): SourceStretch[] {
  const told = items.flatMap((item) => (item.from === undefined ? [] : [{ ...item, from: item.from }]));
  const seen: string[] = [];
  const stretches = told.map(({ title, from, airedMs, problem }) => {
    const silent = problem?.code === 'rebroadcast.silence';
    const ms = silent ? Number(problem.params['seconds'] ?? 0) * 1_000 : airedMs;
    if (!silent && !seen.includes(title)) seen.push(title);
    return { title, from, ms, source: silent ? null : seen.indexOf(title), why: silent ? null : problem };
  });
  const all = stretches.reduce((sum, { ms }) => sum + ms, 0);
  return stretches.map((stretch) => ({ ...stretch, share: all > 0 ? stretch.ms / all : 0 }));
}
