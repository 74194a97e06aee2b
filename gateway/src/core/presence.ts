import type { Availability } from '../contract/index.ts';

/** Milliseconds. */
export interface PresenceTiming {
  /** A take-over by the same client says Online, Offline, Online; an Offline counts after this much silence. */
  readonly offlineDebounceMs: number;
  /** A device silent for so long is asked for its state … */
  readonly silenceMs: number;
  /** … this often, this far apart; then it is offline. With the silence before: at most 30 s. */
  readonly asks: number;
  readonly askMs: number;
}

export const presenceTiming: PresenceTiming = { offlineDebounceMs: 2_000, silenceMs: 20_000, asks: 3, askMs: 2_000 };

/**
 * Whether a device is there, pure. Its last will is a hint (a broker on a half-open line sends it late, a take-over sends
 * it wrongly): what counts is that it speaks. Silent, it is asked; unanswered, it is offline within 30 s.
 */
export interface Presence {
  readonly shown: Availability;
  /** How often it was asked since it last spoke. */
  readonly asked: number;
  /** When its last will came, monotonic; null: it did not, or it has spoken since. */
  readonly doubtedAtMs: number | null;
  readonly dueAtMs: number | null;
}

export type PresenceEvent = 'spoke' | 'last-will' | 'time';

export function unheard(shown: Availability): Presence {
  return { shown, asked: 0, doubtedAtMs: null, dueAtMs: null };
}

/** `ask`: say something that it must answer. */
export function observe(
  presence: Presence,
  event: PresenceEvent,
  nowMs: number,
  timing: PresenceTiming,
): { presence: Presence; ask: boolean } {
  if (event === 'spoke') {
    return {
      presence: { shown: 'online', asked: 0, doubtedAtMs: null, dueAtMs: nowMs + timing.silenceMs },
      ask: false,
    };
  }
  const same = { presence, ask: false };
  if (presence.shown !== 'online') return { presence: unheard('offline'), ask: false };
  if (event === 'last-will') {
    if (presence.doubtedAtMs !== null) return same;
    const dueAtMs = Math.min(presence.dueAtMs ?? Infinity, nowMs + timing.offlineDebounceMs);
    return { presence: { ...presence, doubtedAtMs: nowMs, dueAtMs }, ask: false };
  }
  if (presence.dueAtMs === null || nowMs < presence.dueAtMs) return same;
  const doubted = presence.doubtedAtMs !== null && nowMs >= presence.doubtedAtMs + timing.offlineDebounceMs;
  if (doubted || presence.asked >= timing.asks) return { presence: unheard('offline'), ask: false };
  return { presence: { ...presence, asked: presence.asked + 1, dueAtMs: nowMs + timing.askMs }, ask: true };
}
