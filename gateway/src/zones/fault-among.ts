import type { Reason, Relay, Zone } from '../contract/index.ts';

/** What keeps some of these zones' amplifiers from going on as things stand; null: nothing known. Pure. */
export function faultAmong(
  zoneIds: readonly string[],
  zones: readonly Pick<Zone, 'id' | 'name' | 'outputId' | 'channels'>[],
  relays: readonly Pick<Relay, 'id' | 'name' | 'availability'>[],
): Reason | null {
  const known = new Map(relays.map((relay) => [relay.id, relay]));
  for (const zone of zones) {
    if (!zoneIds.includes(zone.id)) continue;
    if (zone.outputId === null) return { code: 'zone.no-output', params: { zone: zone.name } };
    const away = zone.channels
      .map(({ relayId }) => known.get(relayId))
      .find((relay) => relay?.availability === 'offline');
    if (away) return { code: 'why.relay-offline', params: { relay: away.name, zone: zone.name } };
  }
  return null;
}
