import type { Recording } from '#contract';

export const steps = ['upload', 'probe', 'measure', 'normalise', 'verify'] as const;
export type Step = (typeof steps)[number];

/** How far a recording is on its way to the horns: the step it is in, or waiting for the next; null when there. */
export interface Preparation {
  readonly step: Step | 'queue';
  /** 0…1 of this step. */
  readonly share: number;
  /** Steps behind it. */
  readonly done: number;
}

export function preparationOf({ state, step, progress }: Recording): Preparation | null {
  if (state === 'ready' || state === 'failed') return null;
  if (step === null) return { step: 'queue', share: 0, done: state === 'uploading' ? 0 : 1 };
  return { step, share: progress, done: steps.indexOf(step) };
}
