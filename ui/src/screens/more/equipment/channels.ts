import type { ChannelRef, Relay, RelayChannel, Zone } from '#contract';

export interface ChannelChoice extends ChannelRef {
  /** `cot-dinh/1`, to tell choices apart. */
  readonly key: string;
  readonly relayName: string;
  /** The relay has only this one: its number says nothing. */
  readonly single: boolean;
  /** Other zones that the channel powers already; sharing is allowed. */
  readonly otherZones: readonly string[];
}

export const keyOf = ({ relayId, channel }: ChannelRef): string => `${relayId}/${channel}`;

/** Every channel there is, with what it powers besides the zone that is being edited. */
export function channelChoices(
  relays: readonly Relay[],
  zones: readonly Zone[],
  zoneId: string | null,
): ChannelChoice[] {
  return relays.flatMap((relay) =>
    relay.channels.map(({ channel }) => ({
      key: keyOf({ relayId: relay.id, channel }),
      relayId: relay.id,
      channel,
      relayName: relay.name,
      single: relay.channels.length === 1,
      otherZones: zonesOf(zones, relay.id, channel)
        .filter(({ id }) => id !== zoneId)
        .map(({ name }) => name),
    })),
  );
}

/** The zones that a relay powers, or one channel of it. */
export function zonesOf(zones: readonly Zone[], relayId: string, channel?: number): Zone[] {
  return zones.filter((zone) =>
    zone.channels.some((ref) => ref.relayId === relayId && (channel === undefined || ref.channel === channel)),
  );
}

/** For a new zone: the only channel that nobody uses yet, so that it need not be looked for. */
export function onlyFreeChannel(choices: readonly ChannelChoice[]): ChannelRef[] {
  const free = choices.filter(({ otherZones }) => otherZones.length === 0);
  return free.length === 1 ? free.map(({ relayId, channel }) => ({ relayId, channel })) : [];
}

/** Nobody wants it on, but on is the last that was heard of it: its amplifier may still be. */
export function maybeOn({ availability }: Relay, { state, wanted, fault }: RelayChannel): boolean {
  const silent = availability === 'offline' || fault?.code === 'relay.unreachable';
  return silent && state === 'on' && wanted === 'off';
}
