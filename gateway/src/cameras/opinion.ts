/**
 * What is held of one thing, and what begins to speak against it. One bad answer is no fault and one good one no recovery:
 * each is believed after so many times and so long, unless nothing was known yet. Pure.
 */
export interface Opinion<Fault extends string> {
  /** null: nothing is known. */
  readonly held: Fault | 'good' | null;
  /** What was said last against it; null: nothing. */
  readonly doubt: { readonly said: Fault | 'good'; readonly times: number; readonly sinceMs: number } | null;
  /** When it was last known to be good, or to be unknown: what is wrong now began after that. */
  readonly goodMs: number;
}

export interface Patience {
  readonly times: number;
  readonly ms: number;
}

export function noOpinion(nowMs: number) {
  return { held: null, doubt: null, goodMs: nowMs };
}

/** The opinion after `said` at `nowMs`; a fault that becomes another fault is believed at once. */
export function weigh<Fault extends string>(
  { held, doubt, goodMs }: Opinion<Fault>,
  said: Fault | 'good',
  nowMs: number,
  patience: Patience,
): Opinion<Fault> {
  const isFault = said !== 'good';
  const heldFault = held !== null && held !== 'good';
  const believed = { held: said, doubt: null, goodMs: isFault ? goodMs : nowMs };
  if (held === said || (isFault && heldFault) || (held === null && !isFault)) return believed;
  const goesOn = doubt !== null && (doubt.said !== 'good') === isFault;
  const times = goesOn ? doubt.times + 1 : 1;
  const sinceMs = goesOn ? doubt.sinceMs : nowMs;
  const enough = times >= patience.times && nowMs - sinceMs >= patience.ms;
  return enough ? believed : { held, doubt: { said, times, sinceMs }, goodMs };
}
