import type { Hold, Priority } from '../contract/index.ts';
import type { Turns } from '../core/air/turns.ts';
import type { AirZone, CuedContent } from './ports.ts';
import type { Claim } from './priority.ts';
import { heardSpans, scoreMs, type Part, type Span } from './score.ts';

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
  /** All of it; where it was broken off before, `airedBeforeMs` says where it goes on. */
  readonly content: CuedContent;
  readonly turns: Turns;
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

type Lengthy = Pick<RunPlan, 'content' | 'turns' | 'airedBeforeMs'>;

/** From its first sample to its last. */
export function lengthMs({ content, turns, airedBeforeMs }: Lengthy): number {
  return Math.max(0, scoreMs(content, turns.count) - (airedBeforeMs ?? 0));
}

/** By its length: when it is over; Infinity: when somebody ends it. */
export function endOf(plan: Lengthy & Pick<RunPlan, 'startsAt' | 'loops'>): number {
  return plan.loops ? Infinity : plan.startsAt + lengthMs(plan);
}

/** Which part of a plan a zone speaks. */
export function partOf({ turns, airedBeforeMs }: Pick<RunPlan, 'turns' | 'airedBeforeMs'>, zoneId: string): Part {
  return { turn: turns.of.get(zoneId) ?? 0, count: turns.count, fromMs: airedBeforeMs ?? 0 };
}

/** When each zone is heard, for what a power cut leaves; null: all of them as long as it plays. */
export function heardByZone(plan: RunPlan): Record<string, readonly Span[]> | null {
  if (plan.turns.count === 1) return null;
  return Object.fromEntries(plan.zones.map(({ zone: { id } }) => [id, heardSpans(plan.content, partOf(plan, id))]));
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
