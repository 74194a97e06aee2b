/** What the reconciler does with a planned slot at this second. Pure; asked again each second. */
export interface DueSlot {
  readonly startsAt: number;
  readonly handOverAt: number;
  readonly skipped: boolean;
}

export interface Moment {
  readonly now: number;
  readonly clockTrusted: boolean;
  /** When this process began to watch; a slot before it was missed while the gateway was off. */
  readonly watchingSince: number;
  /** The clock was untrusted, or stepped over the slot, between its start and now. */
  readonly heldByClock: boolean;
}

export type DueDecision =
  { readonly do: 'wait' } | { readonly do: 'hand-over' } | { readonly do: 'end'; readonly code: EndCode };
export type EndCode = 'slot.skipped' | 'slot.gateway-off' | 'slot.clock-untrusted' | 'slot.too-late';

/** A slot goes to the broadcast this long before its slowest amplifier has to warm up: time to check, cue, command. */
const preparationMs = 9_000;
/** Later than this it is missed and not played: a short restart costs nobody the morning programme. */
export const latestStartMs = 60_000;

/** When a slot goes to the broadcast. */
export function handOverAt(startsAt: number, warmupsMs: readonly number[]): number {
  return startsAt - preparationMs - Math.max(0, ...warmupsMs);
}

export function decideDue(slot: DueSlot, moment: Moment): DueDecision {
  if (slot.skipped) return moment.now >= slot.startsAt ? { do: 'end', code: 'slot.skipped' } : { do: 'wait' };
  if (!moment.clockTrusted) return { do: 'wait' };
  if (moment.now < slot.handOverAt) return { do: 'wait' };
  if (moment.now <= slot.startsAt + latestStartMs) return { do: 'hand-over' };
  if (moment.heldByClock) return { do: 'end', code: 'slot.clock-untrusted' };
  return { do: 'end', code: slot.startsAt < moment.watchingSince ? 'slot.gateway-off' : 'slot.too-late' };
}
