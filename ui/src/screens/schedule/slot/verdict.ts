import type { Slot, WhyStep } from '#contract';

/** What a slot comes to, as far as it is known: the question its page answers. */
export type Verdict = 'will' | 'will-partly' | 'will-not' | 'on-air' | 'aired' | 'not' | 'not-whole';

/** `steps`: the reason chain, if it has been asked for; without it the slot itself says enough. */
export function verdictOf(slot: Slot, steps: readonly WhyStep[] = []): Verdict {
  if (slot.outcome) {
    switch (slot.outcome.kind) {
      case 'aired':
        return 'aired';
      case 'aired-partly':
        return 'not-whole';
      case 'stopped':
        return slot.outcome.params['airedSeconds'] === 0 ? 'not' : 'not-whole';
      case 'pre-empted':
      case 'skipped':
      case 'quiet-hours':
      case 'held-back':
      case 'missed':
      case 'failed':
        return 'not';
    }
  }
  if (slot.state === 'on-air') return 'on-air';
  const held = new Set(slot.holds.flatMap(({ zoneIds }) => zoneIds));
  const allHeld = slot.zoneIds.length > 0 && slot.zoneIds.every((id) => held.has(id));
  if (slot.override?.skipped || allHeld || steps.some(({ verdict }) => verdict === 'closed')) return 'will-not';
  return held.size > 0 || steps.some(({ verdict }) => verdict === 'partly') ? 'will-partly' : 'will';
}

const faults: ReadonlySet<WhyStep['step']> = new Set(['clock', 'content', 'equipment', 'outcome']);

/** Something is wrong, rather than left silent on purpose. */
export function isFault({ step, verdict, reason }: WhyStep): boolean {
  if (verdict !== 'closed' || !faults.has(step)) return false;
  // An outcome may only repeat what people wanted.
  return (
    step !== 'outcome' ||
    !/^slot\.(skipped|stopped-waiting|not-approved|content-not-approved|overlay|quiet-hours|minutes-used-up)$/.test(
      reason.code,
    )
  );
}

/** The step that decides, which is opened: the one that closes, else the first that lets only a part through. */
export function decidingStep(steps: readonly WhyStep[]): WhyStep['step'] | null {
  const found =
    steps.find(({ step, verdict }) => verdict === 'closed' && step !== 'outcome') ??
    steps.find(({ verdict }) => verdict === 'closed') ??
    steps.find(({ verdict }) => verdict === 'partly') ??
    steps.find(({ verdict }) => verdict === 'warning');
  return found?.step ?? null;
}
