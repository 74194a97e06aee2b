import type { SwitchState } from '../contract/index.ts';
import type { RelayTiming } from './timing.ts';

/**
 * What the meter of a channel proves, pure: a relay that says OFF and whose amplifier still draws has a welded contact; one
 * that says ON and whose amplifier draws nothing feeds an amplifier that is switched off, or whose fuse is blown. Both
 * may last `proofMs` before they are a fault, for a meter is slow. What was found stays until the meter shows it cured.
 */
export interface PowerProof {
  /** What the meter last said; null: there is none, or it has not spoken yet. */
  readonly watts: number | null;
  readonly fault: ProofFault | null;
  /** Since when the meter may contradict the device; null: it bore the device out. */
  readonly doubtedAtMs: number | null;
  /** How often it was asked in vain since then. */
  readonly asked: number;
  /** When silence becomes a `time` event. */
  readonly dueAtMs: number | null;
}

export type ProofFault = 'relay.draws-while-off' | 'relay.no-draw';

/** `switched`: the device said another state, or another one is wanted of it. */
export type ProofEvent =
  { readonly kind: 'switched' } | { readonly kind: 'reading'; readonly watts: number } | { readonly kind: 'time' };

/** What is said and wanted of the channel, and above how many watts its amplifier counts as running; null: never judged. */
export interface Proven {
  readonly said: SwitchState;
  readonly wanted: 'on' | 'off';
  readonly minDrawW: number | null;
}

export interface ProofTurn {
  readonly proof: PowerProof;
  /** `off`: told once more to go off, and to measure. */
  readonly command: 'measure' | 'off' | null;
}

export const unmeasured: PowerProof = { watts: null, fault: null, doubtedAtMs: null, asked: 0, dueAtMs: null };

export function prove(
  before: PowerProof,
  event: ProofEvent,
  channel: Proven,
  nowMs: number,
  timing: Pick<RelayTiming, 'proofMs' | 'asks' | 'longestRetryMs'>,
): ProofTurn {
  const quiet = (proof: PowerProof): ProofTurn => ({ proof, command: null });
  const proof = event.kind === 'reading' ? { ...before, watts: event.watts } : before;
  const { minDrawW } = channel;
  if (minDrawW === null || proof.watts === null) return quiet({ ...unmeasured, watts: proof.watts });
  const expected = expectedDraw(channel);
  switch (event.kind) {
    case 'switched':
      if (expected === null) return quiet({ ...proof, doubtedAtMs: null, dueAtMs: null });
      // Every ON is judged anew: somebody may have been at the amplifier.
      return quiet({
        ...proof,
        fault: expected && proof.fault === 'relay.no-draw' ? null : proof.fault,
        doubtedAtMs: nowMs,
        asked: 0,
        dueAtMs: nowMs + timing.proofMs,
      });
    case 'reading':
      return quiet(read(proof, proof.watts > minDrawW, expected, nowMs, timing));
    case 'time':
      return timeUp(proof, expected, nowMs, timing);
  }
}

/** Whether the amplifier should draw now; null: the device does not do what is wanted, which is another's fault to find. */
function expectedDraw({ said, wanted }: Proven): boolean | null {
  if (said === 'off') return wanted === 'off' ? false : null;
  return said === 'on' && wanted === 'on' ? true : null;
}

function read(
  before: PowerProof,
  draws: boolean,
  expected: boolean | null,
  nowMs: number,
  timing: Pick<RelayTiming, 'proofMs'>,
): PowerProof {
  const proof = { ...before, fault: cured(before.fault, draws, expected) };
  if (expected === null) return proof;
  if (draws === expected) return { ...proof, doubtedAtMs: null, asked: 0, dueAtMs: null };
  const doubtedAtMs = proof.doubtedAtMs ?? nowMs;
  if (nowMs < doubtedAtMs + timing.proofMs) return { ...proof, doubtedAtMs, dueAtMs: doubtedAtMs + timing.proofMs };
  return {
    ...proof,
    doubtedAtMs,
    asked: 0,
    fault: expected ? 'relay.no-draw' : 'relay.draws-while-off',
    dueAtMs: proof.dueAtMs ?? nowMs,
  };
}

/** An amplifier that draws is switched on again; one that draws nothing while it should not has a sound contact again. */
function cured(fault: ProofFault | null, draws: boolean, expected: boolean | null): ProofFault | null {
  if (fault === 'relay.no-draw') return draws && expected === true ? null : fault;
  return draws || expected !== false ? fault : null;
}

/** The meter is asked; one that never answers is given up, but a contact that does not open is told OFF for ever. */
function timeUp(
  proof: PowerProof,
  expected: boolean | null,
  nowMs: number,
  timing: Pick<RelayTiming, 'asks' | 'longestRetryMs'>,
): ProofTurn {
  if (proof.dueAtMs === null || nowMs < proof.dueAtMs) return { proof, command: null };
  const welded = proof.fault === 'relay.draws-while-off' && expected === false;
  if (proof.asked >= timing.asks && !welded) return { proof: { ...proof, dueAtMs: null }, command: null };
  return {
    proof: { ...proof, asked: proof.asked + 1, dueAtMs: nowMs + timing.longestRetryMs },
    command: welded ? 'off' : 'measure',
  };
}
