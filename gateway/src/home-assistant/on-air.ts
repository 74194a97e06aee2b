import type { Broadcast, BroadcastZone, Slot } from '../contract/index.ts';

/** A broadcast as a zone has it. Pure. */
export interface OnAir {
  readonly broadcast: Broadcast;
  readonly state: BroadcastZone['state'];
}

/** Its amplifier is on for it, or off only while its station is silent; the nearer to the ear, the sooner it is named. */
const heard: readonly BroadcastZone['state'][] = ['sounding', 'pausing', 'resting'];

/** What is on air in a zone; of several broadcasts the one that sounds. Null: nothing is. */
export function onAirIn(zoneId: string, broadcasts: Iterable<Broadcast>): OnAir | null {
  let found: OnAir | null = null;
  for (const broadcast of broadcasts) {
    if (broadcast.state !== 'on-air') continue;
    for (const { zoneId: id, state } of broadcast.zones) {
      if (id !== zoneId || !heard.includes(state)) continue;
      if (!found || heard.indexOf(state) < heard.indexOf(found.state)) found = { broadcast, state };
    }
  }
  return found;
}

export function isOver({ state }: Broadcast): boolean {
  return !['planned', 'warming', 'on-air'].includes(state);
}

/** An emergency that goes on until somebody ends it, and is meant: a drill alarms nobody's house. */
export function isEmergency({ priority, drill, endsAt, state }: Broadcast): boolean {
  return priority === 'emergency' && !drill && endsAt === null && ['warming', 'on-air'].includes(state);
}

/** As attributes. Who started it is left out: those who look at a Home Assistant are not those who may look at the panel. */
export function attributesOf({ title, priority, live, drill, startedAt, endsAt, item }: Broadcast) {
  return { title, priority, live, drill, started_at: startedAt, ends_at: endsAt, item: item?.title ?? null };
}

/** The next slot that will sound in a zone as things stand (null: in any); slots in order of time. */
export function nextSlot(slots: readonly Slot[], zoneId: string | null, now: number): Slot | null {
  const will = (slot: Slot, id: string) =>
    slot.zoneIds.includes(id) && !slot.holds.some(({ zoneIds }) => zoneIds.includes(id));
  return (
    slots.find(
      (slot) =>
        slot.state === 'planned' &&
        !slot.override?.skipped &&
        Date.parse(slot.startsAt) > now &&
        (zoneId === null ? slot.zoneIds.some((id) => will(slot, id)) : will(slot, zoneId)),
    ) ?? null
  );
}

export function attributesOfSlot(slot: Slot | null) {
  return slot ? { title: slot.title, kind: slot.kind, priority: slot.priority, ends_at: slot.endsAt } : {};
}
