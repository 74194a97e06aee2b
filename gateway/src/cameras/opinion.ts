/**
 * What is held of one thing, and what begins to speak against it. One bad answer is no fault and one good one no recovery:
 * each is believed after so many times and so long, unless nothing was known yet. Pure.
 */
export interface Opinion<Fault extends string> {
  /** null: nothing is known. */
  readonly held: Fault | 'good' | null;
  /** What was said last against it; null: nothing. */
  readonly doubt: { readonly said: Fault | 'good'; readonly times: number; readonly sinceMs: number } | null;
}

export interface Patience {
  readonly times: number;
  readonly ms: number;
}

export const noOpinion = { held: null, doubt: null } as const;

/** The opinion after `said` at `nowMs`; a fault that becomes another fault is believed at once. */
export function weigh<Fault extends string>(
  { held, doubt }: Opinion<Fault>,
  said: Fault | 'good',
  nowMs: number,
  patience: Patience,
): Opinion<Fault> {
  const isFault = said !== 'good';
  const heldFault = held !== null && held !== 'good';
  if (held === said || (isFault && heldFault) || (held === null && !isFault)) return { held: said, doubt: null };
  const goesOn = doubt !== null && (doubt.said !== 'good') === isFault;
  const times = goesOn ? doubt.times + 1 : 1;
  const sinceMs = goesOn ? doubt.sinceMs : nowMs;
  const enough = times >= patience.times && nowMs - sinceMs >= patience.ms;
  return enough ? { held: said, doubt: null } : { held, doubt: { said, times, sinceMs } };
}
