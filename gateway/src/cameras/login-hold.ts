import type { Clock } from '../core/clock/clock.ts';
import { unreadable, type CameraRow } from './camera-store.ts';
import type { LoginRefusal } from './onvif/verdict.ts';

/** Whether a camera may be asked with its login: one that was refused is left alone for a while, or more tries would lock the account. */
export interface LoginHold {
  /** Nothing is fetched with it until it was asked again and let in; null: it was never refused, or was let in since. */
  readonly refused: LoginRefusal | null;
  /** Nobody is asked with it. */
  readonly isHeld: boolean;
  /** How often it was refused: who was asking meanwhile may have been heard before that. */
  readonly times: number;
  refuse(how: LoginRefusal): void;
  letIn(): void;
}

/** A restart in the half hour is no reason to try again: a village whose power comes and goes would lock its camera. */
export function createLoginHold(
  { clock, refusedMs }: { readonly clock: Clock; readonly refusedMs: number },
  { stood, password }: Pick<CameraRow, 'stood' | 'password'>,
): LoginHold {
  let times = 0;
  let hold: { readonly how: LoginRefusal; readonly untilMs: number } | null = null;

  if (stood?.status === 'locked' && password !== unreadable) {
    const leftMs = Date.parse(stood.since) + refusedMs - clock.now();
    const how = stood.cause === 'locked' ? 'locked' : 'wrong-password';
    // Else by a clock that was wrong then, or is now.
    if (leftMs > 0 && leftMs <= refusedMs) hold = { how, untilMs: clock.monotonic() + leftMs };
  }

  return {
    get refused() {
      return hold?.how ?? null;
    },
    get isHeld() {
      return hold !== null && clock.monotonic() < hold.untilMs;
    },
    get times() {
      return times;
    },
    refuse(how) {
      times++;
      hold = { how, untilMs: clock.monotonic() + refusedMs };
    },
    letIn() {
      hold = null;
    },
  };
}
