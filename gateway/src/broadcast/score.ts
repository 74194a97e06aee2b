import type { CueItem, FeedItem } from '../audio/bus.ts';
import { airLengthMs, type AirParts } from '../core/air/length.ts';
import type { CuedContent, CuedItem, Incoming } from './ports.ts';

/** What one output has to do next: a sound, by its place in the content, or silence while others speak. */
export type Passage = Pause | Sound | Voice | Station;
type Pause = { readonly kind: 'pause'; readonly durationMs: number };
type Sound = {
  readonly kind: 'sound';
  readonly index: number;
  readonly title: string;
  readonly path: string;
  readonly durationMs: number;
  /** Where in it to begin; left out: at its beginning. */
  readonly fromMs?: number;
};

/** Heard as it comes, for nobody knows how long. */
type Voice = Omit<FeedItem, 'title'> & {
  readonly kind: 'sound';
  readonly index: number;
  readonly title: string;
  readonly durationMs: number;
};

/** Received while it is aired. */
type Station = {
  readonly kind: 'sound';
  readonly index: number;
  readonly title: string;
  readonly durationMs: number;
  readonly incoming: Incoming;
};

/** A stretch of a broadcast, ms from its first sample. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Which turn of how many an output speaks in (from 0), and where the broadcast goes on that was broken off. */
export interface Part {
  readonly turn: number;
  readonly count: number;
  readonly fromMs: number;
}

export function partLengths({ items }: Pick<CuedContent, 'items'>): Omit<AirParts, 'turns'> {
  const lengthOf = (part: CuedItem['chime']) =>
    items.reduce((sum, item) => sum + ('durationMs' in item && item.chime === part ? item.durationMs : 0), 0);
  return { openingMs: lengthOf('opening'), contentMs: lengthOf(undefined), closingMs: lengthOf('closing') };
}

/** How long it is when the content is said so often. */
export function scoreMs(content: CuedContent, turns: number): number {
  return turns === 1 ? content.durationMs : airLengthMs({ ...partLengths(content), turns });
}

/** What an output plays: the chimes with all the others, the content in its turn, and silence in theirs. Pure. */
export function passagesOf(content: CuedContent, { turn, count, fromMs }: Part): Passage[] {
  return restOf(whole(content, turn, count), fromMs);
}

/** A passage as a bus takes it; a station's once it is received. */
export function cueOf(passage: Exclude<Passage, Station>): CueItem {
  if (passage.kind === 'pause') return { title: '', pauseMs: passage.durationMs };
  const { title } = passage;
  if ('feed' in passage) return { title, feed: passage.feed, manner: passage.manner };
  const { path, fromMs } = passage;
  return { title, path, ...(fromMs === undefined ? {} : { fromMs }) };
}

/** When an output is heard, and not silent in the turn of others. Pure. */
export function heardSpans(content: CuedContent, { turn, count, fromMs }: Part): Span[] {
  // What nobody waits for is heard for as long as it plays.
  if (count === 1) return [{ from: 0, to: Infinity }];
  const spans: Span[] = [];
  let at = -fromMs;
  for (const { kind, durationMs } of whole(content, turn, count)) {
    const [from, to] = [Math.max(0, at), (at += durationMs)];
    if (kind === 'sound' && to > from) spans.push({ from, to });
  }
  return spans;
}

/** How much of some spans lies between two moments. */
export function heardMs(spans: readonly Span[], from: number, to: number): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0);
}

/** When the content of a turn begins, ms from the first sample of the whole. */
export function turnBeginsMs(content: CuedContent, turn: number): number {
  const { openingMs, contentMs } = partLengths(content);
  return openingMs + turn * contentMs;
}

/**
 * Where a broadcast that was broken off goes on, ms from its first sample: half a chime announces nothing, so one that
 * was cut begins again, and one that was heard is not repeated. Null: only its closing chime is left, it is over. Pure.
 */
export function goesOnAtMs(content: CuedContent, turns: number, brokenOffAtMs: number): number | null {
  if (brokenOffAtMs < turnBeginsMs(content, 0)) return 0;
  return brokenOffAtMs > 0 && brokenOffAtMs >= turnBeginsMs(content, turns) ? null : brokenOffAtMs;
}

/** What is left after the first `airedMs`: whole passages are left out, the one it broke off in goes on. Pure. */
export function restOf(passages: readonly Passage[], airedMs: number): Passage[] {
  let left = airedMs;
  return passages.flatMap((passage): Passage[] => {
    if ('feed' in passage) return [passage];
    const skipMs = Math.min(left, passage.durationMs);
    left -= skipMs;
    if (skipMs >= passage.durationMs && skipMs > 0) return [];
    if (skipMs === 0) return [passage];
    // Of what is received while it airs, what was missed is gone: less of it is left.
    if (passage.kind === 'pause' || 'incoming' in passage)
      return [{ ...passage, durationMs: passage.durationMs - skipMs }];
    return [{ ...passage, fromMs: skipMs }];
  });
}

function whole(content: CuedContent, turn: number, count: number): Passage[] {
  const part = (chime: CuedItem['chime']): Passage[] =>
    content.items.flatMap((item, index): Passage[] => {
      if (item.chime !== chime || 'problem' in item) return [];
      const { title } = item;
      if ('feed' in item) {
        const { feed, manner } = item;
        return [{ kind: 'sound', index, title, feed, manner, durationMs: Infinity }];
      }
      if ('incoming' in item) {
        const { incoming, durationMs } = item;
        return [{ kind: 'sound', index, title, incoming, durationMs }];
      }
      return [{ kind: 'sound', index, title, path: item.path, durationMs: item.durationMs }];
    });
  const { contentMs } = partLengths(content);
  const pause = (turns: number): Pause[] => (turns > 0 ? [{ kind: 'pause', durationMs: turns * contentMs }] : []);
  return [...part('opening'), ...pause(turn), ...part(undefined), ...pause(count - 1 - turn), ...part('closing')];
}
