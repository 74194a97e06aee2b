/**
 * A moment by both clocks of this machine: one of them stands still while the machine sleeps, the other may be set while it
 * does not. A picture that was there when the lid was closed must not pass as new when it is opened.
 */
export interface MomentHere {
  readonly steadyMs: number;
  readonly dayMs: number;
}

export function momentHere(agoMs = 0): MomentHere {
  return { steadyMs: performance.now() - agoMs, dayMs: Date.now() - agoMs };
}

/** At least so long ago, ms: rather too old than too new. */
export function msSince({ steadyMs, dayMs }: MomentHere): number {
  return Math.max(performance.now() - steadyMs, Date.now() - dayMs);
}
