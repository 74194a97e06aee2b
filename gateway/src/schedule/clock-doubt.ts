import { stepBetween, stepThresholdMs, type ClockSample } from '../core/clock/trust.ts';
import { dayMs } from '../core/village-time.ts';

/**
 * A clock that jumped ahead may have been set wrong, by a hand or a worn chip, and be set right in a minute; a month of
 * slots would be over by then. So what it jumped over is not given up before it has stayed for a while. Pure.
 */
export interface ClockDoubt {
  /** The time that it was, or should have been, when it jumped. */
  readonly from: number;
  /** Monotonic: so long it may be a mistake. */
  readonly until: number;
}

/** What the clock is compared with. */
export interface ClockBefore {
  /** When it was last looked at; null: this is the first look since the gateway started. */
  readonly last: ClockSample | null;
  /** When anything last came to an end, which tells at a start how late it is at least; null: nothing ever has. */
  readonly alive: number | null;
}

/** With nothing come to an end for so long the clock is doubted at a start. */
const quietDaysMs = 2 * dayMs;

export function doubtNow(
  doubt: ClockDoubt | null,
  { last, alive }: ClockBefore,
  now: ClockSample,
  patienceMs: number,
): ClockDoubt | null {
  const stepMs = last ? stepBetween(last, now) : 0;
  const until = now.monotonic + patienceMs;
  const from = stepMs > stepThresholdMs ? now.wall - stepMs : last ? null : alive;
  if (from !== null && (last !== null || now.wall - from > quietDaysMs)) {
    return { from: Math.min(from, doubt?.from ?? Infinity), until };
  }
  if (doubt && stepMs < -stepThresholdMs) return { ...doubt, until };
  return doubt && now.monotonic <= doubt.until ? doubt : null;
}
