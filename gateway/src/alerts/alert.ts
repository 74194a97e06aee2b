import type { Alert, AlertCamera, AlertKind } from '../contract/index.ts';
import type { AlertTiming } from './timing.ts';
import type { Watch, Watched } from './watch.ts';

/** `ms`: the monotonic clock, by which is waited · `at`: the wall clock, epoch ms, which people read. */
export interface Now {
  readonly ms: number;
  readonly at: number;
}

export interface Judging {
  readonly watch: Watch;
  readonly now: Now;
  readonly timing: AlertTiming;
  readonly newId: () => string;
}

export function newAlert(
  kind: AlertKind,
  members: readonly Watched[],
  cabinet: string | null,
  { now, newId }: Pick<Judging, 'now' | 'newId'>,
): Alert {
  const sinceMs = Math.min(...members.map(({ badSinceMs, lostSinceMs }) => lostSinceMs ?? badSinceMs ?? now.ms));
  return {
    id: newId(),
    kind,
    cameras: members.map(memberOf),
    cabinet,
    since: instant(now.at - (now.ms - sinceMs)),
    raisedAt: instant(now.at),
    held: false,
    relapses: 0,
    acknowledged: null,
    ended: null,
  };
}

export function memberOf({ camera: { id, name, cause } }: Watched): AlertCamera {
  return { id, name, cause, backAt: null, settled: false };
}

export function kindOf({ camera: { status } }: Watched): AlertKind {
  if (status === 'locked') return 'camera-locked';
  return status === 'offline' ? 'camera-offline' : 'camera-degraded';
}

export function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
