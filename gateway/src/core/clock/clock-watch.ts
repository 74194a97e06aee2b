import type { Logger } from '../log.ts';
import type { Cancel, Clock } from './clock.ts';
import { judgeTrust, stepBetween, stepThresholdMs, type ClockEvidence, type ClockTrust } from './trust.ts';

export interface ClockWatch {
  /** As of this moment: a step since the last second is seen first, so that nobody decides by a clock that just jumped. */
  trust(): ClockTrust;
  /** Called with the size of each step in ms (positive: forward) as it is seen. */
  onStep(listener: (stepMs: number) => void): Cancel;
  onTrustChange(listener: (trust: ClockTrust) => void): Cancel;
  /** A person says that the clock is right (until the machine boots again). */
  confirm(): void;
  start(): Promise<void>;
  stop(): void;
}

export interface ClockWatchParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly findEvidence: () => Promise<ClockEvidence | null>;
  readonly confirmedByPerson: boolean;
}

/** Once a second: did the wall clock step, and what vouches for it now? */
export function createClockWatch({ clock, log, findEvidence, confirmedByPerson }: ClockWatchParts): ClockWatch {
  const stepListeners = new Set<(stepMs: number) => void>();
  const trustListeners = new Set<(trust: ClockTrust) => void>();
  const sample = () => ({ wall: clock.now(), monotonic: clock.monotonic() });
  let last = sample();
  let steppedAt: number | null = null;
  let machineEvidence: ClockEvidence | null = null;
  let confirmed = confirmedByPerson;
  let trust: ClockTrust = { trusted: false, reason: 'unverified' };
  let cancel: Cancel = () => undefined;

  function judge(): void {
    const sinceStepMs = steppedAt === null ? null : clock.monotonic() - steppedAt;
    const next = judgeTrust(machineEvidence ?? (confirmed ? 'person' : null), sinceStepMs, clock.now());
    if (next.trusted === trust.trusted && next.reason === trust.reason) return;
    trust = next;
    log.info({ trusted: next.trusted, reason: next.reason }, 'clock trust changed');
    for (const listener of trustListeners) listener(next);
  }

  function check(): void {
    const now = sample();
    const stepMs = stepBetween(last, now);
    last = now;
    if (Math.abs(stepMs) > stepThresholdMs) {
      steppedAt = now.monotonic;
      log.warn({ stepMs }, 'clock stepped');
      judge();
      for (const listener of stepListeners) listener(stepMs);
    }
    judge();
  }

  async function look(): Promise<void> {
    machineEvidence = await findEvidence();
    judge();
  }

  return {
    trust() {
      check();
      return trust;
    },
    onStep(listener) {
      stepListeners.add(listener);
      return () => stepListeners.delete(listener);
    },
    onTrustChange(listener) {
      trustListeners.add(listener);
      return () => trustListeners.delete(listener);
    },
    confirm() {
      confirmed = true;
      judge();
    },
    async start() {
      last = sample();
      await look();
      const cancelCheck = clock.every(1_000, check);
      const cancelLook = clock.every(30_000, () => void look());
      cancel = () => {
        cancelCheck();
        cancelLook();
      };
    },
    stop: () => cancel(),
  };
}
