import type { AirLogEntry } from '#contract';

export type Punctuality =
  /** `at-once`: nobody planned it, so it was due as soon as the amplifiers were ready. */
  { readonly kind: 'silent' | 'on-time' | 'at-once' } | { readonly kind: 'late'; readonly byMs: number };

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
  if (byMs > toleratedMs) return { kind: 'late', byMs };
  return { kind: slotId === null ? 'at-once' : 'on-time' };
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
