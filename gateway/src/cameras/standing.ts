import type { Clock } from '../core/clock/clock.ts';
import type { Stood } from './camera-store.ts';
import type { LoginRefusal } from './onvif/verdict.ts';
import { observe, unseen, type CameraHealth, type Finding, type ShownStatus } from './status.ts';

/** How a camera stands, and since when by the clock of people, also over a restart of the gateway. */
export interface Standing {
  readonly health: CameraHealth;
  /** Epoch ms. */
  readonly sinceAt: number;
  find(finding: Finding): void;
}

export interface StandingParts {
  readonly clock: Clock;
  /** As it was before the gateway was restarted; null: nobody knows. */
  readonly before: Stood | null;
  /** Its login was refused then, and still is. */
  readonly refused: LoginRefusal | null;
  readonly stood: (stood: Stood) => void;
  /** Something that people see is another now. */
  readonly changed: () => void;
}

export function createStanding({ clock, before, refused, ...parts }: StandingParts): Standing {
  let health = unseen(clock.monotonic());
  let sinceAt = clock.now();
  let stood = before;

  /** What is as it was before nobody knew has been so all the time, as far as anybody knows. */
  function since({ status, cause, sinceMs }: ShownStatus, was: ShownStatus['status']): number {
    if (was === 'unknown' && stood?.status === status && stood.cause === cause) return Date.parse(stood.since);
    return clock.now() - (clock.monotonic() - sinceMs);
  }

  if (refused) {
    health = observe(health, { kind: 'trouble', verdict: refused }, clock.monotonic());
    sinceAt = since(health.shown, 'unknown');
  }

  return {
    get health() {
      return health;
    },
    get sinceAt() {
      return sinceAt;
    },
    find(finding) {
      const was = health.shown;
      health = observe(health, finding, clock.monotonic());
      const { shown } = health;
      if (shown === was) return;
      const { status, cause } = shown;
      if (status !== was.status || cause !== was.cause) {
        sinceAt = since(shown, was.status);
        if (status !== 'unknown') parts.stood((stood = { status, cause, since: new Date(sinceAt).toISOString() }));
      }
      parts.changed();
    },
  };
}
