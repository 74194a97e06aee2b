import type { Priority } from '../contract/index.ts';
import { outranks } from '../core/air/priority.ts';

/** A broadcast's claim on the outputs it sounds on. */
export interface Claim {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  /** Somebody speaks in it. */
  readonly live: boolean;
  /** An emergency that a person's real one goes before: a drill, an all-clear, a slot's. */
  readonly yields: boolean;
  readonly outputIds: ReadonlySet<string>;
  readonly startsAt: number;
  /** By the length of what it plays; Infinity: it goes on until somebody ends it. */
  readonly endsAt: number;
}

export type Admission =
  /** It goes on air at its start; these end there, or do not begin. */
  | { readonly kind: 'start'; readonly preempts: readonly Claim[] }
  /** One of its rank or above has the outputs at some time of it. */
  | { readonly kind: 'wait'; readonly behind: Claim };

/** Equal rank: the earlier start wins, and the other waits this long before it is "bị chen". */
export const graceMs = 60_000;

/**
 * Who yields when `candidate` wants its outputs; `others` are the broadcasts admitted already. Those that begin a little
 * later count too: they have been promised the outputs, and two broadcasts on one are heard on top of each other.
 */
export function admit(candidate: Claim, others: readonly Claim[]): Admission {
  const rivals = others.filter(
    (other) => other.startsAt < candidate.endsAt && other.endsAt > candidate.startsAt && shareOutput(candidate, other),
  );
  const behind = rivals.filter((other) => !goesBefore(candidate, other)).sort((a, b) => b.endsAt - a.endsAt)[0];
  return behind ? { kind: 'wait', behind } : { kind: 'start', preempts: rivals };
}

function goesBefore(candidate: Claim, other: Claim): boolean {
  if (candidate.priority === 'emergency' && other.priority === 'emergency') return other.yields && !candidate.yields;
  return outranks(candidate.priority, other.priority);
}

function shareOutput(a: Claim, b: Claim): boolean {
  return [...a.outputIds].some((id) => b.outputIds.has(id));
}
