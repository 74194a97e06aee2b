import type { Hold, Priority } from '../contract/index.ts';
import type { AirZone, CuedContent } from './ports.ts';
import type { Claim } from './priority.ts';

/** One airing, decided and cued: what `perform` carries out. */
export interface RunPlan {
  readonly id: string;
  readonly slotId: string | null;
  readonly title: string;
  readonly priority: Priority;
  /** It is a practice, and is shown as one everywhere. */
  readonly drill: boolean;
  /** It says that an emergency is over. */
  readonly allClear: boolean;
  /** Somebody speaks in it, until they have finished. */
  readonly live: boolean;
  /** Its content begins again until somebody ends it. */
  readonly loops: boolean;
  readonly startsAt: number;
  /** When it should have started; of a slot that is made up, before `startsAt`. */
  readonly plannedAt: number;
  /** What was heard of it before it was broken off, ms; null: it was not. */
  readonly airedBeforeMs: number | null;
  /** The emergency that cut in before, and after which it begins again; null: none did. */
  readonly preEmptedBy: string | null;
  /** Zones of the slot that the gates held back: in its log, but not switched. */
  readonly holds: readonly Hold[];
  readonly content: CuedContent;
  /** `endBy`: when this zone must be silent (quiet hours), epoch ms. */
  readonly zones: readonly { readonly zone: AirZone; readonly endBy: number | null }[];
  readonly startedBy: string | null;
  /** What the person who started it said it is for. */
  readonly reason: string | null;
}

/** Which outputs it wants, and for how long. */
export function claimOf(plan: RunPlan): Claim {
  return {
    id: plan.id,
    title: plan.title,
    priority: plan.priority,
    live: plan.live,
    yields: plan.drill || plan.allClear || plan.slotId !== null,
    outputIds: new Set(plan.zones.flatMap(({ zone }) => zone.outputId ?? [])),
    startsAt: plan.startsAt,
    endsAt: endOf(plan),
  };
}

/** By its length: when it is over; Infinity: when somebody ends it. */
export function endOf({ startsAt, content, loops }: Pick<RunPlan, 'startsAt' | 'content' | 'loops'>): number {
  return loops ? Infinity : startsAt + content.durationMs;
}

/** Of the zones' amplifiers, ms. */
export function longestWarmup(zones: readonly AirZone[]): number {
  return Math.max(0, ...zones.map((zone) => zone.warmupMs));
}

/** A zone's quiet hours matter to a run only if it would still sound then. */
export function endsWithin(
  zones: readonly { readonly zone: AirZone; readonly endBy: number | null }[],
  endsAt: number,
): RunPlan['zones'] {
  return zones.map(({ zone, endBy }) => ({ zone, endBy: endBy !== null && endBy < endsAt ? endBy : null }));
}
