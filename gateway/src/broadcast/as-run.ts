import type { AirLogLine } from '../contract/index.ts';
import { newId } from '../core/ids.ts';
import type { AirZone, OutcomeWords } from './ports.ts';
import type { RunPlan } from './run-plan.ts';
import type { RunResult } from './sum-up.ts';

/** What the air log keeps of a plan, whether or not it ever became a run. */
export type Announced = Pick<
  RunPlan,
  'id' | 'slotId' | 'title' | 'priority' | 'drill' | 'startsAt' | 'plannedAt' | 'startedBy' | 'reason'
>;

/** The line of the air log for what came of a broadcast. */
export function asRun(plan: Announced, result: Omit<RunResult, 'outcome'>, words: OutcomeWords): AirLogLine {
  return {
    id: newId(),
    broadcastId: plan.id,
    slotId: plan.slotId,
    title: plan.title,
    priority: plan.priority,
    drill: plan.drill,
    plannedAt: iso(plan.plannedAt),
    startedAt: result.startedAt === null ? null : iso(result.startedAt),
    endedAt: iso(result.endedAt),
    airedMs: Math.round(result.airedMs),
    outcome: { ...words, params: { ...words.params }, at: iso(result.endedAt) },
    startedBy: plan.startedBy,
    reason: plan.reason,
    zones: result.zones.map((zone) => ({ ...zone })),
    items: result.items.map((item) => ({ ...item })),
  };
}

/** The same for what never came as far as a run: nothing sounded anywhere. */
export function asUnaired(plan: Announced, zones: readonly AirZone[], at: number, words: OutcomeWords): AirLogLine {
  const silent = zones.map((zone) => ({
    zoneId: zone.id,
    name: zone.name,
    outputId: null,
    confirmed: false,
    airedMs: 0,
    fault: null,
  }));
  return asRun(plan, { startedAt: null, endedAt: at, airedMs: 0, zones: silent, items: [] }, words);
}

function iso(instant: number): string {
  return new Date(Math.round(instant)).toISOString();
}
