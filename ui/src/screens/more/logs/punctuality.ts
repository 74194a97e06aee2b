import type { AirLogEntry } from '#contract';

export type Punctuality = { readonly kind: 'silent' } | { readonly kind: 'on-time' } | { kind: 'late'; lateMs: number };

/** Nobody in a village hears half a second. */
const toleratedMs = 500;

/** Whether sound left when it was planned. */
export function punctuality({ plannedAt, startedAt }: Pick<AirLogEntry, 'plannedAt' | 'startedAt'>): Punctuality {
  if (startedAt === null) return { kind: 'silent' };
  const lateMs = Date.parse(startedAt) - Date.parse(plannedAt);
  return lateMs <= toleratedMs ? { kind: 'on-time' } : { kind: 'late', lateMs };
}

export type ZoneTruth = 'aired' | 'powered' | 'sent';

/** How far it got in a zone: the command was sent, the relay confirmed, sound left. Never one for another. */
export function zoneTruth({
  confirmed,
  airedMs,
}: Pick<AirLogEntry['zones'][number], 'confirmed' | 'airedMs'>): ZoneTruth {
  if (!confirmed) return 'sent';
  return airedMs > 0 ? 'aired' : 'powered';
}
