import type { RelayTemplate } from '../contract/index.ts';
import { type PresenceTiming, presenceTiming } from '../core/presence.ts';

/** How long things may take between the gateway and a relay. Milliseconds unless the name says otherwise. */
export interface RelayTiming extends PresenceTiming {
  /** How long the device has to say what was asked of it, for the first, second, … sending of a command; then a fault. */
  readonly answerMs: readonly [number, ...number[]];
  /** After a fault the command is repeated, ever more slowly, up to this. */
  readonly longestRetryMs: number;
  /** The dead-man lease: the device goes OFF by itself so long after the last ON. */
  readonly leaseSeconds: number;
  readonly renewMs: number;
  /** Between OFF and the next ON of one channel, for the amplifier's sake. */
  readonly minOffMs: number;
  /** How often a channel that turned itself OFF while held is turned ON again, before it is given up. */
  readonly comebacks: number;
  /** How long the meter of a channel may contradict what the device says of it. */
  readonly proofMs: number;
  /** The lease of "Thử", which nobody renews: the device must go OFF by itself … */
  readonly trialLeaseSeconds: number;
  /** … and is asked whether it did so long after that. */
  readonly trialGraceMs: number;
  /** How long stopping the gateway waits for OFF. */
  readonly stopMs: number;
  /** A relay's changes are announced at most this often. */
  readonly announceMs: number;
}

export const relayTiming: RelayTiming = {
  ...presenceTiming,
  answerMs: [2_000, 3_000, 4_000],
  longestRetryMs: 30_000,
  leaseSeconds: 90,
  renewMs: 30_000,
  minOffMs: 10_000,
  comebacks: 2,
  proofMs: 15_000,
  trialLeaseSeconds: 4,
  trialGraceMs: 1_500,
  stopMs: 5_000,
  announceMs: 250,
};

/** The times of one relay: a board that counts by itself from its last ON cannot be told how long. */
export function timingOf(template: RelayTemplate | null, timing: RelayTiming): RelayTiming {
  if (template?.lease.kind !== 'repeat') return timing;
  const { seconds } = template.lease;
  const renewMs = Math.min(timing.renewMs, Math.floor((seconds * 1000) / 3));
  return { ...timing, leaseSeconds: seconds, trialLeaseSeconds: seconds, renewMs };
}
