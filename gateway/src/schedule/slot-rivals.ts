import { outranks } from '../core/air/priority.ts';
import type { StoredSlot } from './slot-store.ts';

/** What a stronger one on the same output makes of a slot: it is not heard, begins when the other is over, or is cut short. */
export interface Yielding {
  readonly kind: 'lost' | 'late' | 'cut';
  readonly to: StoredSlot;
}

type OutputsOf = (zoneIds: readonly string[]) => ReadonlySet<string>;

/** Which slots want an output of another one while that airs, by slot id. `slots`: in order of their start. Pure. */
export function rivalsAmong(slots: readonly StoredSlot[], outputsOf: OutputsOf): Map<string, StoredSlot[]> {
  const rivals = new Map<string, StoredSlot[]>();
  const note = (one: StoredSlot, other: StoredSlot) => rivals.set(one.id, [...(rivals.get(one.id) ?? []), other]);
  let airing: StoredSlot[] = [];
  for (const slot of slots) {
    if (slot.state === 'ended' || slot.skippedBy !== null) continue;
    airing = airing.filter((other) => endOf(other) > slot.startsAt);
    const outputs = airing.length > 0 ? outputsOf(slot.zoneIds) : null;
    for (const other of airing) {
      if (![...outputsOf(other.zoneIds)].some((id) => outputs?.has(id))) continue;
      note(slot, other);
      note(other, slot);
    }
    airing.push(slot);
  }
  return rivals;
}

/** Of equal rank the earlier start wins. */
export function yieldsTo(slot: StoredSlot, rival: StoredSlot): boolean {
  if (slot.priority !== rival.priority) return outranks(rival.priority, slot.priority);
  return rival.startsAt < slot.startsAt;
}

/** `lastChanceAt`: so late it may still begin. Null: nobody is in its way. */
export function yieldingOf(slot: StoredSlot, rivals: readonly StoredSlot[], lastChanceAt: number): Yielding | null {
  const stronger = rivals.filter((rival) => yieldsTo(slot, rival));
  const [longest] = stronger.filter((rival) => rival.startsAt <= slot.startsAt).sort((a, b) => endOf(b) - endOf(a));
  if (longest) return { kind: endOf(longest) > lastChanceAt ? 'lost' : 'late', to: longest };
  const [next] = stronger.sort((a, b) => a.startsAt - b.startsAt);
  return next ? { kind: 'cut', to: next } : null;
}

export function endOf({ startsAt, durationMs }: Pick<StoredSlot, 'startsAt' | 'durationMs'>): number {
  return startsAt + Math.max(durationMs, 1);
}
