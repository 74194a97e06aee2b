import type { Reason } from '../contract/index.ts';
import type { Choice } from './chooser.ts';

/** Pure: what was aired of a station, stretch by stretch, and what was not, as the air log keeps it. */

export interface Stretch {
  readonly what: Choice;
  readonly title: string;
  /** Since the slot's first sample. */
  readonly fromMs: number;
  /** The same as `fromMs`: it was not aired, and `why` says so. */
  readonly toMs: number;
  /** Why it was left, or why there was nothing; null: its time was over, or a better one was back. */
  readonly why: Reason | null;
}

/** Changes that nobody hears need no line. */
const shortestMs = 500;
/** So much silence in a slot is not "aired". */
const silentMs = 5_000;

export interface RecordedItem {
  readonly title: string;
  readonly from: string;
  readonly airedMs: number;
  readonly problem: Reason | null;
}

export interface StreamReport {
  readonly items: readonly RecordedItem[];
  /** Of which something could be heard. */
  readonly soundMs: number;
  /** What there is to say of it beyond "aired"; null: nothing. */
  readonly words: {
    readonly kind: 'aired' | 'aired-partly' | 'failed';
    readonly code: string;
    readonly params: Reason['params'];
  } | null;
}

/** `startAt`: epoch ms of the first sample; `why`: what is wrong with the first address. */
export function reportOf(
  stretches: readonly Stretch[],
  { startAt, soundMs, why }: { readonly startAt: number; readonly soundMs: number; readonly why: Reason },
): StreamReport {
  const told = stretches
    .filter(({ fromMs, toMs }) => toMs === fromMs || toMs - fromMs >= shortestMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  const items = told.map(({ what, title, fromMs, toMs, why }): RecordedItem => {
    const ms = Math.round(toMs - fromMs);
    const silence = { code: 'rebroadcast.silence', params: { seconds: Math.round(ms / 1_000) } };
    const nothing = what.kind === 'nothing';
    return {
      title,
      from: new Date(Math.round(startAt + fromMs)).toISOString(),
      airedMs: nothing ? 0 : ms,
      problem: nothing ? silence : why,
    };
  });
  return { items, soundMs: Math.round(soundMs), words: wordsOf(told, soundMs, why) };
}

function wordsOf(stretches: readonly Stretch[], soundMs: number, why: Reason): StreamReport['words'] {
  const lengthOf = (kind: Choice['kind']) =>
    stretches.reduce((sum, { what, fromMs, toMs }) => sum + (what.kind === kind ? toMs - fromMs : 0), 0);
  const seconds = (ms: number) => Math.round(ms / 1_000);
  if (soundMs === 0) return { kind: 'failed', code: 'rebroadcast.nothing-heard', params: { cause: why.code } };
  const silent = lengthOf('nothing');
  if (silent >= silentMs) {
    return { kind: 'aired-partly', code: 'rebroadcast.gaps', params: { silentSeconds: seconds(silent) } };
  }
  const local = lengthOf('local');
  if (local > 0) return { kind: 'aired', code: 'rebroadcast.with-local', params: { localSeconds: seconds(local) } };
  return null;
}
