import type { AirLogEntry } from '#contract';

export type Punctuality =
  | { readonly kind: 'silent' | 'on-time' }
  /** Later than planned; of what nobody planned, how long after it was asked for. */
  | { readonly kind: 'late' | 'after'; readonly byMs: number };

/** Nobody in a village hears half a second. */
const toleratedMs = 500;

/** Whether sound left when it was planned. */
export function punctuality({
  slotId,
  plannedAt,
  startedAt,
}: Pick<AirLogEntry, 'slotId' | 'plannedAt' | 'startedAt'>): Punctuality {
  if (startedAt === null) return { kind: 'silent' };
  const byMs = Date.parse(startedAt) - Date.parse(plannedAt);
  if (slotId === null) return { kind: 'after', byMs };
  return byMs <= toleratedMs ? { kind: 'on-time' } : { kind: 'late', byMs };
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
