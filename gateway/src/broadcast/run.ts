import type { RunState } from '../contract/index.ts';

/** The life of one broadcast. A pair that is not in the table cannot happen: `advance` then throws. */
export type RunEvent = 'arm' | 'aired' | 'ended' | 'cooled' | 'fail' | 'cancel' | 'preempt' | 'miss';

const next: Record<RunState, Partial<Record<RunEvent, RunState>>> = {
  planned: { arm: 'warming', cancel: 'cancelled', fail: 'failed', preempt: 'pre-empted', miss: 'missed' },
  warming: { aired: 'on-air', cancel: 'cancelled', fail: 'failed', preempt: 'pre-empted' },
  'on-air': { ended: 'cooling', cancel: 'cancelled', fail: 'failed', preempt: 'pre-empted' },
  cooling: { cooled: 'done', cancel: 'done', preempt: 'done' },
  done: {},
  failed: {},
  cancelled: {},
  'pre-empted': {},
  missed: {},
};

export function advance(state: RunState, event: RunEvent): RunState {
  const to = next[state][event];
  if (!to) throw new Error(`a broadcast that is ${state} cannot ${event}`);
  return to;
}

export function isOver(state: RunState): boolean {
  return Object.keys(next[state]).length === 0;
}
