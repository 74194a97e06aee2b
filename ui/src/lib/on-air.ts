import type { Broadcast, BroadcastZone, Levels, Slot, Zone } from '#contract';
import { heldEverywhere } from './day-strip.ts';

const soundingStates: ReadonlySet<Broadcast['state']> = new Set(['warming', 'on-air']);
const silence = { rmsDb: -100, peakDb: -100 };

/** Those that sound or are about to: what "Dừng ngay" would stop. */
export function soundingNow(broadcasts: readonly Broadcast[]): Broadcast[] {
  return broadcasts.filter(({ state }) => soundingStates.has(state));
}

/** Slots whose time has come and that wait for their turn: "Dừng ngay" keeps them silent too, so that nothing follows it. */
export function waitingNow(slots: readonly Slot[], broadcasts: readonly Broadcast[], now: number): Slot[] {
  const begun = new Set(broadcasts.map(({ slotId }) => slotId));
  return slots.filter(
    (slot) =>
      slot.state === 'planned' &&
      Date.parse(slot.startsAt) <= now &&
      !begun.has(slot.id) &&
      !slot.override?.skipped &&
      !heldEverywhere(slot),
  );
}

/** The loudest of the outputs that a broadcast's zones listen to. */
export function levelOf(
  broadcast: Broadcast,
  zone: (id: string) => Pick<Zone, 'outputId'> | undefined,
  levels: Levels,
): Levels[string] {
  let loudest = silence;
  for (const { zoneId } of broadcast.zones) {
    const level = levels[zone(zoneId)?.outputId ?? ''];
    if (level && level.rmsDb > loudest.rmsDb) loudest = level;
  }
  return loudest;
}

/** How much of it has left, 0…1; nothing before the first sample did, and nothing of what repeats until it is ended. */
export function shareAired({ startedAt, endsAt }: Broadcast, now: number): number {
  if (startedAt === null || endsAt === null) return 0;
  const lengthMs = Date.parse(endsAt) - Date.parse(startedAt);
  return lengthMs > 0 ? Math.min(1, Math.max(0, (now - Date.parse(startedAt)) / lengthMs)) : 1;
}

/** For how long the station has given no sound, while it is on the air; null: it does. Pure. */
export function awayMs({ state, silentSince }: Pick<Broadcast, 'state' | 'silentSince'>, now: number): number | null {
  return state === 'on-air' && silentSince !== null ? Math.max(0, now - Date.parse(silentSince)) : null;
}

/** What a zone is doing, for people: once the sound is over it waits to go off, and without the station it only waits. */
export type ZoneShown = BroadcastZone['state'] | 'silent' | 'away' | 'away-resting';

export function zoneShown(
  { state, silentSince }: Pick<Broadcast, 'state' | 'silentSince'>,
  zone: Pick<BroadcastZone, 'state'>,
): ZoneShown {
  if (state === 'cooling' && zone.state === 'sounding') return 'silent';
  if (state !== 'on-air' || silentSince === null) return zone.state;
  if (zone.state === 'sounding') return 'away';
  return zone.state === 'resting' ? 'away-resting' : zone.state;
}
