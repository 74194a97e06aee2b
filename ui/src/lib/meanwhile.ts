import type { Priority, Slot, Zone } from '#contract';
import { outranks } from '#air/priority';
import { heldEverywhere } from './day-strip.ts';

export interface Meanwhile {
  readonly slot: Slot;
  /** It goes before what is aired now and cuts into it; otherwise it waits for its end. */
  readonly cutsIn: boolean;
}

/** What comes to its time on the same horns while something aired from now until `until` sounds, in that order. Pure. */
export function slotsMeanwhile(
  slots: readonly Slot[],
  order: { readonly zoneIds: readonly string[]; readonly priority: Priority },
  { now, until }: { readonly now: number; readonly until: number },
  zone: (id: string) => Pick<Zone, 'outputId'> | undefined,
): Meanwhile[] {
  const outputs = new Set(order.zoneIds.flatMap((id) => zone(id)?.outputId ?? []));
  return slots
    .filter((slot) => {
      const startsAt = Date.parse(slot.startsAt);
      const comes = slot.state === 'planned' && !slot.override?.skipped && !heldEverywhere(slot);
      return comes && startsAt > now && startsAt < until && slot.zoneIds.some((id) => outputs.has(outputOf(id)));
    })
    .map((slot) => ({ slot, cutsIn: outranks(slot.priority, order.priority) }));

  function outputOf(zoneId: string): string {
    return zone(zoneId)?.outputId ?? '';
  }
}
