import type { Reason } from '../contract/index.ts';

/**
 * What one address of a station is doing, as heard by us: `resting` it failed and is tried again later, `opening` nothing
 * came yet, `sounding`, `silent` it plays silence, `dry` it plays nothing.
 */
export type SourcePhase = 'closed' | 'opening' | 'sounding' | 'silent' | 'dry' | 'resting';
/**
 * `heard`: sound · `quiet`: silence came · `starved`: nothing came · `ending`: only a rest is left of it · `failed`: with its
 * reason · `given-up`: too long without sound.
 */
export type SourceEvent = 'open' | 'heard' | 'quiet' | 'starved' | 'ending' | 'failed' | 'given-up' | 'close';

/** Pure. A pair that is not in the table changes nothing: what a closed source still says is of no interest. */
const next: Record<SourcePhase, Partial<Record<SourceEvent, SourcePhase>>> = {
  closed: { open: 'opening' },
  opening: { heard: 'sounding', quiet: 'silent', failed: 'resting', 'given-up': 'resting', close: 'closed' },
  sounding: { quiet: 'silent', starved: 'dry', failed: 'resting', close: 'closed' },
  silent: { heard: 'sounding', starved: 'dry', failed: 'resting', 'given-up': 'resting', close: 'closed' },
  dry: { heard: 'sounding', quiet: 'silent', failed: 'resting', 'given-up': 'resting', close: 'closed' },
  resting: { open: 'opening', close: 'closed' },
};

export interface SourceState {
  readonly phase: SourcePhase;
  /** When it came into this phase; monotonic ms. */
  readonly since: number;
  /** When it was last heard, or opened. */
  readonly heardAt: number;
  /** Since when it sounds without a pause that matters; null: it does not. */
  readonly soundingSince: number | null;
  /** It will be over in a moment: the next may be asked for. */
  readonly ending: boolean;
  /** How often it failed in a row. */
  readonly failures: number;
  /** Why it failed last; null: it has not, or it sounds again. */
  readonly why: Reason | null;
}

export const unopened: SourceState = {
  phase: 'closed',
  since: -Infinity,
  heardAt: -Infinity,
  soundingSince: null,
  ending: false,
  failures: 0,
  why: null,
};

/** A pause in speech or between two songs that is no interruption. */
const pauseMs = 2_000;
/** So long it has to sound until its failures are forgotten: who comes and goes is asked less and less often. */
const steadyMs = 60_000;
const firstRestMs = 10_000;
const longestRestMs = 180_000;
const firstUrgentRestMs = 2_000;
const longestUrgentRestMs = 30_000;

export function onSource(state: SourceState, event: SourceEvent, now: number, why: Reason | null = null): SourceState {
  if (event === 'ending') return { ...state, ending: true };
  const phase = next[state.phase][event];
  if (!phase) return event === 'heard' && state.phase === 'sounding' ? heardOn(state, now) : state;
  const moved = { ...state, phase, since: now };
  switch (event) {
    case 'open':
      return { ...moved, heardAt: now, soundingSince: null, ending: false };
    case 'heard':
      return heardOn({ ...moved, soundingSince: now - state.heardAt <= pauseMs ? state.soundingSince : null }, now);
    case 'failed':
    case 'given-up':
      return { ...moved, soundingSince: null, failures: state.failures + 1, why };
    case 'close':
      return { ...moved, soundingSince: null, failures: 0, why: null };
    default:
      return moved;
  }
}

function heardOn(state: SourceState, now: number): SourceState {
  const soundingSince = state.soundingSince ?? now;
  const steady = now - soundingSince >= steadyMs;
  return { ...state, heardAt: now, soundingSince, failures: steady ? 0 : state.failures };
}

/** How long it rests before it is tried again: 10 s, backing off to 3 minutes. */
export function restMs({ failures }: Pick<SourceState, 'failures'>): number {
  return backOff(failures, firstRestMs, longestRestMs);
}

/** The same while nothing sounds, and a village waits: 2 s, backing off to half a minute. */
export function urgentRestMs({ failures }: Pick<SourceState, 'failures'>): number {
  return backOff(failures, firstUrgentRestMs, longestUrgentRestMs);
}

function backOff(failures: number, firstMs: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
}
