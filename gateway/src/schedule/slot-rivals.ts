import type { Priority } from '../contract/index.ts';
import { outranks } from '../core/priority.ts';
import type { StoredSlot } from './slot-store.ts';

export interface Rival {
  readonly title: string;
  readonly priority: Priority;
  readonly startsAt: number;
  /** The rival gives way to the slot that was asked about. */
  readonly yields: boolean;
}

/** The slots that want an output of `slot` while it airs; of equal rank the earlier start wins. Pure. */
export function rivalsOf(
  slot: StoredSlot,
  others: readonly StoredSlot[],
  outputsOf: (zoneIds: readonly string[]) => ReadonlySet<string>,
): Rival[] {
  const mine = outputsOf(slot.zoneIds);
  const end = slot.startsAt + Math.max(slot.durationMs, 1);
  return others
    .filter((other) => {
      if (other.id === slot.id || other.state === 'ended' || other.skippedBy !== null) return false;
      const otherEnd = other.startsAt + Math.max(other.durationMs, 1);
      if (other.startsAt >= end || otherEnd <= slot.startsAt) return false;
      return [...outputsOf(other.zoneIds)].some((id) => mine.has(id));
    })
    .map(({ title, priority, startsAt }) => ({
      title,
      priority,
      startsAt,
      yields: outranks(slot.priority, priority) || (slot.priority === priority && slot.startsAt <= startsAt),
    }));
}
