import type { QuietHours } from '../contract/index.ts';
import { addDays, minuteMs, toInstant, toLastInstant, toLocal } from '../core/village-time.ts';

/**
 * The last gate, after everything else has said yes, asked again at the very moment of airing.
 * A commune was woken at 03:15 by a mis-set relay: nothing but a person's emergency passes here.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** "Within 30 minutes of quiet hours" is asked twice when saving. */
export const nearQuietMs = 30 * minuteMs;

/** The quiet spans that touch `from`…`to` (instants, `to` excluded), in order. */
export function quietSpans(quiet: QuietHours, from: number, to: number, timeZone: string): Span[] {
  if (quiet.from === quiet.to) return [];
  const overMidnight = quiet.from > quiet.to;
  const spans: Span[] = [];
  const lastDay = toLocal(to, timeZone).date;
  for (let date = addDays(toLocal(from, timeZone).date, -1); date <= lastDay; date = addDays(date, 1)) {
    const span = {
      from: toInstant({ date, time: quiet.from }, timeZone),
      to: toLastInstant({ date: overMidnight ? addDays(date, 1) : date, time: quiet.to }, timeZone),
    };
    if (span.from < to && span.to > from) spans.push(span);
  }
  return spans;
}

export function isQuiet(quiet: QuietHours, instant: number, timeZone: string): boolean {
  return quietSpans(quiet, instant, instant + 1, timeZone).length > 0;
}

/** When a zone that may sound at `instant` has to be silent next; null: never. */
export function nextQuiet(quiet: QuietHours, instant: number, timeZone: string): number | null {
  return quietSpans(quiet, instant, instant + 48 * 60 * minuteMs, timeZone)[0]?.from ?? null;
}

/** How a planned airing lies to the quiet hours: inside (refused), within 30 minutes (asked twice), or clear. */
export function judgeQuiet(quiet: QuietHours, airing: Span, timeZone: string): 'inside' | 'near' | 'clear' {
  if (quietSpans(quiet, airing.from, Math.max(airing.to, airing.from + 1), timeZone).length > 0) return 'inside';
  const near = quietSpans(quiet, airing.from - nearQuietMs, airing.to + nearQuietMs, timeZone);
  return near.length > 0 ? 'near' : 'clear';
}
