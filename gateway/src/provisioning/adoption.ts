import type { Adoption, Reason } from '../contract/index.ts';

/** What happens to a device on its way to its own account. */
export type AdoptionEvent =
  /** It answered to something that was sent. */
  | 'heard'
  /** It left the pairing account. */
  | 'left'
  /** It is in by the pairing account again. */
  | 'came-back'
  /** It is in by its own. */
  | 'arrived'
  /** Its contacts said how they stand: it is a relay of the village. */
  | 'answered'
  | 'time';

export interface AdoptionState {
  readonly step: Adoption['step'];
  readonly heard: boolean;
  readonly fault: Reason['code'] | null;
  /** Monotonic; until then the next is to have happened. Null: nothing is waited for. */
  readonly dueAtMs: number | null;
}

/**
 * A Shelly takes its twenty calls one by one, a Tasmota works through its list in 4 s. To begin anew, a Tasmota on weak
 * Wi-Fi takes half a minute.
 */
export const adoptionPatienceMs: Readonly<Record<Adoption['step'], number | null>> = {
  sending: 60_000,
  restarting: 120_000,
  arrived: 30_000,
  answered: null,
};

const next: Record<Adoption['step'], Partial<Record<AdoptionEvent, Adoption['step']>>> = {
  sending: { left: 'restarting', arrived: 'arrived', answered: 'answered' },
  restarting: { arrived: 'arrived', answered: 'answered' },
  arrived: { answered: 'answered' },
  answered: {},
};

export function begun(nowMs: number): AdoptionState {
  return at('sending', false, nowMs);
}

/** Nothing but the device's own word under its own account brings it to the end; what comes late still counts. */
export function advance(state: AdoptionState, event: AdoptionEvent, nowMs: number): AdoptionState {
  const step = next[state.step][event];
  if (step) return at(step, state.heard, nowMs);
  if (event === 'heard') return { ...state, heard: true };
  if (event === 'came-back' && state.step === 'restarting') return failed(state, 'pairing.not-taken');
  if (event === 'time' && state.dueAtMs !== null && nowMs >= state.dueAtMs) return failed(state, lateCode(state));
  return state;
}

export function refused(state: AdoptionState, code: Reason['code']): AdoptionState {
  return failed(state, code);
}

function at(step: Adoption['step'], heard: boolean, nowMs: number): AdoptionState {
  const patienceMs = adoptionPatienceMs[step];
  return { step, heard, fault: null, dueAtMs: patienceMs === null ? null : nowMs + patienceMs };
}

function failed(state: AdoptionState, fault: Reason['code']): AdoptionState {
  return { ...state, fault, dueAtMs: null };
}

function lateCode({ step, heard }: AdoptionState): Reason['code'] {
  if (step === 'sending') return heard ? 'pairing.not-restarted' : 'pairing.no-answer';
  return step === 'restarting' ? 'pairing.not-back' : 'pairing.no-state';
}
