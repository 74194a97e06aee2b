import type { AirLogEntry } from '#contract';
import { isCut, wasCommanded } from '../../../lib/air-progress.ts';

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

export type ZoneTruth = 'aired' | 'powered' | 'sent' | 'unanswered' | 'not-yet' | 'not-sent';

/** How far it got in a zone: the command was sent, the relay confirmed, sound left. Never one for another. */
export function zoneTruth(
  zone: Pick<AirLogEntry['zones'][number], 'confirmed' | 'airedMs' | 'outputId' | 'fault'>,
  outcome: Pick<AirLogEntry['outcome'], 'code'>,
): ZoneTruth {
  const { confirmed, airedMs, fault } = zone;
  if (!wasCommanded(zone)) return fault ? 'not-sent' : 'not-yet';
  // Ended before the relay could answer: no fault of the relay.
  if (!confirmed) return isCut(outcome) && !fault ? 'unanswered' : 'sent';
  return airedMs > 0 ? 'aired' : 'powered';
}
