/**
 * May the schedule believe the clock? Pure rules; `clock-watch.ts` feeds them.
 * Product: "No trusted time (no NTP and no RTC, or a step > 2 s just seen) ⇒ scheduled slots are held."
 */
export type ClockEvidence = 'ntp' | 'rtc' | 'hypervisor' | 'person';
export type ClockTrust =
  | { readonly trusted: true; readonly reason: ClockEvidence }
  | { readonly trusted: false; readonly reason: 'unverified' | 'stepped' };

/** When this was written: a wall clock before it is wrong, whatever vouches for it (a clock chip with a dead battery). */
export const earliestPlausible = Date.UTC(2026, 10, 1);
export const stepThresholdMs = 2_000;
/** After a step the clock must run this long without another one before it is believed again. */
export const settleMs = 10_000;

export interface ClockSample {
  readonly wall: number;
  readonly monotonic: number;
}

/** How far wall time moved against monotonic time between two samples, in ms; positive is forward. */
export function stepBetween(before: ClockSample, after: ClockSample): number {
  return after.wall - before.wall - (after.monotonic - before.monotonic);
}

/** `sinceStepMs`: monotonic time since the last step, null: none seen. */
export function judgeTrust(evidence: ClockEvidence | null, sinceStepMs: number | null, wall: number): ClockTrust {
  if (wall < earliestPlausible) return { trusted: false, reason: 'unverified' };
  if (sinceStepMs !== null && sinceStepMs < settleMs) return { trusted: false, reason: 'stepped' };
  return evidence ? { trusted: true, reason: evidence } : { trusted: false, reason: 'unverified' };
}
