import type { Recording } from '#contract';

/** The first is the person's or the voice's, the others are the same for any sound. */
const common = ['probe', 'measure', 'normalise', 'verify'] as const;
export type Step = 'upload' | 'speak' | (typeof common)[number];
export const stepCount = 1 + common.length;

/** How far a recording is on its way to the horns: the step it is in, or waiting for the next; null when there. */
export interface Preparation {
  readonly step: Step | 'queue';
  /** 0…1 of this step. */
  readonly share: number;
  /** Steps behind it. */
  readonly done: number;
}

export function preparationOf({ source, state, step, progress }: Recording): Preparation | null {
  if (state === 'ready' || state === 'failed') return null;
  if (step === null) {
    return { step: 'queue', share: 0, done: state === 'uploading' || source === 'speech' ? 0 : 1 };
  }
  const done = step === 'upload' || step === 'speak' ? 0 : 1 + common.indexOf(step);
  return { step, share: progress, done };
}
