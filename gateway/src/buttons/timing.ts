import { type PresenceTiming, presenceTiming } from '../core/presence.ts';

/** How long things may take around a button. Milliseconds. */
export interface ButtonTiming extends PresenceTiming {
  /**
   * A device that has just come (its power, its line, ours) is not obeyed for so long and its own hold time: what it has
   * kept to say comes then, and a Tasmota whose button is stuck says HOLD four seconds and one hold after its power came.
   */
  readonly settleMs: number;
  /** What was just done is not done again: bounces, repetitions, a hand that presses and presses. */
  readonly restMs: number;
  /** What could not be done may be tried again after so long. */
  readonly retryMs: number;
  /** An all-clear so soon after the start is a frightened hand, not a decision. */
  readonly noAllClearMs: number;
  /** How long "Thử nút" lasts, as the panel says it … */
  readonly testMs: number;
  /** … and a little longer: the hold that began in its last second is not meant either. */
  readonly testGraceMs: number;
  /** What is refused again and again is written into the audit log at most this often. */
  readonly auditMs: number;
  /** A button's changes are announced at most this often. */
  readonly announceMs: number;
}

export const buttonTiming: ButtonTiming = {
  ...presenceTiming,
  settleMs: 5_000,
  restMs: 10_000,
  retryMs: 2_000,
  noAllClearMs: 30_000,
  testMs: 60_000,
  testGraceMs: 15_000,
  auditMs: 10_000,
  announceMs: 250,
};
