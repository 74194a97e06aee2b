import type { Broadcast } from '../../contract/index.ts';

/** What our own loudspeakers in these zones air now; null: nothing. */
export function soundingNear(broadcasts: readonly Broadcast[], zoneIds: readonly string[]): string | null {
  const sounding = broadcasts.find(({ zones }) =>
    zones.some(({ zoneId, state }) => state === 'sounding' && zoneIds.includes(zoneId)),
  );
  return sounding?.title ?? null;
}
