import type { LiveVoiceLimits, Reason } from '../contract/index.ts';

/** Told before a line is closed on somebody. */
export const longestWarningMs = 60_000;
export const idleWarningMs = 30_000;

/** How long somebody speaks already, and how long they have been silent on purpose. Monotonic, ms. */
export interface Spoken {
  readonly onAirAt: number;
  /** The last frame with a voice in it; null: none came since. */
  readonly voiceAt: number | null;
}

export type TimeLeft =
  | { readonly kind: 'enough' }
  | { readonly kind: 'warn'; readonly reason: Reason }
  | { readonly kind: 'close'; readonly reason: Reason };

/** Nobody speaks for ever, and nobody keeps the horns for nothing. Pure. */
export function timeLeft(now: number, { onAirAt, voiceAt }: Spoken, limits: LiveVoiceLimits): TimeLeft {
  const longestMs = limits.longestMinutes * 60_000 - (now - onAirAt);
  const idleMs = limits.idleSeconds * 1_000 - (now - (voiceAt ?? onAirAt));
  if (longestMs <= 0) {
    return { kind: 'close', reason: { code: 'live.time-up', params: { minutes: limits.longestMinutes } } };
  }
  if (idleMs <= 0) {
    const code = voiceAt === null ? 'live.nothing-said' : 'live.idle';
    return { kind: 'close', reason: { code, params: { seconds: limits.idleSeconds } } };
  }
  if (idleMs <= Math.min(idleWarningMs, longestMs)) {
    return { kind: 'warn', reason: { code: 'live.idle-soon', params: { seconds: Math.ceil(idleMs / 1_000) } } };
  }
  if (longestMs <= longestWarningMs) {
    return { kind: 'warn', reason: { code: 'live.time-up-soon', params: { seconds: Math.ceil(longestMs / 1_000) } } };
  }
  return { kind: 'enough' };
}
