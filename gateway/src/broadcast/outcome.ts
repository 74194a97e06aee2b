import type { PlayedItem } from '../audio/bus.ts';
import type { Reason } from '../contract/index.ts';
import type { OutcomeWords } from './ports.ts';

/** Why a broadcast, or its part on one output, was ended before its time. */
export type EndCause =
  | { readonly kind: 'stopped'; readonly by: string }
  | { readonly kind: 'skipped'; readonly by: string }
  /** `emergency`: by one, and so it may be made up. */
  | { readonly kind: 'pre-empted'; readonly by: string; readonly emergency: boolean }
  /** An emergency is over, and somebody says so. */
  | { readonly kind: 'all-clear'; readonly by: string }
  /** What was spoken in it ended by itself. `complete`: nothing is missing of it. */
  | { readonly kind: 'closed'; readonly complete: boolean; readonly reason: Reason }
  /** None of its zones may sound any more. */
  | { readonly kind: 'held'; readonly reason: Reason }
  /** It was moved, or the clock stepped, before its first sample: the schedule decides anew. */
  | { readonly kind: 'withdrawn' }
  /** The gateway itself is going down. */
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'no-power' }
  /** It should have been over long ago. */
  | { readonly kind: 'overrun' };

export interface LegFacts {
  readonly airedMs: number;
  readonly ending: 'ended' | 'stopped' | 'end-by' | 'failed';
  readonly fault: Reason | null;
  readonly cause: EndCause | null;
  readonly items: readonly PlayedItem[];
}

export interface ZoneFacts {
  readonly name: string;
  readonly fault: Reason | null;
  /** Why it was silenced before the end. */
  readonly held: Reason | null;
}

export interface RunFacts {
  /** Whole seconds of sound matter to people, milliseconds to the log. */
  readonly airedMs: number;
  readonly cause: EndCause | null;
  readonly legs: readonly LegFacts[];
  readonly zones: readonly ZoneFacts[];
  /** What there is to say of a station that was received; null: nothing, or none was. */
  readonly incoming?: OutcomeWords | null;
  /** Items known to be unplayable before anything was cued. */
  readonly cueProblems: readonly { readonly title: string; readonly problem: Reason }[];
}

/** The one outcome of a broadcast, and its reason. `null`: it was taken back before the first sample, so it is undecided. */
export function judge(facts: RunFacts): OutcomeWords | null {
  const cause = facts.cause ?? facts.legs.find((leg) => leg.cause && leg.cause.kind !== 'no-power')?.cause ?? null;
  const started = facts.airedMs > 0;
  const unpowered = facts.zones.filter((zone) => zone.fault);
  const airedSeconds = Math.round(facts.airedMs / 1_000);
  const allLegsEndedBy = facts.cause !== null || facts.legs.every((leg) => leg.cause?.kind === cause?.kind);

  if (cause?.kind === 'shutdown' || cause?.kind === 'withdrawn') {
    return started ? { kind: 'aired-partly', code: 'broadcast.interrupted', params: { airedSeconds } } : null;
  }
  if (cause?.kind === 'skipped') return { kind: 'skipped', code: 'slot.skipped', params: { by: cause.by } };
  if (cause?.kind === 'stopped')
    return { kind: 'stopped', code: 'broadcast.stopped', params: { by: cause.by, airedSeconds } };
  if (cause?.kind === 'pre-empted') {
    const kind = started && !allLegsEndedBy ? 'aired-partly' : 'pre-empted';
    return { kind, ...preEmpted(cause, airedSeconds) };
  }

  if (cause?.kind === 'held' && !started) {
    return { kind: cause.reason.code === 'slot.quiet-hours' ? 'quiet-hours' : 'held-back', ...cause.reason };
  }
  const sinkFault = facts.legs.find((leg) => leg.fault)?.fault;
  const badItem = firstBadItem(facts);
  if (!started || nothingHeard(facts)) {
    if (cause?.kind === 'closed') return { kind: 'failed', ...cause.reason };
    if (unpowered.length === facts.zones.length && unpowered[0]?.fault) {
      return {
        kind: 'failed',
        code: 'broadcast.no-power',
        params: { zone: unpowered[0].name, cause: unpowered[0].fault.code },
      };
    }
    if (sinkFault) return { kind: 'failed', code: sinkFault.code, params: sinkFault.params };
    if (facts.incoming) return { ...facts.incoming, kind: 'failed' };
    return {
      kind: 'failed',
      code: 'broadcast.nothing-to-air',
      params: badItem ? { item: badItem.title, cause: badItem.code } : {},
    };
  }
  if (unpowered[0]?.fault) {
    const params = { zone: unpowered.map((zone) => zone.name).join(', '), cause: unpowered[0].fault.code };
    return { kind: 'aired-partly', code: 'broadcast.zone-fault', params };
  }
  if (sinkFault) return { kind: 'aired-partly', code: sinkFault.code, params: sinkFault.params };
  if (cause?.kind === 'overrun') return { kind: 'aired-partly', code: 'broadcast.overrun', params: { airedSeconds } };
  const intoTheNight = allLegsEndedBy && cause?.kind === 'held' && cause.reason.code === 'slot.quiet-hours';
  if (intoTheNight || facts.legs.some((leg) => leg.ending === 'end-by')) {
    return { kind: 'aired-partly', code: 'broadcast.quiet-hours', params: { airedSeconds } };
  }
  const held = facts.zones.filter((zone) => zone.held);
  if (held[0]?.held) {
    const params = { zones: held.map(({ name }) => name).join(', '), cause: held[0].held.code };
    return { kind: 'aired-partly', code: 'slot.zones-held', params };
  }
  if (facts.incoming) return facts.incoming;
  if (badItem)
    return {
      kind: 'aired-partly',
      code: 'broadcast.item-skipped',
      params: { item: badItem.title, cause: badItem.code },
    };
  if (cause?.kind === 'closed') {
    const { code, params } = cause.reason;
    return { kind: cause.complete ? 'aired' : 'aired-partly', code, params: { ...params, airedSeconds } };
  }
  if (cause?.kind === 'all-clear') {
    return { kind: 'aired', code: 'broadcast.all-clear', params: { by: cause.by, airedSeconds } };
  }
  return { kind: 'aired', code: 'broadcast.aired', params: {} };
}

/** By whom it was pre-empted; an emergency is told apart, because a bulletin is made up after it. */
export function preEmpted(
  { by, emergency }: { readonly by: string; readonly emergency: boolean },
  airedSeconds: number,
): Pick<OutcomeWords, 'code' | 'params'> {
  return {
    code: emergency ? 'broadcast.pre-empted-by-emergency' : 'broadcast.pre-empted',
    params: { by, airedSeconds },
  };
}

/** Files were played, and in none of them was anything to be heard. */
function nothingHeard({ legs }: RunFacts): boolean {
  const items = legs.flatMap((leg) => leg.items).filter((item) => item.airedMs > 0);
  return (
    items.length > 0 && items.every(({ problem }) => problem?.code === 'audio.silent' && problem.params.atSeconds === 0)
  );
}

function firstBadItem(facts: RunFacts): { title: string; code: string } | null {
  const cue = facts.cueProblems[0];
  if (cue) return { title: cue.title, code: cue.problem.code };
  for (const leg of facts.legs) {
    const item = leg.items.find((played) => played.problem);
    if (item?.problem) return { title: item.title, code: item.problem.code };
  }
  return null;
}
