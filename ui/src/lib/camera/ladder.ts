import type { Camera, CameraCause, CameraTestResult } from '#contract';
import { causeOf } from './say-camera.ts';

/** The way up to a picture, as a person can follow it: the lowest rung that is broken is where to begin. Pure. */

export const rungs = ['network', 'onvif', 'login', 'stream', 'picture'] as const;
export type Rung = (typeof rungs)[number];
/** `doubtful`: it holds, and not as it should. `unseen`: nobody came so far. */
export type RungState = 'well' | 'doubtful' | 'broken' | 'unseen';
export type Ladder = readonly { readonly rung: Rung; readonly state: RungState }[];

/** Where each cause breaks it; null: none of the rungs. */
const places: Record<CameraCause, readonly [rung: Rung, state: 'doubtful' | 'broken'] | null> = {
  unreachable: ['network', 'broken'],
  refused: ['network', 'broken'],
  'timed-out': ['onvif', 'broken'],
  'not-onvif': ['onvif', 'broken'],
  'broken-reply': ['onvif', 'broken'],
  unsupported: ['onvif', 'broken'],
  'wrong-password': ['login', 'broken'],
  locked: ['login', 'broken'],
  'clock-skew': ['login', 'broken'],
  'no-profiles': ['stream', 'broken'],
  'stream-refused': ['stream', 'broken'],
  'stream-busy': ['stream', 'broken'],
  'stream-silent': ['stream', 'broken'],
  'stream-stalled': ['stream', 'broken'],
  slow: ['stream', 'doubtful'],
  thin: ['stream', 'doubtful'],
  frozen: ['picture', 'broken'],
  black: ['picture', 'broken'],
  flapping: ['network', 'doubtful'],
  'clock-off': null,
};

/** A picture that flows proves its two rungs, whatever does not answer below them. */
export function ladderOf({ status, cause, live }: Pick<Camera, 'status' | 'cause' | 'live'>): Ladder {
  if (cause === null && status === 'unknown') return every('unseen');
  return climb(cause, live);
}

/** Something below it is broken, and the picture comes all the same. */
export function isStillSeen({ cause, live }: Pick<Camera, 'cause' | 'live'>): boolean {
  return live && cause !== null && places[cause]?.[1] === 'broken';
}

export function ladderOfTest({ problem, picture }: Pick<CameraTestResult, 'problem' | 'picture'>): Ladder {
  if (problem === null) {
    return rungs.map((rung) => ({ rung, state: rung === 'picture' && picture === null ? 'unseen' : 'well' }));
  }
  const cause = causeOf(problem.code);
  return cause === null ? every('unseen') : climb(cause, picture !== null);
}

export function every(state: RungState): Ladder {
  return rungs.map((rung) => ({ rung, state }));
}

function climb(cause: CameraCause | null, live: boolean): Ladder {
  const place = cause === null ? null : places[cause];
  if (place === null) return every('well');
  const [broken, state] = place;
  const at = rungs.indexOf(broken);
  return rungs.map((rung, index) => {
    if (index === at) return { rung, state };
    if (index < at || state === 'doubtful') return { rung, state: 'well' };
    return { rung, state: live && (rung === 'stream' || rung === 'picture') ? 'well' : 'unseen' };
  });
}
