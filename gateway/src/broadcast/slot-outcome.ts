import type { AirLogLine, Hold } from '../contract/index.ts';
import type { OutcomeWords } from './ports.ts';
import type { RunPlan } from './run-plan.ts';

/** A start this late is the missed policy's, and said so. */
const lateMs = 60_000;

/** The outcome of a slot's run in the words of its slot: what was made up late, what went on, which zones were held. Pure. */
export function slotOutcome(
  words: OutcomeWords,
  plan: Pick<RunPlan, 'plannedAt' | 'airedBeforeMs' | 'preEmptedBy' | 'holds'>,
  startedAt: number | null,
  zoneName: (id: string) => string,
): OutcomeWords {
  if (words.kind !== 'aired') return words;
  const [hold] = plan.holds;
  if (hold) {
    const zones = plan.holds.flatMap(({ zoneIds }) => zoneIds.map(zoneName)).join(', ');
    return { kind: 'aired-partly', code: 'slot.zones-held', params: { zones, cause: hold.reason.code } };
  }
  if (plan.airedBeforeMs !== null) {
    return { ...words, code: 'broadcast.resumed', params: { airedSeconds: Math.round(plan.airedBeforeMs / 1_000) } };
  }
  if (plan.preEmptedBy !== null) {
    return { ...words, code: 'broadcast.made-up-after', params: { by: plan.preEmptedBy } };
  }
  const behindMs = (startedAt ?? plan.plannedAt) - plan.plannedAt;
  if (behindMs <= lateMs) return words;
  return { ...words, code: 'broadcast.made-up', params: { lateSeconds: Math.round(behindMs / 1_000) } };
}

/** Zones that were held back, as the air log lists them: silent, and why. */
export function heldZones(holds: readonly Hold[], zoneName: (id: string) => string): AirLogLine['zones'] {
  return holds.flatMap(({ zoneIds, reason }) =>
    zoneIds.map((zoneId) => ({
      zoneId,
      name: zoneName(zoneId),
      outputId: null,
      confirmed: false,
      airedMs: 0,
      fault: reason,
    })),
  );
}
