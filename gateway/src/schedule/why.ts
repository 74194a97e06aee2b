import type { Reason, WhyStep } from '../contract/index.ts';
import type { ClockTrust } from '../core/clock/trust.ts';
import type { GateAnswer } from './gates.ts';
import type { StoredSlot } from './slot-store.ts';

/** The first links of the answer to "vì sao (không) phát?": what planned it, and what somebody changed on it. Pure. */
export function plannedSteps(slot: StoredSlot): WhyStep[] {
  const planned = step('rule', 'passed', 'why.planned', { at: iso(slot.occursAt) });
  return [planned, overrideStep(slot)];
}

function overrideStep(slot: StoredSlot): WhyStep {
  const by = slot.changedBy ?? slot.skippedBy ?? '';
  const from = iso(slot.occursAt);
  const moved = slot.startsAt !== slot.occursAt;
  if (slot.skippedBy !== null) return step('override', 'closed', 'slot.skipped', { by: slot.skippedBy });
  if (moved && slot.content) return step('override', 'passed', 'why.moved-and-replaced', { from, by });
  if (moved) return step('override', 'passed', 'why.moved', { from, by });
  if (slot.content) return step('override', 'passed', 'why.replaced', { by });
  return step('override', 'passed', 'why.unchanged', {});
}

/** The fifth gate. `isLate`: its time is over, and it has no outcome yet. */
export function clockStep(trust: ClockTrust, isLate: boolean): WhyStep {
  if (!trust.trusted) return step('clock', 'warning', 'why.clock-untrusted', {});
  if (isLate) return step('clock', 'warning', 'why.past-its-time', {});
  return step('clock', 'passed', 'why.clock-trusted', { source: trust.reason });
}

/** Everything that was asked up to the gates; what is closed ends the chain. */
export function decidedSteps(slot: StoredSlot, answer: GateAnswer, trust: ClockTrust, isLate = false): WhyStep[] {
  return untilClosed([...plannedSteps(slot), ...answer.steps, clockStep(trust, isLate)]);
}

/** Nothing is asked any more after a step that is closed. */
export function untilClosed(steps: readonly WhyStep[]): WhyStep[] {
  const closed = steps.findIndex(({ verdict }) => verdict === 'closed');
  return closed === -1 ? [...steps] : steps.slice(0, closed + 1);
}

/** A slot that is over: what was asked then, and what came of it. */
export function pastSteps(slot: StoredSlot): WhyStep[] {
  const asked = slot.decided?.steps ?? plannedSteps(slot);
  const { outcome } = slot;
  if (!outcome) return asked;
  const aired = outcome.kind === 'aired' ? 'passed' : outcome.kind === 'aired-partly' ? 'partly' : 'closed';
  return [...asked, { step: 'outcome', verdict: aired, reason: { code: outcome.code, params: outcome.params } }];
}

export function step(
  name: WhyStep['step'],
  verdict: WhyStep['verdict'],
  code: string,
  params: Reason['params'],
): WhyStep {
  return { step: name, verdict, reason: { code, params } };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
