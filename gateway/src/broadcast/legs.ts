import type { BroadcastZone, Reason } from '../contract/index.ts';
import type { EndCause } from './outcome.ts';
import type { AirZone } from './ports.ts';
import { partOf, type RunPlan } from './run-plan.ts';
import { heardSpans, passagesOf, type Passage, type Span } from './score.ts';

/** A zone of a run as it goes: what its amplifier confirmed, and until when it could be heard. */
export interface ZoneRun {
  readonly zone: AirZone;
  readonly endBy: number | null;
  state: BroadcastZone['state'];
  fault: Reason | null;
  /** Why it was silenced while the others may have gone on. */
  held: Reason | null;
  /** Monotonic, like `silentAt`: the clock may be set meanwhile. */
  confirmedAt: number | null;
  /** Since when its amplifier is on; null: it is not. */
  poweredAt: number | null;
  /** Since when there is nothing to hear in it, its amplifier on or resting; null: there is. */
  unheardSince: number | null;
  /** How long there was nothing before. */
  unheardMs: number;
  silentAt: number | null;
}

/** The part of a run on one output. */
export interface Leg {
  readonly outputId: string;
  readonly zones: readonly ZoneRun[];
  /** What it plays, and when it is heard; others may speak meanwhile. */
  readonly passages: readonly Passage[];
  readonly heard: readonly Span[];
  readonly ending: AbortController;
  cause: EndCause | null;
  /** It is silent, because others speak. */
  pausing: boolean;
  /** Why nothing is heard of it for now, although it repeats; null: it is. */
  mute: Reason | null;
}

/** One for each output; zones without one have none. */
export function legsOf(zones: readonly ZoneRun[], plan: RunPlan): Leg[] {
  const outputIds = [...new Set(zones.flatMap(({ zone }) => zone.outputId ?? []))];
  return outputIds.map((outputId) => {
    const own = zones.filter(({ zone }) => zone.outputId === outputId);
    // Zones on one output are in the same turn.
    const part = partOf(plan, own[0]?.zone.id ?? '');
    return {
      outputId,
      zones: own,
      passages: passagesOf(plan.content, part),
      heard: heardSpans(plan.content, part),
      ending: new AbortController(),
      cause: null,
      pausing: false,
      mute: null,
    };
  });
}

/** There is something to hear in a zone again; what was silent while it could be heard is kept. */
export function hearAgain(run: ZoneRun, now: number): void {
  run.unheardMs += unheardUntil(run, now);
  run.unheardSince = null;
}

/** How long there has been nothing to hear in it, from its amplifier's ON to its own end or `now` (monotonic). */
export function unheardUntil({ unheardSince, confirmedAt, silentAt }: ZoneRun, now: number): number {
  if (unheardSince === null || confirmedAt === null) return 0;
  return Math.max(0, Math.min(now, silentAt ?? now) - Math.max(unheardSince, confirmedAt));
}
