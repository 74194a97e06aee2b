import type { Missed } from '../contract/index.ts';
import { minuteMs } from '../core/village-time.ts';

/** What the reconciler does with a planned slot at this second. Pure; asked again each second. */
export interface DueSlot {
  readonly startsAt: number;
  readonly handOverAt: number;
  readonly skipped: boolean;
  readonly missed: Missed;
  /** What was heard of it before a power cut broke it off, ms; null: it was never broken off. */
  readonly airedBeforeMs: number | null;
  /** An emergency cut into it: until when it may begin again. Null: none did. */
  readonly beginsAgainUntil: number | null;
  /** Every gate but the clock's lets at least one zone through. */
  readonly open: boolean;
}

export interface Moment {
  readonly now: number;
  readonly clockTrusted: boolean;
  /** When this process began to watch; a slot before it was missed while the gateway was off. */
  readonly watchingSince: number;
  /** The clock was untrusted, or stepped over the slot, between its start and now. */
  readonly heldByClock: boolean;
  /** From there the clock jumped to now, and may jump back: what is too late by it is not given up yet. Null: it did not. */
  readonly doubtfulFrom: number | null;
}

export type DueDecision =
  { readonly do: 'wait' } | { readonly do: 'hand-over' } | { readonly do: 'end'; readonly code: EndCode };
export type EndCode =
  | 'slot.skipped'
  | 'held-back'
  | 'slot.gateway-off'
  | 'slot.clock-untrusted'
  | 'slot.too-late'
  | 'broadcast.interrupted';

/**
 * A slot goes to the broadcast this long before its slowest amplifier has to warm up: time to check, cue, command, and to
 * listen to a station until it is known which of its addresses sounds.
 */
const preparationMs = 15_000;
/** Later than this it is missed, unless its programme says otherwise: a short restart costs nobody the morning programme. */
export const latestStartMs = 60_000;

/** No amplifier warms up for longer than a minute (contract/zones.ts): before this nothing is handed over. */
export const earliestHandOverMs = preparationMs + 60_000;

/** When a slot goes to the broadcast. */
export function handOverAt(startsAt: number, warmupsMs: readonly number[]): number {
  return startsAt - preparationMs - Math.max(0, ...warmupsMs);
}

/** Until when it may still begin, or go on. */
export function lastChance({
  startsAt,
  missed,
  airedBeforeMs,
  beginsAgainUntil,
}: Pick<DueSlot, 'startsAt' | 'missed' | 'airedBeforeMs' | 'beginsAgainUntil'>): number {
  if (beginsAgainUntil !== null) return beginsAgainUntil;
  const withinMs = missed.policy === 'skip' ? 0 : missed.withinMinutes * minuteMs;
  return startsAt + (airedBeforeMs ?? 0) + Math.max(latestStartMs, withinMs);
}

export function decideDue(slot: DueSlot, moment: Moment): DueDecision {
  if (slot.skipped) return moment.now >= slot.startsAt ? { do: 'end', code: 'slot.skipped' } : { do: 'wait' };
  if (!moment.clockTrusted) return { do: 'wait' };
  if (moment.now < slot.handOverAt) return { do: 'wait' };
  if (moment.now <= lastChance(slot)) {
    if (slot.open) return { do: 'hand-over' };
    // Until its start somebody may still approve it, or end the overlay.
    return moment.now >= slot.startsAt ? { do: 'end', code: 'held-back' } : { do: 'wait' };
  }
  if (moment.doubtfulFrom !== null && slot.startsAt >= moment.doubtfulFrom) return { do: 'wait' };
  if (slot.airedBeforeMs !== null) return { do: 'end', code: 'broadcast.interrupted' };
  if (slot.startsAt < moment.watchingSince) return { do: 'end', code: 'slot.gateway-off' };
  return { do: 'end', code: moment.heldByClock ? 'slot.clock-untrusted' : 'slot.too-late' };
}

/** So little is left that it is over: what was heard is known to the heartbeat, and nobody powers amplifiers for a tail. */
export const tailMs = 10_000;

/** Where what a power cut broke off is to begin again, ms; null: it is over. Once, by a programme that asks for it. */
export function goesOnAt(
  missed: Missed,
  { airedBeforeMs, airedMs, durationMs }: Record<'airedMs' | 'durationMs', number> & Pick<DueSlot, 'airedBeforeMs'>,
): number | null {
  if (airedBeforeMs !== null || missed.withinMinutes === 0 || durationMs - airedMs < tailMs) return null;
  if (missed.policy === 'resume') return airedMs;
  return missed.policy === 'restart' ? 0 : null;
}
