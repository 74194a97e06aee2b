/** The life of a live voice beside its broadcast: preparing (not heard yet) → speaking → closing (last chime) → over. */
export type Stage = 'preparing' | 'speaking' | 'closing' | 'over';
export type StageEvent =
  /** Its turn has come on the line: what is said is heard. */
  | 'turn'
  /** The voice ends here; what follows it is still heard. */
  | 'close'
  /** The broadcast is over, for whatever reason. */
  | 'end';

const next: Record<Stage, Partial<Record<StageEvent, Stage>>> = {
  preparing: { turn: 'speaking', close: 'closing', end: 'over' },
  speaking: { close: 'closing', end: 'over' },
  closing: { end: 'over' },
  over: {},
};

/** Null: it means nothing there, as a second "finish" or a late word of the mixer. */
export function stageAfter(stage: Stage, event: StageEvent): Stage | null {
  return next[stage][event] ?? null;
}
